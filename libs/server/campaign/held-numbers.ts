import { Queryable } from '@belltower/core';
import { HoldReason } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { PASSING } from './queue-holds.sql';
import { lockRoster, ROSTER_BATCH } from './roster-writing';

/*
 * A claim that finds a number which may not be called yet puts its queue row back to when it may, with the reason
 * (`due.held_by`). That instant is worked out by the rules of that moment. When the rules change, what was held is
 * recalled: its row comes forward to now, and the next claim judges it afresh.
 */

/** Edits of a campaign after which numbers that wait for an opening may wait for another one. */
export const HELD_TERMS: readonly string[] = [
  'startsAt',
  'endsAt',
  'hoursFrom',
  'hoursUntil',
  'weekDays',
  'excludedDates',
  'timeZone',
  'clock',
  'unknownZone',
  'countryHours',
];

/**
 * Recalls a batch of what a campaign holds, where an edit has asked for it (`recall_held`). Answers whether there is
 * more to do. The campaign's row is locked first, so that an edit meanwhile comes after and asks again.
 */
export async function recallBatch(
  db: EntityManager,
  { accountId, id }: Pick<Campaign, 'accountId' | 'id'>,
  now: Date,
): Promise<boolean> {
  await lockRoster(db, accountId);
  const asked = await db.query<unknown[]>(
    `select from campaign where account_id = $1 and id = $2 and recall_held for no key update`,
    [accountId, id],
  );
  if (!asked.length) return false;
  const [{ recalled }] = await db.query<[{ recalled: number }]>(
    recallSql(`
      select account_id, campaign_id, next_attempt_at, subscriber_id from due
       where account_id = $1 and campaign_id = $3 and held_by is not null and next_attempt_at > $2
       limit ${ROSTER_BATCH} for update skip locked`),
    [accountId, now, id],
  );
  if (recalled) return true;
  await db.query('update campaign set recall_held = false where account_id = $1 and id = $2', [
    accountId,
    id,
  ]);
  return false;
}

/** Recalls those of the subscribers that are held; in the caller's transaction, after `lockRoster`. */
export async function recallSubscribers(
  db: Queryable,
  accountId: number,
  subscriberIds: readonly number[],
  now: Date,
): Promise<void> {
  await db.query(
    recallSql(`
      select due.account_id, due.campaign_id, due.next_attempt_at, due.subscriber_id
        from subscriber join due
          on due.account_id = subscriber.account_id and due.campaign_id = subscriber.campaign_id
         and due.next_attempt_at = subscriber.next_attempt_at and due.subscriber_id = subscriber.id
       where subscriber.account_id = $1 and subscriber.id = any($3::bigint[])
         and due.held_by is not null and due.next_attempt_at > $2
         for update of due skip locked`),
    [accountId, now, subscriberIds],
  );
}

const recallSql = (held: string) => `
  with held as materialized (${held}), gone as (
    delete from due using held
     where due.account_id = $1 and due.campaign_id = held.campaign_id
       and due.next_attempt_at = held.next_attempt_at and due.subscriber_id = held.subscriber_id
    returning due.*
  ), queued as (
    insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts, setbacks)
    select account_id, campaign_id, $2, subscriber_id, contact_id, number, attempts, setbacks from gone
  ), moved as (
    update subscriber set next_attempt_at = $2 from gone
     where subscriber.account_id = $1 and subscriber.id = gone.subscriber_id
    returning 1
  )
  select count(*) as recalled from moved`;

/** How many of a campaign's numbers wait for one reason, and when the first of them comes back. */
export interface HeldCount {
  reason: HoldReason;
  subscribers: number;
  /** Whether there are more: counting ends at a limit. */
  atLeast: boolean;
  nextAt: Date | null;
}

/**
 * Counts the numbers of a campaign that wait for a later time, by reason, each up to `most`. Retries that have no
 * other reason are counted among the first `most` rows that are not due yet.
 */
export async function heldCounts(
  db: Queryable,
  { accountId, id, endsAt }: Pick<Campaign, 'accountId' | 'id' | 'endsAt'>,
  now: Date,
  most: number,
): Promise<HeldCount[]> {
  const held = await db.query<Omit<HeldCount, 'atLeast'>[]>(
    `select reason, counted.* from unnest($4::text[]) as reason
      cross join lateral (
        select count(*) as subscribers, min(next_attempt_at) as "nextAt" from (
          select next_attempt_at from due
           where account_id = $1 and campaign_id = $2 and held_by = reason and next_attempt_at > $3
           order by next_attempt_at limit $5) as first) as counted
      where counted.subscribers > 0`,
    [accountId, id, now, PASSING, most],
  );
  const [later] = await db.query<[{ looked: number; subscribers: number; nextAt: Date | null }]>(
    `select count(*) as looked, count(*) filter (where held_by is null) as subscribers,
            min(next_attempt_at) filter (where held_by is null) as "nextAt"
       from (select next_attempt_at, held_by from due
              where account_id = $1 and campaign_id = $2 and next_attempt_at > $3
              order by next_attempt_at limit $4) as later`,
    [accountId, id, now, most],
  );
  const { looked, ...retries } = later;
  return [
    { reason: HoldReason.WaitingForRetry, ...retries, atLeast: looked === most },
    ...held.map(({ nextAt, ...row }) => ({
      ...row,
      atLeast: row.subscribers === most,
      // They come back at its end where nothing else will let them be called.
      nextAt: row.reason === HoldReason.UnknownTimeZone || nextAt! >= endsAt ? null : nextAt,
    })),
  ];
}
