import { Queryable } from '@belltower/core';
import { ROSTER_BATCH, rowsOfUpdate } from './roster-writing';

/** Of campaigns whose rosters follow. */
export const UNDER_WAY = `status in ('running', 'paused') and deleted_at is null`;

/** Between whoever writes contacts (shared) and a roster that begins to be drawn: see {@link waitForWriters}. */
const WRITERS_KEY = `hashtextextended('contacts ' || $1::text, 0)`;
/** The same between whoever changes do-not-call lists of the platform and rosters of every account. */
const PLATFORM_KEY = `hashtextextended('platform suppressions', 0)`;

/**
 * Leaves word, in the transaction that changes contacts, that rosters may have to follow. Costs a look at the
 * account's campaigns where none is under way. Answers whether one is.
 */
export async function noteContactChanges(
  db: Queryable,
  accountId: number,
  numbers: readonly string[],
): Promise<boolean> {
  await db.query(`select pg_advisory_xact_lock_shared(${WRITERS_KEY})`, [accountId]);
  // A statement of its own: its snapshot must be younger than the lock.
  const noted = await db.query<unknown[]>(
    `insert into roster_change (account_id, number)
     select $1, number from unnest($2::text[]) as number
      where exists (select from campaign where account_id = $1 and ${UNDER_WAY})
     returning 1`,
    [accountId, numbers],
  );
  return noted.length > 0;
}

/**
 * Leaves word, in the transaction that takes numbers off do-not-call lists, where a campaign under way may have
 * such a number: whoever was found suppressed comes back, and whoever is being claimed at this moment, by a claim
 * that still saw the number on its list, is looked at again. Without an account it is a list of the platform.
 * Answers the accounts with word left.
 */
export async function noteLifted(
  db: Queryable,
  accountId: number | null,
  numbers: readonly string[],
): Promise<number[]> {
  const key = accountId === null ? PLATFORM_KEY : WRITERS_KEY;
  await db.query(
    `select pg_advisory_xact_lock_shared(${key})`,
    accountId === null ? [] : [accountId],
  );
  const noted: number[] = [];
  for (const account of accountId === null ? await accountsUnderWay(db) : [accountId]) {
    const rows = await db.query<unknown[]>(
      `insert into roster_change (account_id, number)
       select $1, number from unnest($2::text[]) as number
        where exists (
          select from campaign where account_id = $1 and ${UNDER_WAY}
             and (not roster_complete or exists (
               select from subscriber
                where subscriber.account_id = $1 and subscriber.campaign_id = campaign.id
                  and subscriber.number = number.number
                  and subscriber.state in ('waiting', 'retry', 'suppressed'))))
       returning 1`,
      [account, numbers],
    );
    if (rows.length) noted.push(account);
  }
  return noted;
}

async function accountsUnderWay(db: Queryable): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    `select distinct account_id as id from campaign where ${UNDER_WAY} order by 1`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Waits, at the start of drawing a roster, for transactions that changed contacts or do-not-call lists before they
 * could see the campaign under way: they have left no word, but once they have committed the draw sees what they did.
 */
export async function waitForWriters(db: Queryable, accountId: number): Promise<void> {
  await db.query(
    `select pg_advisory_xact_lock(${WRITERS_KEY}), pg_advisory_xact_lock(${PLATFORM_KEY})`,
    [accountId],
  );
}

/** Accounts with word left, for those that a hint did not reach. */
export async function accountsWithChanges(db: Queryable): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    'select distinct account_id as id from roster_change',
  );
  return rows.map(({ id }) => id);
}

/** Takes up a batch of word that was left. */
export async function takeNotes(db: Queryable, accountId: number): Promise<string[]> {
  const answer = await db.query(
    `delete from roster_change where account_id = $1 and id in (
         select id from roster_change where account_id = $1 order by id limit $2 for update skip locked)
       returning number`,
    [accountId, ROSTER_BATCH],
  );
  const notes = rowsOfUpdate<{ number: string }>(answer);
  return [...new Set(notes.map(({ number }) => number))];
}

/** Leaves word again, of numbers that could not be looked at. */
export async function leaveNotes(
  db: Queryable,
  accountId: number,
  numbers: string[],
): Promise<void> {
  if (!numbers.length) return;
  await db.query('insert into roster_change (account_id, number) select $1, unnest($2::text[])', [
    accountId,
    numbers,
  ]);
}
