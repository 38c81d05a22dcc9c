import { CallMark, Disposition, SubscriberState } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, ClaimOrder, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, givenSubscribers, NO_PLACES } from './dialer.builder';
import { finish, FinishedCall } from './finish';
import { Next } from './outcome';
import { release } from './release';

const HAND = '00000000-0000-4000-8000-000000000001';

let database: TestDatabase;
let accountId: number;
let campaignId: number;
let gatewayId: number;

beforeEach(async () => {
  database = await createTestDatabase();
  ({ accountId } = await givenAccount(database.source));
  gatewayId = await givenGateway(database.source, accountId);
  campaignId = await givenCampaign(database.source, accountId, [gatewayId]);
});
afterEach(() => database.drop());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);
const orderOf = (count: number): ClaimOrder => ({
  accountId,
  campaignId,
  now: new Date(),
  most: count,
  mark: QUEUE_HEAD,
  routes: [
    {
      gatewayId,
      placeAt: Array.from({ length: count }, () => new Date()),
      allowedPrefixes: [],
      callerId: null,
    },
  ],
  hands: [HAND],
  places: NO_PLACES,
});
const claimed = async (count: number) => {
  await givenSubscribers(database.source, accountId, campaignId, count);
  const taken = await claim(database.source, orderOf(count));
  return taken!.calls;
};
const done: Next = {
  state: SubscriberState.Completed,
  at: null,
  attempts: 1,
  setbacks: 0,
  counted: null,
};
const ended = (id: number, values: Partial<FinishedCall> = {}): FinishedCall => ({
  accountId,
  id,
  disposition: Disposition.Answered,
  endedAt: new Date(),
  ringSeconds: 5,
  talkSeconds: 20,
  sipStatus: 200,
  q850: 16,
  digits: '9',
  timeline: [{ atMs: 5_000, event: 'answered' }],
  answers: null,
  marks: null,
  country: 'US',
  next: done,
  ...values,
});
const counts = () =>
  query(
    'select state, subscribers::int from subscriber_count where subscribers <> 0 order by state',
  );

