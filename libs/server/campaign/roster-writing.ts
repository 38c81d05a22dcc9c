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
 * 3. Rows of `subscriber` and `due` that the dialer may be holding are locked with `skip locked` only, first
 *    the subscribers, then in a further statement their queue rows. What was skipped is tried again later.
 * 4. Counts come last, all in one statement, in order of their key, as in the dialer's statements. Whoever
 *    holds a count is past every other lock and commits.
 *
 * The dialer takes `due` with `skip locked`, then subscribers, then counts, one statement a transaction. It can
 * wait for a roster writer, who waits for nothing of the dialer's but counts; hence there is no circle.
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

/**
 * Takes waiting subscribers, whose rows the caller has locked, out of their campaigns and of the queue. A call
 * that is under way goes on; finding its subscriber removed, the finish does not queue it again.
 */
export async function takeOut(
  db: Queryable,
  accountId: number,
  subscriberIds: readonly number[],
  options: { keepOut: boolean },
): Promise<TakenOut> {
  const answer = await db.query(
    `with leaver as materialized (
       select id, campaign_id, state, next_attempt_at from subscriber
        where account_id = $1 and id = any($2::bigint[]) and state in ('waiting', 'retry')
     ), queued as materialized (
       select leaver.id from leaver
         join due on due.account_id = $1 and due.campaign_id = leaver.campaign_id
          and due.next_attempt_at = leaver.next_attempt_at and due.subscriber_id = leaver.id
     ), locked as materialized (
       select due.campaign_id, due.next_attempt_at, due.subscriber_id from leaver
         join due on due.account_id = $1 and due.campaign_id = leaver.campaign_id
          and due.next_attempt_at = leaver.next_attempt_at and due.subscriber_id = leaver.id
          for update of due skip locked
     ), unqueued as (
       delete from due using locked
        where due.account_id = $1 and due.campaign_id = locked.campaign_id
          and due.next_attempt_at = locked.next_attempt_at and due.subscriber_id = locked.subscriber_id
     )
     update subscriber
        set state = 'removed', next_attempt_at = null, kept_out = subscriber.kept_out or $3
       from leaver
      where subscriber.account_id = $1 and subscriber.id = leaver.id
        and (leaver.id not in (select id from queued) or leaver.id in (select subscriber_id from locked))
     returning leaver.id, leaver.campaign_id as "campaignId", leaver.state`,
    [accountId, subscriberIds, options.keepOut],
  );
  const rows = rowsOfUpdate<{ campaignId: number; state: SubscriberState; id: number }>(answer);
  const taken = new Set(rows.map(({ id }) => id));
  return {
    taken: taken.size,
    missed: subscriberIds.filter((id) => !taken.has(id)),
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
