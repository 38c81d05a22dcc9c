import { Queryable } from '@belltower/core';
import { SubscriberState } from '@belltower/dto';

/*
 * Who may hold which lock while waiting for another
 *
 * The queue (`due`), the roster (`subscriber`) and its counts (`subscriber_count`) are written from two sides:
 * by the dialer's claim and finish, thousands of times a second, and by what stands in the roster files here.
 * A dialer must never wait for long, and neither side may be killed as a deadlock's victim. So:
 *
 * 1. Roster writers of an account take turns: each transaction begins with `lockRoster`. They are short (at
 *    most `ROSTER_BATCH` numbers), and contacts are never written in them: whoever writes contacts only leaves
 *    a note in `roster_change` (`noteContactChanges`), which is insert-only and so waits for nobody.
 * 2. Then, where an end of the campaign would matter, a share lock on the campaign's row.
 * 3. Rows that the dialer may be holding are locked with `skip locked` only: first of `due`, then, in a further
 *    statement, their subscribers. What was skipped is tried again later. A subscriber without a queue row is on
 *    the line; only its finish, which locks subscribers before anything else but the ledger, asks for it.
 * 4. Counts come last, all in one statement, in order of their key, as in the dialer's statements.
 *
 * The dialer's claim takes `due` with `skip locked`, and in any order subscribers of those rows and counts; its
 * finish takes subscribers, then counts; each is one statement and one transaction. A roster writer holds no
 * subscriber whose queue row somebody else holds, so a claim never waits for it but at the counts; and whoever
 * holds counts then waits for nothing of a roster writer's. Hence there is no circle.
 */

/** Most numbers that one transaction adds, changes or removes. */
export const ROSTER_BATCH = 10_000;

/** Topic of hints that a roster needs work; the campaign, where one is named. */
export const ROSTER_TOPIC = 'roster';

/** How many subscribers more (or fewer) a campaign has in a state. */
export interface CountChange {
  campaignId: number;
  state: SubscriberState;
  by: number;
}

