import { Channel, MessageState, SmppSettings } from '@belltower/dto';
import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { givenSmsSettings } from '../../../libs/server/messaging/simulator/sms-simulator.builder';
import { Smsc } from '../../../libs/server/messaging/smpp/testing/smsc';
import { readSmsLedger } from '@belltower/messaging';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  room.query<T>(sql, values);
const campaignOf = async (
  gateways: number[],
  subscribers: number,
  values: Partial<CampaignRow> = {},
) => {
  const { source: db } = room.database;
  const campaign = await givenCampaign(db, room.accountId, gateways, {
    channel: Channel.Sms,
    message: 'See you at nine.',
    ...values,
  });
  await givenSubscribers(db, room.accountId, campaign, subscribers);
  return campaign;
};
const finished = () =>
  room.until(`select where not exists (select from campaign where status <> 'finished')`);
const told = () => room.until(`select where not exists (select from message where awaits)`);
/** Messages by state, according to the sums. */
const sums = async () => {
  const rows = await query<{ state: string; messages: number }>(
    'select state, sum(messages)::int messages from message_stat group by 1 having sum(messages) <> 0',
  );
  return Object.fromEntries(rows.map(({ state, messages }) => [state, messages]));
};

describe('a campaign of messages', () => {
  it('reaches everybody, and its sums are those of the network’s own ledger', async () => {
    const gateway = await givenGateway(room.database.source, room.accountId, {
      channel: Channel.Sms,
      settings: {
        ...givenSmsSettings({ unreported: 0 }),
        ...{ twicePercent: 20, outOfOrderPercent: 20, earlyPercent: 20, speed: 20 },
      },
    });
    await campaignOf([gateway], 300);
    await room.start();
    await finished();
    const ledger = await readSmsLedger(room.config.DATA_DIR, gateway);
    expect(ledger).toHaveLength(300);
    expect(new Set(ledger.map(({ number }) => number)).size).toBe(300);
    const known: Record<string, number> = {};
    for (const { outcome } of ledger) known[outcome] = (known[outcome] ?? 0) + 1;
    await room.until(`select where not exists (select from message where state = 'sent')`);
    expect(await sums()).toEqual(known);
    expect(await query('select distinct state from subscriber order by 1')).toEqual([
      { state: 'completed' },
      { state: 'failed' },
    ]);
  });

  it('goes over SMPP, and is told of part by part', async () => {
    const smsc = await Smsc.start({ answer: 'taken', outcome: 'delivered', told: 'before' });
    try {
      const settings = Object.assign(new SmppSettings(), {
        ...{ host: '127.0.0.1', port: smsc.port, systemId: 'belltower' },
        ...{ segmentsPerSecond: null, window: 100 },
      });
      const gateway = await givenGateway(room.database.source, room.accountId, {
        ...{ channel: Channel.Sms, driver: 'smpp', settings },
      });
      await campaignOf([gateway], 50, { message: 'All of it. '.repeat(30), caller_id: 'Clinic' });
      await room.start();
      await finished();
      await told();
      expect(smsc.arrived()).toHaveLength(50);
      expect(smsc.arrived()[0]).toMatchObject({ sender: 'Clinic' });
      expect(await sums()).toEqual({ [MessageState.Delivered]: 50 });
      expect(await query('select sum(segments)::int segments from message_stat')).toEqual([
        { segments: smsc.submits.length },
      ]);
    } finally {
      await smsc.close();
    }
  });

  it('sends again what did not arrive, and waits for receipts before it is finished', async () => {
    const gateway = await givenGateway(room.database.source, room.accountId, {
      channel: Channel.Sms,
      settings: givenSmsSettings({ only: 'undelivered', speed: 20 }),
    });
    await campaignOf([gateway], 20, {
      ...{ max_retries: 1, retry_after_seconds: 1, retry_on: [MessageState.Undelivered] },
    });
    await room.start();
    await finished();
    expect(
      await query(
        'select attempt, state, messages::int from message_attempt_stat where messages <> 0 order by 1',
      ),
    ).toEqual([
      { attempt: 1, state: 'undelivered', messages: 20 },
      { attempt: 2, state: 'undelivered', messages: 20 },
    ]);
    expect(await query('select distinct state, attempts from subscriber')).toEqual([
      { state: 'failed', attempts: 2 },
    ]);
  });

  it('gives way to a network that has no room', async () => {
    const gateway = await givenGateway(room.database.source, room.accountId, {
      channel: Channel.Sms,
      settings: givenSmsSettings({ only: 'busy', speed: 20 }),
    });
    await campaignOf([gateway], 50);
    await room.start();
    await room.until(`select from gateway_gauge where backed_off_until > now()`);
    expect(await query('select from message')).toEqual([]);
    expect(await query('select distinct attempts from due')).toEqual([{ attempts: 0 }]);
  });
});
