import { AccountZone, Principal } from '@belltower/auth';
import { CallQuery, CallView, Page } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { AttemptCount } from './attempt-count';
import { AttemptList } from './attempt-list';
import { CALLS } from './call.source';
import { givenCalls, givenCampaignRow, givenGatewayRow } from './report.builder';

const NOW = new Date('2026-11-24T12:00:00Z');
const YEAR = { from: '2025-11-24T12:00:00Z', until: NOW.toISOString() };
const HOURS = 365 * 24;
const AT_ONCE = 0;

describe('a list of calls of many months', () => {
  let database: TestDatabase;
  let user: Principal;
  let calls: AttemptList;
  let campaignId: number;
  let gatewayId: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    user = await givenAccount(database.source);
    campaignId = await givenCampaignRow(database.source, user.accountId);
    gatewayId = await givenGatewayRow(database.source, user.accountId);
    const clock = new FixedClock(NOW);
    const counts = new AttemptCount(database.source, new AccountZone(database.source), clock);
    calls = new AttemptList(database.source, counts, clock);
    await database.source.query(
      `create table call_2026_08 partition of call
         for values from ('2026-08-01 00:00Z') to ('2026-09-01 00:00Z')`,
    );
  });
  afterAll(() => database.drop());
  beforeEach(() => database.source.query('truncate call, call_stat, attempt_stat'));

  const given = (hoursAgo: readonly number[], more: object = {}) =>
    givenCalls(
      database.source,
      user.accountId,
      hoursAgo.map((hours) => ({
        createdAt: new Date(NOW.getTime() - hours * 3_600_000),
        ...{ campaignId, gatewayId, ...more },
      })),
    );
  const list = (query: Partial<CallQuery>, patienceMs?: number) =>
    calls.page<CallQuery, CallView>(
      CALLS,
      user.accountId,
      { ...new CallQuery(), ...YEAR, ...query },
      patienceMs,
    );
  const idsOf = ({ items }: Page<CallView>) => items.map(({ id }) => id);
  /** From the first page to the last, or the other way round. */
  const turned = async (query: Partial<CallQuery>, way: 'next' | 'previous', patience?: number) => {
    const pages = [await list(query, patience)];
    const key = way === 'next' ? 'after' : 'before';
    for (let at = pages[0]![way]; at; at = pages.at(-1)![way])
      pages.push(await list({ ...query, after: undefined, [key]: at }, patience));
    return pages;
  };

  it('has each once and in order, forwards and back, however often a page stops on its way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: HOURS }), { maxLength: 20 }),
        fc.constantFrom('-startedAt', 'startedAt'),
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom(AT_ONCE, undefined),
        async (hoursAgo, sort, limit, patience) => {
          await database.source.query('truncate call, call_stat, attempt_stat');
          if (hoursAgo.length) await given(hoursAgo);
          const descending = sort.startsWith('-');
          const all = await database.source.query<{ id: number }[]>(
            `select id from call order by created_at ${descending ? 'desc, id desc' : ', id'}`,
          );
          const wanted = all.map(({ id }) => id);
          const forth = await turned({ sort, limit }, 'next', patience);
          expect(forth.flatMap(idsOf)).toEqual(wanted);
          const last = forth.at(-2);
          if (!last) return;
          const query = { sort, limit, after: last.next! };
          const back = await turned(query, 'previous', patience);
          expect(back.toReversed().flatMap(idsOf)).toEqual(wanted);
          if (patience === AT_ONCE) return;
          expect(forth.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('tells how many there are in a year, exactly where the roll-up knows', async () => {
    await given([1, 1_000, 2_000, 3_000, 8_000]);
    await given([5_000], { number: '+34600000009' });
    expect(await list({ limit: 2 })).toMatchObject({ total: 6, estimated: false });
    expect(await list({ limit: 2, gatewayId })).toMatchObject({ total: 6, estimated: false });
    expect(await list({ limit: 2, number: '0001' })).toMatchObject({ total: 5, estimated: false });
    // Half of the year has been looked through, and nobody knows what is in the other.
    const stopped = await list({ limit: 2, number: '0009' }, AT_ONCE);
    expect(stopped).toMatchObject({ items: [], total: null, estimated: false });
    expect(stopped.next).not.toBeNull();
  });

  it('is sorted by ring time while calls are few enough, and says so where they are not', async () => {
    await given([1, 2], { ringSeconds: 9 });
    await given([3], { ringSeconds: 3 });
    const sorted = await list({ sort: 'ringSeconds' });
    expect(sorted.items.map(({ ringSeconds }) => ringSeconds)).toEqual([3, 9, 9]);
    await database.source.query('update call_stat set calls = 100000');
    await expect(list({ sort: 'ringSeconds' })).rejects.toMatchObject({
      code: 'list.too-many-to-sort',
    });
    await expect(list({ sort: '-talkSeconds' })).resolves.toMatchObject({ total: 3 });
  });
});
