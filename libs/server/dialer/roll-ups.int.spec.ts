import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { campaignEntities, SubscriberBulk } from '@belltower/campaign';
import { Clock, Notifications } from '@belltower/core';
import {
  CallMark,
  Disposition,
  RETRYABLE,
  RetryPolicy,
  SubscriberBulkAction,
  SubscriberBulkInput,
} from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { claim, ClaimedCall, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, NO_PLACES } from './dialer.builder';
import { finish, FinishedCall } from './finish';
import { release } from './release';
import { outcome } from './outcome';

const HAND = '00000000-0000-4000-8000-000000000001';
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** Long after every retry of the step before. */
const STEP = 4 * 60 * MINUTE;
const BEGIN = Date.parse('2026-03-31T22:00:00Z');

/** Of several countries, of an island that shares a code, and of none. */
const NUMBERS = [
  '+34600000001',
  '+34600000002',
  '+34600000003',
  '+12025550101',
  '+12025550102',
  '+12425550123',
  '+80012345678',
];
const COUNTRIES = ['ES', 'ES', 'ES', 'US', 'US', 'BS', ''];
const CAMPAIGNS = 3;
const GATEWAYS = 2;

/** The last and the first instants of a quarter, an hour, a day and a month of 2026, and one between. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 16 }), fc.constantFrom(-1, 0, 1, 7 * MINUTE, QUARTER - 1))
  .map(([quarter, beside]) => quarter * QUARTER + beside);

const ending = fc.record({
  disposition: fc.constantFrom(...Object.values(Disposition)),
  pickedUp: fc.boolean(),
  ringSeconds: fc.integer({ min: 0, max: 60 }),
  talkSeconds: fc.integer({ min: 0, max: 900 }),
  answers: fc.option(
    fc.dictionary(fc.constantFrom('Coming?', 'With whom?'), fc.constantFrom('1', '2', '')),
  ),
  marks: fc.option(fc.uniqueArray(fc.constantFrom(...Object.values(CallMark)), { minLength: 1 })),
});
/** Which of all calls there have been, counted round; how each ended. */
const batch = fc.array(fc.tuple(fc.nat(), ending), { minLength: 1, maxLength: 8, size: 'max' });

