import {
  AccountHours,
  campaignEntities,
  campaignHold,
  CampaignTerms,
  Candidate,
  candidatesOf,
  comesBackAt,
  eligibility,
  Subscriber,
} from '@belltower/campaign';
import { Channel, HoldReason, SubscriberState, WeekDay } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { In } from 'typeorm';
import { arbitraryTerms, ZONES } from '../campaign/campaign.builder';
import { Atlas } from './atlas';
import { claim, QUEUE_HEAD, versionSql } from './claim';
import { givenCases, NumberCase } from './claim-cases.builder';

const HAND = '00000000-0000-4000-8000-000000000001';

/** Beginnings of numbers: of one zone and of many, of islands, with and without a rule, of no country. */
const BEGINNINGS = [
  ...['+346', '+331', '+4479', '+1212', '+1850', '+1787', '+614', '+6189164', '+9198', '+6857'],
  ...['+8005', '+8005', '+8005'],
];

const whereabouts = {
  country: fc.option(fc.constantFrom('ES', 'US', 'FR', 'AU', 'IN')),
  timeZone: fc.option(fc.constantFrom(...ZONES)),
};

const seldom = fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0);

const arbitraryNumber: fc.Arbitrary<NumberCase> = fc.record({
  beginning: fc.constantFrom(...BEGINNINGS),
  contact: fc.option(fc.record({ ...whereabouts, inactive: seldom }), { freq: 2 }),
  other: fc.option(fc.record(whereabouts)),
  attempts: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  dueInMinutes: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -600, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 600 }) },
  ),
  suppressed: seldom,
  // Often at the very edge of a day.
  calls: fc.array(
    fc.record({
      minutesAgo: fc.oneof(
        fc.constantFrom(1_440, 1_439, 1_441),
        fc.integer({ min: 0, max: 12_000 }),
      ),
      rang: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});

/** Of the account, on attempts at one number. */
const CAPS = { perDay: 1, perWeek: 2 };

/** Hours that are open more often than not, as chance alone seldom makes them. */
const WIDE = { hoursFrom: '07:30', hoursUntil: '23:00', weekDays: Object.values(WeekDay) };

/** A campaign at an instant, most often between its start and finish. */
const arbitraryCase = fc
  .record({
    terms: arbitraryTerms,
    hours: fc.constantFrom(WIDE, WIDE, {}),
    share: fc.double({ min: -0.05, max: 1.05, noNaN: true }),
    numbers: fc.array(arbitraryNumber, { minLength: 1, maxLength: 6 }),
  })
  .map(({ terms, hours, share, numbers }) => {
    const [from, until] = [terms.startsAt.getTime(), terms.endsAt.getTime()];
    return {
      terms: { ...terms, ...hours },
      numbers,
      now: new Date(Math.round(from + share * (until - from))),
    };
  });

/** What the function says should become of a number when it is claimed. */
function expected(candidate: Candidate, terms: CampaignTerms, now: Date): string {
  const untouched = `waits until ${candidate.nextAttemptAt!.toISOString()}`;
  if (campaignHold(terms, now) || candidate.nextAttemptAt! > now) return untouched;
  const answer = eligibility(candidate, terms, now);
  if (answer.allowed) return 'called';
  if (answer.reason === HoldReason.Suppressed) return SubscriberState.Suppressed;
  if (answer.reason === HoldReason.AttemptsUsedUp) return SubscriberState.Failed;
  const { capped } = candidate;
  const back =
    answer.reason === capped?.reason ? capped.until : comesBackAt(terms, candidate.place, now);
  if (capped && answer.nextEligibleAt) expect(answer.nextEligibleAt >= back).toBe(true);
  else expect([null, back]).toContainEqual(answer.nextEligibleAt);
  return `${answer.reason} until ${back.toISOString()}`;
}

describe('who may be called', () => {
  let database: TestDatabase;
  let accountId: number;

  beforeAll(async () => {
    database = await createTestDatabase(campaignEntities);
    ({ accountId } = await givenAccount(database.source));
    await database.source.query(
      'update account set attempts_per_day = $2, max_attempts_per_week = $3 where id = $1',
      [accountId, CAPS.perDay, CAPS.perWeek],
    );
  });
  afterAll(() => database.drop());

  const campaignOf = async (id: number) => {
    const [row] = await database.source.query<[{ version: string }]>(
      `select ${versionSql('campaign', 'account.updated_at')} as version
         from campaign join account on account.id = campaign.account_id where campaign.id = $1`,
      [id],
    );
    return row;
  };

  /** The account is the same for all cases, and each is claimed by itself. */
  async function setAccountHours(hours: AccountHours | null): Promise<void> {
    await database.source.query(
      `update account set call_from = $2, call_until = $3, time_zone = coalesce($4, time_zone),
              call_days = coalesce($5, array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])
        where id = $1`,
      [accountId, hours?.hoursFrom, hours?.hoursUntil, hours?.timeZone, hours?.weekDays],
    );
  }

  /** Claims as the leader does: again with what it was asked about, until nothing is left to ask. */
  async function claimAll(id: number, terms: CampaignTerms, now: Date): Promise<void> {
    await setAccountHours(terms.accountHours);
    const atlas = new Atlas();
    const campaign = { ...terms, ...(await campaignOf(id)) };
    for (let asked: string[] | undefined = ['']; asked?.length;) {
      const placeAt = Array.from({ length: 20 }, () => now);
      const claimed = await claim(database.source, {
        accountId,
        campaignId: id,
        now,
        most: 20,
        mark: QUEUE_HEAD,
        routes: [{ gatewayId: 1, placeAt, allowedPrefixes: [], callerId: null }],
        hands: [HAND],
        places: atlas.known(campaign, now),
      });
      asked = claimed?.asked;
      if (asked?.length) atlas.learn(asked, campaign, now);
    }
  }

  /** Where numbers of campaigns have got to, by subscriber. */
  async function outcomes(campaignIds: number[]): Promise<Map<number, string>> {
    const rows = await database.source.query<
      {
        id: number;
        state: SubscriberState;
        at: Date | null;
        heldBy: string | null;
        called: boolean;
      }[]
    >(
      `select subscriber.id, subscriber.state, due.next_attempt_at as at, due.held_by as "heldBy",
              inflight.id is not null as called
         from subscriber
         left join due on due.account_id = $1 and due.campaign_id = subscriber.campaign_id
          and due.next_attempt_at = subscriber.next_attempt_at and due.subscriber_id = subscriber.id
         left join inflight on inflight.account_id = $1 and inflight.subscriber_id = subscriber.id
        where subscriber.account_id = $1 and subscriber.campaign_id = any($2)`,
      [accountId, campaignIds],
    );
    return new Map(
      rows.map(({ id, state, at, heldBy, called }) => {
        if (called) return [id, 'called'];
        return [id, at ? `${heldBy ?? 'waits'} until ${at.toISOString()}` : state];
      }),
    );
  }

  it('is the same by the function and by the claim, for any campaign, number and instant', async () => {
    const seen = new Map<string, number>();
    const cases = fc.array(arbitraryCase, { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cases, async (batch) => {
        const ids = await givenCases(database.source, accountId, batch);
        const subscribers = await database.source
          .getRepository(Subscriber)
          .findBy({ accountId, campaignId: In(ids) });
        const candidates = new Map<number, Candidate>();
        for (const [index, { now }] of batch.entries()) {
          const own = subscribers.filter(({ campaignId }) => campaignId === ids[index]);
          const found = await candidatesOf(database.source, accountId, own, Channel.Voice, now);
          for (const [id, candidate] of found) candidates.set(id, candidate);
        }
        for (const [index, { terms, now }] of batch.entries())
          await claimAll(ids[index]!, terms, now);
        const became = await outcomes(ids);
        for (const { id, campaignId } of subscribers) {
          const { terms, now } = batch[ids.indexOf(campaignId)]!;
          const outcome = became.get(id)!;
          expect({ terms, now, candidate: candidates.get(id), outcome }).toMatchObject({
            outcome: expected(candidates.get(id)!, terms, now),
          });
          const kind = outcome.split(' ')[0]!;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
    // Or it would prove nothing about these.
    const kinds = ['called', 'suppressed', 'failed', 'waits', 'outside-own-hours', 'calling-rule'];
    const more = ['unknown-time-zone', 'account-hours', 'attempts-per-day', 'attempts-per-week'];
    expect([...seen.keys()]).toEqual(expect.arrayContaining([...kinds, ...more]));
  }, 60_000);
});