describe('finishing', () => {
  it('writes the call record, the subscriber, the counts and the roll-up', async () => {
    const [call] = await claimed(1);
    expect(await finish(database.source, accountId, [ended(call!.id)])).toEqual([call!.id]);
    expect(await query('select * from call')).toMatchObject([
      {
        id: call!.id,
        number: '+12025550000',
        disposition: 'answered',
        attempt: 1,
        ring_seconds: 5,
        talk_seconds: 20,
        sip_status: 200,
        q850: 16,
        digits: '9',
        country: 'US',
        timeline: [{ atMs: 5_000, event: 'answered' }],
      },
    ]);
    expect(await query('select * from subscriber')).toMatchObject([
      { state: 'completed', attempts: 1, disposition: 'answered', next_attempt_at: null },
    ]);
    expect(await counts()).toEqual([{ state: 'completed', subscribers: 1 }]);
    expect(await query('select * from attempt_stat')).toEqual([
      {
        account_id: accountId,
        campaign_id: campaignId,
        attempt: 1,
        disposition: 'answered',
        calls: 1,
        talk_seconds: 20,
      },
    ]);
    expect(await query('select * from call_stat')).toMatchObject([
      { calls: 1, ring_seconds: 5, talk_seconds: 20, disposition: 'answered', country: 'US' },
    ]);
    expect(await query('select from inflight')).toHaveLength(0);
  });

  it('writes what was answered with the call, and adds it up in the same statement', async () => {
    const calls = await claimed(4);
    const [one, two, three, four] = calls.map(({ id }) => id) as [number, number, number, number];
    const batch = [
      ended(one, { answers: { 'Coming?': '1', 'a "b", {c}': '2' }, marks: [CallMark.OptedOut] }),
      ended(two, { answers: { 'Coming?': '1' } }),
      ended(three, { answers: { 'Coming?': '' }, marks: [CallMark.Recorded, CallMark.Repeated] }),
      ended(four),
    ];
    await finish(database.source, accountId, batch);
    // Told twice, nothing is counted twice.
    expect(await finish(database.source, accountId, batch)).toEqual([]);
    expect(await query('select answers, marks from call order by id')).toEqual([
      { answers: { 'Coming?': '1', 'a "b", {c}': '2' }, marks: ['opted-out'] },
      { answers: { 'Coming?': '1' }, marks: null },
      { answers: { 'Coming?': '' }, marks: ['recorded', 'repeated'] },
      { answers: null, marks: null },
    ]);
    const sums = () =>
      query(
        'select question, answer, calls::int from answer_stat order by question collate "C", answer',
      );
    const kept = await sums();
    expect(kept).toEqual([
      { question: '', answer: 'opted-out', calls: 1 },
      { question: '', answer: 'recorded', calls: 1 },
      { question: '', answer: 'repeated', calls: 1 },
      { question: 'Coming?', answer: '', calls: 1 },
      { question: 'Coming?', answer: '1', calls: 2 },
      { question: 'a "b", {c}', answer: '2', calls: 1 },
    ]);
  });

  it('changes nothing when repeated, even at the same time', async () => {
    const calls = (await claimed(50)).map(({ id }) => ended(id));
    const written = await Promise.all(
      Array.from({ length: 4 }, () => finish(database.source, accountId, calls)),
    );
    expect(written.flat()).toHaveLength(50);
    expect(await finish(database.source, accountId, calls)).toEqual([]);
    expect(await query('select from call')).toHaveLength(50);
    expect(await counts()).toEqual([{ state: 'completed', subscribers: 50 }]);
    expect(await query('select sum(calls)::int calls from call_stat')).toEqual([{ calls: 50 }]);
    expect(await query('select sum(calls)::int calls from attempt_stat')).toEqual([{ calls: 50 }]);
  });

  it('puts a retry back into the queue with its time, attempts and setbacks', async () => {
    const [call] = await claimed(1);
    const at = new Date(Date.now() + 300_000);
    const next: Next = {
      state: SubscriberState.Retry,
      at,
      attempts: 0,
      setbacks: 2,
      counted: null,
    };
    await finish(database.source, accountId, [
      ended(call!.id, { disposition: Disposition.Congestion, next }),
    ]);
    expect(await query('select * from due')).toMatchObject([
      { next_attempt_at: at, attempts: 0, setbacks: 2, number: '+12025550000' },
    ]);
    expect(await query('select * from subscriber')).toMatchObject([
      { state: 'retry', attempts: 0, next_attempt_at: at },
    ]);
    expect(await counts()).toEqual([{ state: 'retry', subscribers: 1 }]);
  });

  it('adds an attempt that counts to the tally of its subscriber, for the claim to read where a rule asks', async () => {
    await query('update campaign set max_retries = 9');
    const busy: Next = { ...done, state: SubscriberState.Retry, counted: Disposition.Busy };
    const again = async () => {
      const taken = await claim(database.source, orderOf(1));
      return taken!.calls[0]!;
    };
    let [call] = await claimed(1);
    for (let time = 1; time <= 2; time++) {
      const next = { ...busy, at: new Date(), attempts: time };
      await finish(database.source, accountId, [
        ended(call!.id, { disposition: Disposition.Busy, next }),
      ]);
      call = await again();
    }
    expect(await query('select tally from subscriber')).toEqual([{ tally: { busy: 2 } }]);
    // Nobody asks, so that nobody has looked.
    expect(call!.tally).toBeNull();
    const next = { ...busy, at: new Date(), counted: null };
    await finish(database.source, accountId, [
      ended(call!.id, { disposition: Disposition.Congestion, next }),
    ]);
    await query(`update campaign set retry_rules = '[{"disposition": "busy", "times": 3}]'`);
    expect((await again()).tally).toEqual({ busy: 2 });
  });

  it('does not bring back a subscriber that was taken out while on the line', async () => {
    const [call] = await claimed(1);
    await query(`update subscriber set state = 'removed'`);
    await query(`update subscriber_count set state = 'removed'`);
    const next: Next = { ...done, state: SubscriberState.Retry, at: new Date() };
    await finish(database.source, accountId, [
      ended(call!.id, { disposition: Disposition.Busy, next }),
    ]);
    expect(await query('select from due')).toHaveLength(0);
    expect(await query('select state from subscriber')).toEqual([{ state: 'removed' }]);
    expect(await counts()).toEqual([{ state: 'removed', subscribers: 1 }]);
    expect(await query('select from call')).toHaveLength(1);
  });

  it('writes no row of another account', async () => {
    const [call] = await claimed(1);
    const stranger = await givenAccount(database.source);
    expect(await finish(database.source, stranger.accountId, [ended(call!.id)])).toEqual([]);
    expect(await query('select from inflight')).toHaveLength(1);
  });

  it('gives back what was never placed, as if it had not been claimed', async () => {
    const calls = await claimed(2);
    const at = new Date();
    await release(
      database.source,
      accountId,
      calls.map(({ id }) => id),
      at,
    );
    expect(await query('select attempts, setbacks, next_attempt_at from due')).toEqual([
      { attempts: 0, setbacks: 0, next_attempt_at: at },
      { attempts: 0, setbacks: 0, next_attempt_at: at },
    ]);
    expect(await query('select from inflight')).toHaveLength(0);
    expect(await query('select from call')).toHaveLength(0);
    expect(await query('select from subscriber where next_attempt_at is null')).toHaveLength(0);
  });

  it('does not bring back who is being taken out of the campaign at this moment', async () => {
    const [call] = await claimed(1);
    const removing = database.source.createQueryRunner();
    await removing.startTransaction();
    await removing.query(`update subscriber set state = 'removed' where campaign_id = $1`, [
      campaignId,
    ]);
    const releasing = release(database.source, accountId, [call!.id], new Date());
    for (let waiting = 0; !waiting;) {
      const [row] = await query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waiting = row!.count;
    }
    await removing.commitTransaction();
    await removing.release();
    await releasing;
    expect(await query('select from due')).toHaveLength(0);
    expect(await query('select from inflight')).toHaveLength(0);
  });
});
