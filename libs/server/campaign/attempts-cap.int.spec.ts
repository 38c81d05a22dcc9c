import { Disposition, MessageState } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { attemptsHold, attemptsHolds, explainAttempts } from './attempts-cap';
import { attemptsHoldSql } from './attempts-cap.sql';

const NOW = new Date('2026-06-10T12:00:00Z');
const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * HOUR);
const inHours = (hours: number) => hoursAgo(-hours);

describe('caps on attempts at a number', () => {
  const attempts = (...hours: number[]) => hours.map((ago) => ({ at: hoursAgo(ago), live: false }));
  const day = (perDay: number) => ({ perDay, perWeek: null });

  it('hold nothing back while there is room, or where there is no cap', () => {
    expect(attemptsHold(attempts(1, 2), day(3), NOW)).toBeNull();
    expect(attemptsHold(attempts(1, 2), { perDay: null, perWeek: null }, NOW)).toBeNull();
  });

  it('hold back until the attempt that is one too many is a day old, to the instant', () => {
    expect(attemptsHold(attempts(20, 1, 3), day(2), NOW)).toEqual({
      reason: 'attempts-per-day',
      until: inHours(21),
    });
    expect(attemptsHold(attempts(24), day(1), NOW)).toBeNull();
    expect(attemptsHold(attempts(23.999), day(1), NOW)).not.toBeNull();
  });

  it('name the cap that holds longer', () => {
    const both = { perDay: 1, perWeek: 3 };
    expect(attemptsHold(attempts(1, 100, 160), both, NOW)).toMatchObject({
      reason: 'attempts-per-day',
    });
    expect(attemptsHold(attempts(1, 50, 60), both, NOW)).toEqual({
      reason: 'attempts-per-week',
      until: inHours(108),
    });
  });

  it('look again soon where a call is on the line, as it may turn out not to count', () => {
    const live = [{ at: hoursAgo(0.01), live: true }];
    expect(attemptsHold(live, day(1), NOW)?.until).toEqual(new Date(NOW.getTime() + 60_000));
  });

  it('of 0 allow nothing', () => {
    expect(attemptsHold([], day(0), NOW)).toMatchObject({ until: inHours(24) });
  });
});

describe('attempts that are counted', () => {
  let database: TestDatabase;
  let accountId: number;
  const NUMBER = '+12025550100';
  const OTHER = '+12025550101';

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    ({ accountId } = await givenAccount(database.source));
  });
  afterAll(() => database.drop());

  let calls = 0;
  const givenCall = (at: Date, disposition: Disposition, rang: boolean, number = NUMBER) =>
    database.source.query(
      `insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
                         disposition, ring_seconds, talk_seconds, timeline, ended_at)
       values ($1, $2, $3, 1, 1, $4, 1, 1, $5, 0, 0, $6, $3)`,
      [
        accountId,
        ++calls,
        at,
        number,
        disposition,
        JSON.stringify(rang ? [{ atMs: 5, event: 'ringing' }] : []),
      ],
    );
  const givenMessage = (at: Date, state: MessageState) =>
    database.source.query(
      `insert into message (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt, state,
                            text, encoding, segments, submitted_at, state_at, awaits)
       values ($1, $2, $3, 1, 1, $4, 1, 1, $5, 'Hello', 'gsm-7', 1, $3, $3, false)`,
      [accountId, ++calls, at, NUMBER, state],
    );
  const givenLive = (at: Date) =>
    database.source.query(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       values ($1, 1, 1, $2, 1, 1, gen_random_uuid(), $3)`,
      [accountId, NUMBER, at],
    );
  const setCaps = (perDay: number | null, perWeek: number | null) =>
    database.source.query(
      'update account set attempts_per_day = $2, max_attempts_per_week = $3 where id = $1',
      [accountId, perDay, perWeek],
    );

  it('are every call but those that ended before they rang by no doing of the number’s', async () => {
    for (const disposition of Object.values(Disposition)) {
      await givenCall(hoursAgo(1), disposition, false);
      await givenCall(hoursAgo(30), disposition, true);
    }
    await givenCall(hoursAgo(1), Disposition.Busy, true, OTHER);
    await givenLive(hoursAgo(0));
    const all = Object.values(Disposition).length;
    // Congestion, cancelled and blocked do not count where they did not ring; the one on the line does.
    expect(await explainAttempts(database.source, accountId, NUMBER, NOW)).toEqual({
      caps: { perDay: null, perWeek: null },
      inDay: all - 3 + 1,
      inWeek: 2 * all - 3 + 1,
      hold: null,
    });
  });

  it('are messages, but those that were refused or failed', async () => {
    for (const state of Object.values(MessageState)) await givenMessage(hoursAgo(1), state);
    await givenMessage(hoursAgo(100), MessageState.Delivered);
    const counted = Object.values(MessageState).length - 2;
    expect(await explainAttempts(database.source, accountId, NUMBER, NOW)).toMatchObject({
      inDay: counted,
      inWeek: counted + 1,
    });
  });

  it('are those of this account alone', async () => {
    await givenCall(hoursAgo(1), Disposition.Busy, true);
    const stranger = await givenAccount(database.source);
    const answer = await explainAttempts(database.source, stranger.accountId, NUMBER, NOW);
    expect(answer).toMatchObject({ inDay: 0, inWeek: 0 });
  });

  it('are not even looked for where no cap is set', async () => {
    await givenCall(hoursAgo(1), Disposition.Busy, true);
    expect(await attemptsHolds(database.source, accountId, [NUMBER], NOW)).toEqual(new Map());
    await setCaps(1, null);
    const holds = await attemptsHolds(database.source, accountId, [NUMBER, OTHER], NOW);
    expect([...holds.keys()]).toEqual([NUMBER]);
  });

  it('hold back in SQL exactly what they hold back in the rule', async () => {
    const call = fc.record({
      // Often at the very edge of a window.
      hours: fc.oneof(fc.constantFrom(0, 24, 168), fc.integer({ min: 0, max: 200 })),
      more: fc.constantFrom(0, 1, -1),
      disposition: fc.constantFrom(...Object.values(Disposition)),
      rang: fc.boolean(),
    });
    const cap = fc.option(fc.integer({ min: 0, max: 5 }), { freq: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 12 }),
        fc.option(fc.integer({ min: -100, max: 60_000 })),
        cap,
        cap,
        async (history, live, perDay, perWeek) => {
          ({ accountId } = await givenAccount(database.source));
          await setCaps(perDay, perWeek);
          for (const { hours, more, disposition, rang } of history)
            await givenCall(new Date(hoursAgo(hours).getTime() - more), disposition, rang);
          if (live !== null) await givenLive(new Date(NOW.getTime() - live));
          const rows = await database.source.query<{ held_by: string; held_until: Date }[]>(
            `select held.* from account cross join lateral (${attemptsHoldSql(
              { account: 'account.id', number: '$2::text', now: '$3' },
              {
                perDay: 'least(account.attempts_per_day, account.max_attempts_per_day)',
                perWeek: 'least(account.attempts_per_week, account.max_attempts_per_week)',
              },
            )}) as held where account.id = $1`,
            [accountId, NUMBER, NOW],
          );
          const { hold } = await explainAttempts(database.source, accountId, NUMBER, NOW);
          expect(rows.map((row) => ({ reason: row.held_by, until: row.held_until }))).toEqual(
            hold ? [hold] : [],
          );
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
