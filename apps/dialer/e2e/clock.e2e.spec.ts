import { Clock } from '@belltower/core';
import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { mostWithin } from '../testing/spans';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A machine's clock that somebody may set while it runs. */
class SetClock extends Clock {
  constructor(public aheadMs: number) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

let room: DialingRoom;
let gateway: number;

beforeEach(async () => {
  room = await openDialingRoom();
  gateway = await givenGateway(room.database.source, room.accountId, {
    settings: { congestion: 0, speed: 100, talkSecondsMost: 30, keyPressPercent: 0 },
  });
});
afterEach(() => room.close());

const campaignOf = async (subscribers: number, values: Partial<CampaignRow>) => {
  const { source: db } = room.database;
  const campaign = await givenCampaign(db, room.accountId, [gateway], values);
  await givenSubscribers(db, room.accountId, campaign, subscribers);
};
/** What a clock in UTC shows in so many minutes. */
const clockIn = (minutes: number) =>
  new Date(Date.now() + minutes * MINUTE_MS).toISOString().slice(11, 16);
const finished = () => room.until(`select from campaign where status = 'finished'`);

describe('a machine whose clock is wrong', () => {
  it.each([1, -1])('calls within the hours as they are, %d h off', async (hours) => {
    await campaignOf(20, { hours_from: clockIn(-30), hours_until: clockIn(30) });
    await room.start({}, new SetClock(hours * HOUR_MS));
    await finished();
    expect(await room.ledger(gateway)).toHaveLength(20);
  });

  it.each([1, -1])('calls nobody outside the hours, %d h off', async (hours) => {
    const opens = hours * 60 - 30;
    await campaignOf(20, { hours_from: clockIn(opens), hours_until: clockIn(opens + 60) });
    await room.start({}, new SetClock(hours * HOUR_MS));
    await room.until(`select from campaign_gauge where held_by = 'outside-hours'`);
    await room.until(`select from dialer where beat_at > $1::timestamptz + interval '3 seconds'`, [
      new Date(),
    ]);
    expect(await room.ledger(gateway)).toEqual([]);
    expect(await room.query(`select status from campaign`)).toEqual([{ status: 'running' }]);
  });

  it('works together with one whose clock is right', async () => {
    await campaignOf(200, { calls_per_minute: 1_800 });
    await Promise.all([room.start({}, new SetClock(HOUR_MS)), room.start(), room.start()]);
    await finished();
    expect(await room.query('select from call')).toHaveLength(200);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});

describe('a machine whose clock is set while it dials', () => {
  it('dials nobody twice, loses nobody, and keeps its pace', async () => {
    await campaignOf(240, {
      calls_per_minute: 1_800,
      ring_timeout_seconds: 5,
      max_call_seconds: 5,
      max_retries: 1,
      retry_after_seconds: 2,
    });
    const clock = new SetClock(0);
    await room.start({}, clock);
    await room.until('select from call offset 40 limit 1');
    clock.aheadMs = HOUR_MS;
    await room.until('select from call offset 100 limit 1');
    clock.aheadMs = -HOUR_MS;
    await finished();
    expect(await discrepancies(room, [gateway])).toEqual([]);
    const early = await room.query(
      "select from call where created_at > now() + interval '1 minute'",
    );
    expect(early).toEqual([]);
    const placed = (await room.ledger(gateway)).map(({ placedAt }) => trueTime(placedAt));
    expect(mostWithin(placed, 1_000)).toBeLessThanOrEqual(31);
  });
});

/** By a clock that was off by whole hours, within a test that takes minutes. */
function trueTime(placedAt: string): number {
  const at = Date.parse(placedAt);
  return at - Math.round((at - Date.now()) / HOUR_MS) * HOUR_MS;
}