/** Waits until no other roster of the account is being written, and keeps it so until the transaction ends. */
export async function lockRoster(db: Queryable, accountId: number): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('roster ' || $1::text, 0))`, [
    accountId,
  ]);
}

/** Counts what the caller's transaction changed; call it once, at its very end. */
export async function addCounts(
  db: Queryable,
  accountId: number,
  changes: readonly CountChange[],
): Promise<void> {
  await db.query(
    `insert into subscriber_count as counted (account_id, campaign_id, state, subscribers)
     select $1, change.campaign_id, change.state, sum(change.by)
       from unnest($2::bigint[], $3::text[], $4::bigint[]) as change (campaign_id, state, by)
      group by change.campaign_id, change.state
     having sum(change.by) <> 0
      order by change.campaign_id, change.state
     on conflict (account_id, campaign_id, state)
       do update set subscribers = counted.subscribers + excluded.subscribers`,
    [
      accountId,
      changes.map(({ campaignId }) => campaignId),
      changes.map(({ state }) => state),
      changes.map(({ by }) => by),
    ],
  );
}

/** What {@link takeOut} did. */
export interface TakenOut {
  changes: CountChange[];
  taken: number;
  /** Subscribers that are being claimed at this very moment and were left as they are. */
  missed: number[];
}

const ITS_ROW = `due.account_id = subscriber.account_id and due.campaign_id = subscriber.campaign_id
  and due.next_attempt_at = subscriber.next_attempt_at and due.subscriber_id = subscriber.id`;

/**
 * Locks subscribers in one of these states together with their queue rows, in the order above. `queued` are those
 * that have one; of the others, a call is under way or they are not in the queue for good.
 */
export async function lockSubscribers(
  db: Queryable,
  accountId: number,
  subscriberIds: readonly number[],
  states: readonly SubscriberState[],
): Promise<{ queued: number[]; unqueued: number[] }> {
  const rows = await db.query<{ id: number }[]>(
    `select subscriber.id from subscriber join due on ${ITS_ROW}
      where subscriber.account_id = $1 and subscriber.id = any($2::bigint[]) and subscriber.state = any($3)
        for update of due skip locked`,
    [accountId, subscriberIds, states],
  );
  const withRow = rows.map(({ id }) => id);
  const locked = await db.query<{ id: number }[]>(
    `select id from subscriber
      where account_id = $1 and id = any($2::bigint[]) and state = any($3)
        and (id = any($4::bigint[]) or not exists (select from due where ${ITS_ROW}))
      order by id for update skip locked`,
    [accountId, subscriberIds, states, withRow],
  );
  // A finish may have queued one between the two: as of its lock it has a row again, which is not ours.
  const sure = await db.query<{ id: number; queued: boolean }[]>(
    `select id, id = any($4::bigint[]) as queued from subscriber
      where account_id = $1 and id = any($2::bigint[]) and state = any($3)
        and (id = any($4::bigint[]) or not exists (select from due where ${ITS_ROW}))`,
    [accountId, locked.map(({ id }) => id), states, withRow],
  );
  return {
    queued: sure.filter(({ queued }) => queued).map(({ id }) => id),
    unqueued: sure.filter(({ queued }) => !queued).map(({ id }) => id),
  };
}

/**
 * Those of the subscribers whose queue row somebody holds at this moment. A claim judges by what it saw when it
 * began, and may be about to take out a number whose contact has just come back.
 */
export async function beingClaimed(
  db: Queryable,
  accountId: number,
  subscriberIds: readonly number[],
): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    `with queued as materialized (
       select subscriber.id from subscriber join due on ${ITS_ROW}
        where subscriber.account_id = $1 and subscriber.id = any($2::bigint[])
     ), free as materialized (
       select subscriber.id from subscriber join due on ${ITS_ROW}
        where subscriber.account_id = $1 and subscriber.id = any($2::bigint[])
          for update of due skip locked
     )
     select id from queued where id not in (select id from free)`,
    [accountId, subscriberIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes waiting subscribers out of their campaigns and of the queue, and for good also those whose message awaits its
 * receipts, so that none follows it. A call that is under way goes on; finding its subscriber removed, the finish does
 * not queue it again.
 */
export async function takeOut(
  db: Queryable,
  accountId: number,
  subscriberIds: readonly number[],
  options: { keepOut: boolean },
): Promise<TakenOut> {
  const { Waiting, Retry, Sent } = SubscriberState;
  const states = options.keepOut ? [Waiting, Retry, Sent] : [Waiting, Retry];
  const { queued, unqueued } = await lockSubscribers(db, accountId, subscriberIds, states);
  const taken = [...queued, ...unqueued];
  const rows = await db.query<{ campaignId: number; state: SubscriberState }[]>(
    `with leaver as materialized (
       select id, campaign_id, state, next_attempt_at from subscriber
        where account_id = $1 and id = any($2::bigint[])
     ), gone as (
       delete from due using leaver
        where due.account_id = $1 and due.campaign_id = leaver.campaign_id
          and due.next_attempt_at = leaver.next_attempt_at and due.subscriber_id = leaver.id
          and leaver.id = any($4::bigint[])
     ), marked as (
       update subscriber
          set state = 'removed', next_attempt_at = null, kept_out = subscriber.kept_out or $3
         from leaver where subscriber.account_id = $1 and subscriber.id = leaver.id
     )
     select campaign_id as "campaignId", state from leaver`,
    [accountId, taken, options.keepOut, queued],
  );
  const had = new Set(taken);
  return {
    taken: taken.length,
    missed: subscriberIds.filter((id) => !had.has(id)),
    changes: rows.flatMap(({ campaignId, state }) => [
      { campaignId, state, by: -1 },
      { campaignId, state: SubscriberState.Removed, by: 1 },
    ]),
  };
}

/** TypeORM answers an update or delete with `[rows, count]`, and anything else with its rows. */
export function rowsOfUpdate<T>(answer: unknown): T[] {
  return (answer as [T[], number])[0];
}
