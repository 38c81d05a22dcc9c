import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { campaignEntities, SubscriberBulk } from '@belltower/campaign';
import { Clock, Notifications } from '@belltower/core';
import {
  Channel,
  isFinalState,
  MessageState,
  PartReports,
  RetryPolicy,
  stateAfter,
  SubscriberBulkAction,
  SubscriberBulkInput,
} from '@belltower/dto';
import { Submission } from '@belltower/messaging';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { claim, ClaimedCall, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, NO_PLACES } from './dialer.builder';
import { callIdOf } from './live-call';
import { BeingClaimed } from './message-changes';
import { endWaiting } from './message-expiry';
import { fileMessages } from './message-filing';
import { Told } from './message-parts';
import { keepReports } from './message-reports';
import { release } from './release';
import { answered } from './scripted-carrier.builder';
import { SessionPool } from './session';

const HAND = '00000000-0000-4000-8000-000000000001';
const HOUR = 60 * 60_000;
const QUARTER = 15 * 60_000;
const BEGIN = Date.parse('2026-03-31T22:00:00Z');
const CAMPAIGNS = 2;
const GATEWAYS = 2;
/** Of several countries, and of none. */
const NUMBERS = ['+34600000001', '+34600000002', '+12025550101', '+12425550123', '+80012345678'];

const { Delivered, Expired, Failed, Queued, Rejected, Sent, Undelivered, Unknown } = MessageState;
const POLICY: RetryPolicy = {
  maxRetries: 2,
  retryAfterSeconds: 60,
  retryOn: [Undelivered, Expired, Failed],
  retryRules: [{ disposition: Undelivered, times: 1, afterSeconds: 30 }],
};
const TOLD = [
  Delivered,
  Undelivered,
  Undelivered,
  Expired,
  Expired,
  Failed,
  Sent,
  Unknown,
  Rejected,
];

