import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { mostAtOnce, mostWithin } from '../testing/spans';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;
let gateway: number;

const SETTINGS = {
  ...{ answered: 1, machine: 0, noAnswer: 0, busy: 0, rejected: 0 },
  ...{ invalidNumber: 0, congestion: 0, failed: 0 },
  ...{ speed: 20, talkSecondsMost: 60, keyPressPercent: 0 },
};

beforeEach(async () => {
  room = await openDialingRoom();
  gateway = await givenGateway(room.database.source, room.accountId, { settings: SETTINGS });
});
afterEach(() => room.close());

const givenRunning = async (subscribers: number, values: Partial<CampaignRow> = {}) => {
  const { source } = room.database;
  const campaign = await givenCampaign(source, room.accountId, [gateway], values);
  await givenSubscribers(room.database.source, room.accountId, campaign, subscribers);
  return campaign;
};
/** What the API does when an operator saves another limit; answers when that was. */
const setLimit = async (column: string, value: number | null): Promise<number> => {
  await room.query(`update account set ${column} = $1`, [value]);
  await room.query(
    `select pg_notify('belltower', json_build_object('accountId', $1::bigint, 'topic', 'campaign')::text)`,
    [room.accountId],
  );
  return Date.now();
};
const placedAfter = (instant: number) =>
  room.until('select from call where created_at > $1 limit 1', [new Date(instant)]);
const ledger = async () =>
  (await room.ledger(gateway)).map(({ placedAt, endedAt }) => ({
    placedAt: Date.parse(placedAt),
    endedAt: endedAt === null ? Infinity : Date.parse(endedAt),
  }));

describe('the limits of an account, over all of its campaigns', () => {
  it('of calls per minute hold for their sum, and from one second after they are changed', async () => {
    await setLimit('max_calls_per_minute', 1_200);
    const campaigns = [await givenRunning(2_000), await givenRunning(2_000)];
    await room.start();
    await room.until('select from call offset 60 limit 1');
    const lowered = await setLimit('max_calls_per_minute', 300);
    await placedAfter(lowered + 4_000);
    const raised = await setLimit('max_calls_per_minute', 1_800);
    await placedAfter(raised + 4_000);

    const placed = (await ledger()).map(({ placedAt }) => placedAt);
    const during = (from: number, until: number) => placed.filter((at) => at >= from && at < until);
    expect(mostWithin(during(0, lowered), 1_000)).toBeLessThanOrEqual(21);
    const few = during(lowered + 1_000, raised);
    expect(mostWithin(few, 1_000)).toBeLessThanOrEqual(6);
    expect(few.length).toBeGreaterThan(8);
    const many = during(raised + 1_000, raised + 4_000);
    expect(mostWithin(many, 1_000)).toBeLessThanOrEqual(31);
    expect(many.length).toBeGreaterThan(3 * 8);
    const shares = await room.query<{ calls: number }>(
      'select count(*)::int as calls from call group by campaign_id',
    );
    expect(shares).toHaveLength(campaigns.length);
    const [one, two] = shares.map(({ calls }) => calls) as [number, number];
    expect(Math.abs(one - two)).toBeLessThan((one + two) / 5);
    await room.query(`update campaign set status = 'paused'`);
    await room.until('select where not exists (select from inflight)');
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('of channels hold for their sum, and calls on the line go on when they are lowered', async () => {
    await setLimit('max_channels', 20);
    await givenRunning(1_000);
    await givenRunning(1_000);
    await room.start();
    await room.until('select from inflight offset 19 limit 1');
    await setLimit('max_channels', 5);
    await room.until('select where (select count(*) from inflight) <= 5');
    const settled = Date.now();
    await placedAfter(settled + 2_000);
    const calls = await ledger();
    const spans = (from: number) =>
      calls
        .filter(({ placedAt }) => placedAt >= from)
        .map(({ placedAt, endedAt }) => [placedAt, endedAt] as const);
    expect(mostAtOnce(spans(0))).toBeLessThanOrEqual(20);
    expect(mostAtOnce(spans(settled))).toBeLessThanOrEqual(5);
    expect(await room.query(`select from call where disposition <> 'answered'`)).toEqual([]);
  });

  it('of 0 stop every call within a second, and say so', async () => {
    await givenRunning(1_000, { calls_per_minute: 600 });
    await room.start();
    await room.until('select from call offset 20 limit 1');
    const stopped = await setLimit('max_calls_per_minute', 0);
    await room.until(`select from campaign_gauge where held_by = 'account-limit' and at > $1`, [
      new Date(stopped + 2_000),
    ]);
    const late = (await ledger()).filter(({ placedAt }) => placedAt > stopped + 1_000);
    expect(late).toEqual([]);
    const resumed = await setLimit('max_calls_per_minute', null);
    await placedAfter(resumed);
  });
});
