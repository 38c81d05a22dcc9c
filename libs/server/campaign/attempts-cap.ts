import { Account } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { HoldReason } from '@belltower/dto';
import { recentAttemptsSql } from './attempts-cap.sql';

const HOUR_MS = 3_600_000;
/** Over how long attempts are counted: rolling, to the instant. */
const WINDOWS = [
  { cap: 'perDay', reason: HoldReason.AttemptsPerDay, ms: 24 * HOUR_MS },
  { cap: 'perWeek', reason: HoldReason.AttemptsPerWeek, ms: 7 * 24 * HOUR_MS },
] as const;

/** How long a number that is on the line rests until it is looked at again: its call may turn out not to count. */
const ON_THE_LINE_MS = 60_000;

/** Most attempts at one number over all campaigns of an account; null is no cap, 0 allows none. */
export interface AttemptsCaps {
  perDay: number | null;
  perWeek: number | null;
}

/** An attempt at a number. */
export interface Attempt {
  at: Date;
  /** Whether it is going on: whether it counts is not known before it has ended. */
  live: boolean;
}

/** The caps that hold for an account: its owner's, or the operator's where those are stricter. */
export function attemptsCapsOf(
  account: Pick<
    Account,
    'attemptsPerDay' | 'attemptsPerWeek' | 'maxAttemptsPerDay' | 'maxAttemptsPerWeek'
  >,
): AttemptsCaps {
  return {
    perDay: least(account.attemptsPerDay, account.maxAttemptsPerDay),
    perWeek: least(account.attemptsPerWeek, account.maxAttemptsPerWeek),
  };
}

/** Whether some number may be tried sooner by the caps of now than by those of before. */
export function areCapsRaised(before: AttemptsCaps, after: AttemptsCaps): boolean {
  return WINDOWS.some(({ cap }) => (before[cap] ?? Infinity) < (after[cap] ?? Infinity));
}

/**
 * Whether so many attempts at a number leave no room for another, and when they do: when the oldest that is one too
 * many leaves its window. The claim decides the same in SQL (`attemptsHoldSql`); a property test holds the two equal.
 * @param attempts those that count, of the last seven days at least, in any order
 */
export function attemptsHold(
  attempts: readonly Attempt[],
  caps: AttemptsCaps,
  now: Date,
): { reason: HoldReason; until: Date } | null {
  const newestFirst = attempts.map(({ at }) => at.getTime()).sort((one, other) => other - one);
  const holds = WINDOWS.flatMap(({ cap, reason, ms }) => {
    const most = caps[cap];
    if (most === null) return [];
    const from = most === 0 ? now.getTime() : newestFirst[most - 1];
    const until = (from ?? -Infinity) + ms;
    return until > now.getTime() ? [{ reason, until }] : [];
  });
  const longest = holds.reduce<(typeof holds)[number] | null>(
    (longer, hold) => (longer && longer.until >= hold.until ? longer : hold),
    null,
  );
  if (!longest) return null;
  const isLive = attempts.some(({ live }) => live);
  const soonest = isLive ? Math.min(longest.until, now.getTime() + ON_THE_LINE_MS) : longest.until;
  return { reason: longest.reason, until: new Date(soonest) };
}

/** What the caps say about one number. */
export interface AttemptsAnswer {
  caps: AttemptsCaps;
  /** Attempts that count, of the last 24 hours and of the last seven days, with those that are going on. */
  inDay: number;
  inWeek: number;
  /** Null where the caps leave room for an attempt. */
  hold: { reason: HoldReason; until: Date } | null;
}

/** Explains, for one number of an account, how many attempts there have been and whether the caps allow another. */
export async function explainAttempts(
  db: Queryable,
  accountId: number,
  number: string,
  now: Date,
): Promise<AttemptsAnswer> {
  const caps = await readCaps(db, accountId);
  const attempts = (await attemptsAt(db, accountId, [number], now)).get(number) ?? [];
  const since = (ms: number) =>
    attempts.filter(({ at }) => at.getTime() > now.getTime() - ms).length;
  return {
    caps,
    inDay: since(WINDOWS[0].ms),
    inWeek: since(WINDOWS[1].ms),
    hold: attemptsHold(attempts, caps, now),
  };
}

/** What the caps hold back of some numbers of an account, by number; empty and cheap where there are no caps. */
export async function attemptsHolds(
  db: Queryable,
  accountId: number,
  numbers: readonly string[],
  now: Date,
): Promise<Map<string, { reason: HoldReason; until: Date }>> {
  const caps = await readCaps(db, accountId);
  if (caps.perDay === null && caps.perWeek === null) return new Map();
  const attempts = await attemptsAt(db, accountId, numbers, now);
  return new Map(
    numbers.flatMap((number) => {
      const hold = attemptsHold(attempts.get(number) ?? [], caps, now);
      return hold ? [[number, hold] as const] : [];
    }),
  );
}

async function readCaps(db: Queryable, accountId: number): Promise<AttemptsCaps> {
  const [caps] = await db.query<[AttemptsCaps]>(
    `select least(attempts_per_day, max_attempts_per_day) as "perDay",
            least(attempts_per_week, max_attempts_per_week) as "perWeek"
       from account where id = $1`,
    [accountId],
  );
  return caps;
}

async function attemptsAt(
  db: Queryable,
  accountId: number,
  numbers: readonly string[],
  now: Date,
): Promise<Map<string, Attempt[]>> {
  const rows = await db.query<(Attempt & { number: string })[]>(
    `select asked.number, attempt.at, attempt.live from unnest($2::text[]) as asked (number)
      cross join lateral (${recentAttemptsSql({ account: '$1', number: 'asked.number', now: '$3' })}) as attempt`,
    [accountId, numbers, now],
  );
  const attempts = new Map<string, Attempt[]>();
  for (const { number, ...attempt } of rows)
    attempts.set(number, [...(attempts.get(number) ?? []), attempt]);
  return attempts;
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
