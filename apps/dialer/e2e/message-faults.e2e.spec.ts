import { Queryable } from '@belltower/core';
import { Channel, SmppSettings } from '@belltower/dto';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { Smsc } from '../../../libs/server/messaging/smpp/testing/smsc';
import { FaultRoom } from '../testing/fault-room';
import { until } from '../testing/faults';

jest.setTimeout(300_000);

const NUMBERS = 1_500;
const KILLS = 4;

describe('a campaign of messages whose processes die', () => {
  let room: FaultRoom;
  let smsc: Smsc;
  beforeAll(async () => {
    room = await FaultRoom.open(resolve(__dirname, '../../..'));
    smsc = await Smsc.start({
      ...{ answer: 'taken', outcome: 'delivered', told: 'out-of-order', patient: true },
    });
  });
  afterAll(async () => {
    await room.close();
    await smsc.close();
  });

  const givenRunning = async () => {
    const db: Queryable = {
      query: (sql: string, values?: unknown[]) => room.query(sql, values) as never,
    };
    const [{ id: accountId }] = await db.query<[{ id: number }]>(
      `insert into account (name, default_country, time_zone) values ('Clinic', 'US', 'UTC') returning id`,
    );
    const settings = Object.assign(new SmppSettings(), {
      ...{ host: '127.0.0.1', port: smsc.port, systemId: 'belltower' },
      ...{ segmentsPerSecond: null, window: 50 },
    });
    const gateway = { channel: Channel.Sms, driver: 'smpp', channels: 60, settings };
    const gatewayId = await givenGateway(db, accountId, gateway);
    const campaignId = await givenCampaign(db, accountId, [gatewayId], {
      channel: Channel.Sms,
      message: 'See you at nine.',
      calls_per_minute: 6_000,
    });
    await givenSubscribers(db, accountId, campaignId, NUMBERS);
  };
  const sent = () => new Set(smsc.submits.map((pdu) => `+${pdu['destination_addr'] as string}`));

  it('sends nobody a message twice, loses nobody, and knows what the message centre knows', async () => {
    await givenRunning();
    let child = room.start();
    for (let kills = 1; kills <= KILLS; kills++) {
      const enough = (NUMBERS / (KILLS + 2)) * kills;
      await until(async () => smsc.submits.length >= enough, 'messages are sent');
      // Some are under way, and nobody has said what becomes of them.
      smsc.hold();
      await pause(300);
      await room.kill(child);
      smsc.goOn();
      child = room.start();
    }
    await until(
      async () => (await room.query(`select from campaign where status = 'finished'`)).length > 0,
      'the campaign is finished',
    );
    await until(
      async () =>
        smsc.isQuiet && !(await room.query(`select from message where state = 'sent'`)).length,
      'receipts have come',
    );
    expect(smsc.submits).toHaveLength(sent().size);
    const rows = await room.query<{ number: string; state: string }>(
      'select number, state from message',
    );
    expect(rows).toHaveLength(NUMBERS);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(NUMBERS);
    const ledger = sent();
    const of = (state: string) => rows.filter((row) => row.state === state);
    expect(of('delivered').filter(({ number }) => !ledger.has(number))).toEqual([]);
    // Of those under way when a process died nobody knows, and nobody has been sent another.
    const unknown = of('unknown');
    expect(unknown.length).toBeGreaterThan(0);
    expect(of('delivered').length + unknown.length).toBe(NUMBERS);
    expect(of('delivered')).toHaveLength(
      [...ledger].filter((number) => !unknown.some((row) => row.number === number)).length,
    );
    expect(
      await room.query(
        'select state, sum(messages)::int messages from message_stat where messages <> 0 group by 1 order by 1',
      ),
    ).toEqual([
      { state: 'delivered', messages: NUMBERS - unknown.length },
      { state: 'unknown', messages: unknown.length },
    ]);
    expect(room.accidents).toEqual([]);
  });
});