/** The last and the first instants of a quarter of an hour, and one between. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(-1, 0, 7 * 60_000, QUARTER - 1))
  .map(([quarter, beside]) => quarter * QUARTER + beside);
const answer = fc.record({
  state: fc.constantFrom(Sent, Sent, Sent, Unknown, Rejected, Failed),
  // Of several parts all have to be told of, which is rarer.
  parts: fc.constantFrom(0, 1, 1, 1, 2, 3),
  reports: fc.constantFrom(PartReports.Every, PartReports.Every, PartReports.One, null),
  code: fc.constantFrom(null, 'invalid-number', '58'),
});
/** What is told of a part of a message, before or after it is answered, or of none; or an answer that comes late. */
const telling = fc.record({
  call: fc.nat(),
  part: fc.constantFrom(0, 1, 1, 1, 2, 3),
  state: fc.constantFrom(...TOLD),
  code: fc.constantFrom(null, '000', 'err 069'),
});
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('claim' as const),
      campaign: fc.nat({ max: CAMPAIGNS - 1 }),
      instants: fc.array(fc.tuple(fc.nat({ max: GATEWAYS - 1 }), instant), {
        minLength: 2,
        maxLength: 5,
      }),
    }),
  },
  {
    weight: 8,
    // All of it at the same moment.
    arbitrary: fc.record({
      does: fc.constant('hear' as const),
      answers: fc.array(fc.tuple(fc.nat(), answer), { maxLength: 5, size: 'max' }),
      told: fc.array(fc.array(telling, { minLength: 1, maxLength: 6, size: 'max' }), {
        maxLength: 3,
        size: 'max',
      }),
      again: fc.boolean(),
    }),
  },
  fc.record({ does: fc.constant('release' as const), calls: fc.array(fc.nat(), { maxLength: 2 }) }),
  fc.record({
    does: fc.constantFrom(...Object.values(SubscriberBulkAction)),
    subscribers: fc.array(fc.nat({ max: NUMBERS.length * CAMPAIGNS - 1 }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ does: fc.constant('turn' as const), on: fc.boolean() }),
  fc.record({ does: fc.constant('expire' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

/** A message as the spec knows it: by which ids, and what was told under them. */
interface Known {
  call: ClaimedCall;
  /** As it was answered the first time. */
  answer?: Answer;
}

describe('sums of messages and subscribers', () => {
  let database: TestDatabase;
  let db: SessionPool;
  let owner: Principal;
  let bulk: SubscriberBulk;
  let campaigns: number[];
  let gateways: number[];

  beforeAll(async () => {
    database = await createTestDatabase([...campaignEntities, Account, Audit]);
    const { source, url } = database;
    db = new SessionPool(url, 6);
    const clock = new Clock();
    const audit = new AuditService(clock, source);
    bulk = new SubscriberBulk(source, audit, new Notifications(url), clock);
    owner = await givenAccount(source);
    gateways = [];
    for (let made = 0; made < GATEWAYS; made++)
      gateways.push(await givenGateway(source, owner.accountId, { channel: Channel.Sms }));
    campaigns = [];
    for (let made = 0; made < CAMPAIGNS; made++)
      campaigns.push(
        await givenCampaign(source, owner.accountId, gateways, {
          channel: Channel.Sms,
          max_retries: POLICY.maxRetries,
          retry_after_seconds: POLICY.retryAfterSeconds,
          retry_on: [...POLICY.retryOn],
          retry_rules: [...POLICY.retryRules],
          starts_at: new Date('2020-01-01Z'),
          ends_at: new Date('2100-01-01Z'),
        }),
      );
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);

  async function begin(): Promise<number[]> {
    await query(
      'truncate message, message_part, message_stat, message_attempt_stat, due, inflight, subscriber_count',
    );
    await query('delete from subscriber');
    await query(`update campaign set status = 'running'`);
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

  /** The id of a part of a message: what the provider calls it. */
  const keyOf = ({ call }: Known, part: number) => (part ? `${call.id}-${part}` : callIdOf(call));

  /** Does the steps, each an hour after the one before; answers what was told of which message. */
  async function live(steps: readonly Step[]): Promise<Map<number, MessageState[]>> {
    const subscribers = await begin();
    const known: Known[] = [];
    const told = new Map<number, MessageState[]>();
    for (const [index, one] of steps.entries()) {
      const now = new Date(BEGIN + (index + 1) * HOUR);
      if (one.does === 'claim') known.push(...(await claimed(one, now)));
      else if (one.does === 'hear') await hear(one, known, told, now);
      else if (one.does === 'release')
        await release(
          database.source,
          owner.accountId,
          one.calls.flatMap((place) =>
            known.length ? [known[place % known.length]!.call.id] : [],
          ),
          now,
        );
      else if (one.does === 'turn')
        await query('update campaign set status = $1 where id = $2', [
          one.on ? 'running' : 'stopped',
          campaigns[0],
        ]);
      else if (one.does === 'expire')
        await db.transaction((tx) => endWaiting(tx, new Date(BEGIN + 3 * QUARTER)));
      else {
        const ids = one.subscribers.map((place) => subscribers[place]!);
        await bulk.run(owner, Object.assign(new SubscriberBulkInput(), { action: one.does, ids }));
      }
    }
    return told;
  }

  async function claimed(one: Step & { does: 'claim' }, now: Date): Promise<Known[]> {
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
    return (taken?.calls ?? []).map((call) => ({ call }));
  }

  /** Answers and reports at the same moment, in transactions of their own, as several processes hear them. */
  async function hear(
    { answers, told, again }: Step & { does: 'hear' },
    known: readonly Known[],
    heard: Map<number, MessageState[]>,
    now: Date,
  ): Promise<void> {
    if (!known.length) return;
    const pick = (place: number) => known[place % known.length]!;
    // A message is answered once, whatever else happens.
    const fresh = new Map(
      answers.flatMap(([place, one]) => (pick(place).answer ? [] : [[pick(place), one] as const])),
    );
    const sent = [...fresh].map(([message, one]) => {
      message.answer = one;
      return sentMessage(message, one, now);
    });
    const filing = sent.length ? [sent, ...(again ? [sent] : [])] : [];
    const reports = told.map((batch) =>
      batch.flatMap((one): Told[] => {
        const message = pick(one.call);
        const { gatewayId } = message.call;
        const report = { at: now.toISOString(), state: one.state, code: one.code };
        note(heard, message, one);
        if (one.part) return [{ gatewayId, key: keyOf(message, one.part), report }];
        // An answer that comes late, of one part.
        const state = one.state === Rejected || one.state === Failed ? one.state : Sent;
        const ids = state === Sent ? [keyOf(message, 1)] : [];
        return [{ gatewayId, key: keyOf(message, 0), report: { ...report, state, ids } }];
      }),
    );
    await Promise.all([
      ...filing.map((batch) =>
        insist(() => db.transaction((tx) => fileMessages(tx, owner.accountId, batch, now))),
      ),
      ...reports.map((batch) => insist(() => db.transaction((tx) => keepReports(tx, batch, now)))),
    ]);
  }

  function note(heard: Map<number, MessageState[]>, { call }: Known, one: { state: MessageState }) {
    const states = heard.get(call.id) ?? [];
    states.push(one.state);
    heard.set(call.id, states);
  }

  function sentMessage(message: Known, { state, parts, reports, code }: Answer, now: Date) {
    const keys = Array.from({ length: parts }, (_, at) => keyOf(message, at + 1));
    const took = state === Sent || state === Unknown;
    const submission: Submission = { ...answered(state, took ? keys : [], code), at: now };
    return { call: message.call, script: POLICY, text: 'Hello', submission, reports };
  }

  /** As whoever writes does: what stood in the way of another is tried again. */
  async function insist(write: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await write();
        return;
      } catch (error) {
        const passes =
          error instanceof BeingClaimed || (error as { code?: string }).code === '40P01';
        if (!passes || tries > 50) throw error;
        await pause(5);
      }
    }
  }

  it('always equal what their rows come to, whatever is told of messages and at the same time', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 24, size: 'max' }),
        async (steps) => {
          const told = await live(steps);
          expect(
            await query(
              `select quarter, campaign_id, gateway_id, state, code, country, messages::int, segments::int, delivery_ms::int
                 from message_stat where messages <> 0 order by 1, 2, 3, 4, 5, 6`,
            ),
          ).toEqual(
            await query(
              `select date_bin('15 minutes', created_at, 'epoch') as quarter, campaign_id, gateway_id, state, code,
                      country, count(*)::int as messages, sum(segments)::int as segments,
                      sum(case when state = 'delivered'
                               then coalesce(round(extract(epoch from delivered_at - submitted_at) * 1000), 0)::bigint
                               else 0 end)::int as delivery_ms
                 from message group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
            ),
          );
          expect(
            await query(
              `select sum(segments)::int as segments, sum(delivery_ms)::int as ms from message_stat where messages = 0 having count(*) > 0`,
            ),
          ).toEqual(
            (await query('select from message_stat where messages = 0')).length
              ? [{ segments: 0, ms: 0 }]
              : [],
          );
          expect(
            await query(
              `select campaign_id, attempt, state, messages::int from message_attempt_stat where messages <> 0
                order by 1, 2, 3`,
            ),
          ).toEqual(
            await query(
              `select campaign_id, attempt, state, count(*)::int as messages
                 from message group by 1, 2, 3 order by 1, 2, 3`,
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
          // Nobody waits in two places, and whoever waits waits somewhere.
          expect(
            await query(
              `select subscriber.id, state, due.subscriber_id is not null as queued, inflight.id is not null as under_way
                 from subscriber
                 left join due on due.account_id = subscriber.account_id and due.subscriber_id = subscriber.id
                  and due.next_attempt_at = subscriber.next_attempt_at
                 left join inflight on inflight.account_id = subscriber.account_id
                  and inflight.subscriber_id = subscriber.id
                where (state in ('waiting', 'retry'))
                      <> ((due.subscriber_id is not null)::int + (inflight.id is not null)::int = 1)
                  and not (inflight.id is not null and due.subscriber_id is null)`,
            ),
          ).toEqual([]);
          expect(
            await query(`select 1 from due group by subscriber_id having count(*) > 1`),
          ).toEqual([]);
          // What may change has parts, and what has none is awaited by nobody.
          expect(
            await query(
              `select id, state from message where awaits <> exists (
                 select from message_part part where part.account_id = message.account_id and part.message_id = message.id)
                 and not (not awaits and state = 'delivered')`,
            ),
          ).toEqual([]);
          const rows = await query<{ id: number; state: MessageState; awaits: boolean }>(
            'select id, state, awaits from message',
          );
          for (const { id, state } of rows) {
            seen.set(state, (seen.get(state) ?? 0) + 1);
            // It has come no further than anything that was told of it.
            const most = (told.get(id) ?? []).reduce(stateAfter, Queued);
            if (isFinalState(state) && state !== Rejected && state !== Failed)
              expect(stateAfter(most, state)).toBe(most);
          }
        },
      ),
      // What depends on the moment cannot be made smaller.
      { numRuns: 150, endOnFailure: true },
    );
    // Sums of nothing would be right as well.
    for (const state of [Sent, Delivered, Undelivered, Expired, Failed, Unknown])
      expect(seen.get(state) ?? 0).toBeGreaterThan(3);
  }, 180_000);
});