const claiming = fc.record({
  does: fc.constant('claim' as const),
  campaign: fc.nat({ max: CAMPAIGNS - 1 }),
  instants: fc.array(fc.tuple(fc.nat({ max: GATEWAYS - 1 }), instant), {
    minLength: 3,
    maxLength: 7,
  }),
});
/** Several batches at the same moment, which may be about the same calls. */
const finishing = fc.record({
  does: fc.constant('finish' as const),
  batches: fc.array(batch, { minLength: 1, maxLength: 3 }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: claiming },
  { weight: 6, arbitrary: finishing },
  fc.record({
    does: fc.constant('release' as const),
    calls: fc.array(fc.nat(), { maxLength: 2 }),
  }),
  fc.record({
    does: fc.constantFrom(...Object.values(SubscriberBulkAction)),
    subscribers: fc.array(fc.nat({ max: NUMBERS.length * CAMPAIGNS - 1 }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
  fc.record({ does: fc.constant('opt out' as const), number: fc.constantFrom(...NUMBERS) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const POLICY: RetryPolicy = {
  maxRetries: 2,
  retryAfterSeconds: 60,
  retryOn: [...RETRYABLE.voice],
  retryRules: [{ disposition: Disposition.Busy, times: 3, afterSeconds: 30 }],
};

describe('sums of calls and subscribers', () => {
  let database: TestDatabase;
  let owner: Principal;
  let bulk: SubscriberBulk;
  let campaigns: number[];
  let gateways: number[];

  beforeAll(async () => {
    database = await createTestDatabase([...campaignEntities, Account, Audit]);
    const { source, url } = database;
    const clock = new Clock();
    bulk = new SubscriberBulk(
      source,
      new AuditService(clock, source),
      new Notifications(url),
      clock,
    );
    owner = await givenAccount(source);
    gateways = [];
    for (let made = 0; made < GATEWAYS; made++)
      gateways.push(await givenGateway(source, owner.accountId));
    campaigns = [];
    for (let made = 0; made < CAMPAIGNS; made++)
      campaigns.push(
        await givenCampaign(source, owner.accountId, gateways, {
          max_retries: POLICY.maxRetries,
          retry_after_seconds: POLICY.retryAfterSeconds,
          retry_on: [...POLICY.retryOn],
          retry_rules: [...POLICY.retryRules],
          starts_at: new Date('2020-01-01Z'),
          ends_at: new Date('2100-01-01Z'),
        }),
      );
  });
  afterAll(() => database.drop());

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);

  async function begin(): Promise<number[]> {
    await query('truncate call, call_stat, attempt_stat, answer_stat, due, inflight, opt_out');
    await query('delete from subscriber');
    await query('truncate subscriber_count');
    const added = await query<{ id: number }>(
      `with added as (
         insert into subscriber (account_id, campaign_id, number, next_attempt_at)
         select $1, campaign, number, $4 from unnest($2::bigint[]) campaign, unnest($3::text[]) number returning *
       ), queued as (
         insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number)
         select account_id, campaign_id, next_attempt_at, id, number from added
       ), counted as (
         insert into subscriber_count (account_id, campaign_id, state, subscribers)
         select account_id, campaign_id, state, count(*) from added group by 1, 2, 3
       )
       select id from added order by id`,
      [owner.accountId, campaigns, NUMBERS, new Date(BEGIN)],
    );
    return added.map(({ id }) => id);
  }

  /** Does the steps, each later than the one before. */
  async function live(steps: readonly Step[]): Promise<void> {
    const subscribers = await begin();
    const calls: ClaimedCall[] = [];
    const pick = (place: number) => calls[place % calls.length]!;
    for (const [index, one] of steps.entries()) {
      const now = new Date(BEGIN + (index + 1) * STEP);
      if (one.does === 'claim') {
        calls.push(...(await claimed(one, now)));
      } else if (one.does === 'finish') {
        if (!calls.length) continue;
        const batches = one.batches.map((some) =>
          some.map(([place, end]) => ended(pick(place), end, now)),
        );
        await Promise.all(batches.map((some) => finish(database.source, owner.accountId, some)));
      } else if (one.does === 'release') {
        if (!calls.length) continue;
        const ids = one.calls.map((place) => pick(place).id);
        await release(database.source, owner.accountId, ids, now);
      } else if (one.does === 'opt out') {
        await query(
          `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'voice', 'test')`,
          [owner.accountId, one.number],
        );
      } else {
        const ids = one.subscribers.map((place) => subscribers[place]!);
        await bulk.run(owner, Object.assign(new SubscriberBulkInput(), { action: one.does, ids }));
      }
    }
  }

  async function claimed(one: Step & { does: 'claim' }, now: Date): Promise<ClaimedCall[]> {
    const taken = await claim(database.source, {
      accountId: owner.accountId,
      campaignId: campaigns[one.campaign]!,
      now,
      most: one.instants.length,
      mark: QUEUE_HEAD,
      routes: gateways.map((gatewayId, gateway) => ({
        gatewayId,
        placeAt: one.instants.flatMap(([over, at]) =>
          over === gateway ? [new Date(BEGIN + at)] : [],
        ),
        allowedPrefixes: [],
        callerId: null,
      })),
      hands: [HAND],
      places: NO_PLACES,
    });
    return taken?.calls ?? [];
  }

  function ended(
    { accountId, id, attempt, setbacks, tally, number }: ClaimedCall,
    { pickedUp, ...end }: typeof ending extends fc.Arbitrary<infer T> ? T : never,
    endedAt: Date,
  ): FinishedCall {
    const answered = pickedUp || end.disposition === Disposition.Answered;
    const facts = { ...end, answered, attempt, setbacks, tally: tally ?? {}, endedAt };
    return {
      ...{ accountId, id, endedAt, sipStatus: null, q850: null, digits: null, timeline: [] },
      ...end,
      country: COUNTRIES[NUMBERS.indexOf(number)]!,
      next: outcome(facts, { policy: POLICY, guardSeconds: 60, random: 0.5 }),
    };
  }

  it('always equal what their rows come to, whatever happens to calls and at the same time', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 24, size: 'max' }),
        async (steps) => {
          await live(steps);
          expect(
            await query(
              `select quarter, campaign_id, gateway_id, disposition, country, calls::int, ring_seconds::int, talk_seconds::int
               from call_stat order by 1, 2, 3, 4, 5`,
            ),
          ).toEqual(
            await query(
              `select date_bin('15 minutes', created_at, 'epoch') as quarter, campaign_id, gateway_id, disposition,
                    country, count(*)::int as calls, sum(ring_seconds)::int as ring_seconds,
                    sum(talk_seconds)::int as talk_seconds
               from call group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
            ),
          );
          expect(
            await query(
              `select campaign_id, attempt, disposition, calls::int, talk_seconds::int
               from attempt_stat order by 1, 2, 3`,
            ),
          ).toEqual(
            await query(
              `select campaign_id, attempt, disposition, count(*)::int as calls,
                    sum(talk_seconds)::int as talk_seconds
               from call group by 1, 2, 3 order by 1, 2, 3`,
            ),
          );
          expect(
            await query(
              `select campaign_id, state, subscribers::int from subscriber_count
              where subscribers <> 0 order by 1, 2`,
            ),
          ).toEqual(
            await query(
              `select campaign_id, state, count(*)::int as subscribers
               from subscriber group by 1, 2 order by 1, 2`,
            ),
          );
          expect(
            await query(
              'select campaign_id, question, answer, calls::int from answer_stat order by 1, 2, 3',
            ),
          ).toEqual(
            await query(
              `select campaign_id, question, answer, count(*)::int as calls
               from call cross join lateral (
                 select key as question, value as answer from jsonb_each_text(answers)
                 union all select '', unnest(marks)) as said
              group by 1, 2, 3 order by 1, 2, 3`,
            ),
          );
          const [{ calls }] = (await query<{ calls: number }>(
            'select count(*)::int as calls from call',
          )) as [{ calls: number }];
          written += calls;
        },
      ),
      { numRuns: 25 },
    );
    // Sums of nothing would be right as well.
    expect(written).toBeGreaterThan(25);
  }, 120_000);
});
