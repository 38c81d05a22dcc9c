import { Notifications } from '@belltower/core';
import { Channel, SmppSettings } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { Smsc } from '../../../libs/server/messaging/smpp/testing/smsc';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBERS = 24;
const PER_SECOND = 4;
const SECOND_MS = 1_000;

describe('messages that wait for their turn at a slow message centre', () => {
  let room: DialingRoom;
  let smsc: Smsc;
  let notifications: Notifications;
  let campaignId: number;

  beforeEach(async () => {
    room = await openDialingRoom();
    notifications = new Notifications(room.database.url);
    smsc = await Smsc.start({ answer: 'taken', outcome: 'delivered' });
    const settings = Object.assign(new SmppSettings(), {
      ...{ host: '127.0.0.1', port: smsc.port, systemId: 'belltower' },
      ...{ segmentsPerSecond: PER_SECOND, window: 10 },
    });
    const { source: db } = room.database;
    const gatewayId = await givenGateway(db, room.accountId, {
      ...{ channel: Channel.Sms, driver: 'smpp', settings },
    });
    campaignId = await givenCampaign(db, room.accountId, [gatewayId], {
      channel: Channel.Sms,
      message: 'See you at nine.',
    });
    await givenSubscribers(db, room.accountId, campaignId, NUMBERS);
    await room.start();
    await room.until('select from inflight offset 10 limit 1');
    await room.until('select from message offset 1 limit 1');
  });
  afterEach(async () => {
    await room.close();
    await notifications.close();
    await smsc.close();
  });

  /** As the API does it; answers when that was done, on this process's clock. */
  async function change(sql: string, topic: string): Promise<number> {
    const { accountId } = room;
    await room.database.source.transaction(async (db) => {
      await db.query(sql, [accountId]);
      await notifications.publish(db, { accountId, topic, id: campaignId });
    });
    return performance.now();
  }
  const numbers = () => smsc.submits.map((pdu) => `+${pdu['destination_addr'] as string}`);
  const cameLaterThan = (at: number) => smsc.cameMs.filter((came) => came > at + SECOND_MS);
  const passing = (seconds: number) =>
    new Promise((passed) => setTimeout(passed, seconds * SECOND_MS));
  const finished = () =>
    room.until(`select where not exists (select from campaign where status <> 'finished')`);

  it('are not sent after a pause, and once each when the campaign goes on', async () => {
    const at = await change(
      `update campaign set status = 'paused' where account_id = $1`,
      'campaign',
    );
    await room.until('select where not exists (select from inflight)');
    // As long as it would have taken to send all of them.
    await passing(NUMBERS / PER_SECOND);
    expect(cameLaterThan(at)).toEqual([]);
    expect(smsc.submits.length).toBeLessThan(NUMBERS);
    expect(await room.query('select distinct attempts, setbacks from due')).toEqual([
      { attempts: 0, setbacks: 0 },
    ]);
    await change(`update campaign set status = 'running' where account_id = $1`, 'campaign');
    await finished();
    expect(numbers()).toHaveLength(NUMBERS);
    expect(new Set(numbers()).size).toBe(NUMBERS);
  });

  it('are not sent to who opts out meanwhile, and to all others', async () => {
    const at = await change(
      `insert into opt_out (account_id, number, channel, source)
       select $1, number, 'sms', 'reply STOP' from subscriber where account_id = $1 and id % 2 = 0`,
      'suppression',
    );
    await finished();
    const optedOut = new Set(
      (await room.query<{ number: string }>('select number from opt_out')).map(
        ({ number }) => number,
      ),
    );
    const all = numbers();
    const late = all.filter(
      (number, nth) => optedOut.has(number) && smsc.cameMs[nth]! > at + SECOND_MS,
    );
    expect(late).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((number) => !optedOut.has(number))).toHaveLength(NUMBERS / 2);
  });
});
