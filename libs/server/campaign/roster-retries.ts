import { Queryable } from '@belltower/core';
import { SubscriberState } from '@belltower/dto';
import { erasedSql } from '@belltower/phone-number';
import { EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { countedSql, ruleColumns } from './retry-rules.sql';
import { addCounts, lockRoster, ROSTER_BATCH } from './roster-writing';

const COUNTED = countedSql('subscriber.disposition');

/**
 * Takes numbers out of the queue that have had more attempts than the campaign now allows, in all or after the
 * outcome for which they wait, after its retries were lowered. Queue rows first, then their subscribers, as the
 * claim does. Answers how many.
 */
export async function failBeyondRetries(db: EntityManager, campaign: Campaign) {
  const { accountId, id, maxRetries } = campaign;
  await lockRoster(db, accountId);
  const { dispositions, times } = ruleColumns(campaign);
  const [{ failed }] = await db.query<[{ failed: number }]>(
    `with rule as materialized (
       select * from unnest($5::text[], $6::int[]) as rule (disposition, times)
     ), beyond as materialized (
       select due.next_attempt_at, due.subscriber_id from due
         join subscriber on subscriber.account_id = $1 and subscriber.id = due.subscriber_id
         left join rule on rule.disposition = ${COUNTED}
        where due.account_id = $1 and due.campaign_id = $2 and due.attempts > 0
          and (due.attempts > $3 or (subscriber.tally ->> ${COUNTED})::int > coalesce(rule.times, 0))
        limit $4 for update of due skip locked
     ), unqueued as (
       delete from due using beyond
        where due.account_id = $1 and due.campaign_id = $2
          and due.next_attempt_at = beyond.next_attempt_at and due.subscriber_id = beyond.subscriber_id
     ), failed as (
       update subscriber set state = 'failed', next_attempt_at = null from beyond
        where subscriber.account_id = $1 and subscriber.id = beyond.subscriber_id
       returning 1
     )
     select count(*) as failed from failed`,
    [accountId, id, maxRetries, ROSTER_BATCH, dispositions, times],
  );
  await addCounts(db, accountId, [
    { campaignId: id, state: SubscriberState.Retry, by: -failed },
    { campaignId: id, state: SubscriberState.Failed, by: failed },
  ]);
  return failed;
}

/** Subscribers that had used up their attempts and by this policy have not, but for erased ones; $1 and $2 are account and campaign. */
const CALLED_AGAIN = `
  from subscriber
  join unnest($3::text[], $4::int[], $5::int[]) as rule (disposition, times, after_seconds)
    on rule.disposition = ${COUNTED}
 where subscriber.account_id = $1 and subscriber.campaign_id = $2 and subscriber.state = 'failed'
   and not ${erasedSql('subscriber.number')} and subscriber.attempts between 1 and $6
   and coalesce((subscriber.tally ->> rule.disposition)::int, 1) <= rule.times`;

function calledAgainValues(campaign: Campaign): unknown[] {
  const { dispositions, times, afterSeconds } = ruleColumns(campaign);
  const { accountId, id, maxRetries } = campaign;
  return [accountId, id, dispositions, times, afterSeconds, maxRetries];
}

/** How many numbers that had used up their attempts would be called again if the campaign were like this. */
export async function countCalledAgain(db: Queryable, campaign: Campaign): Promise<number> {
  const [{ again }] = await db.query<[{ again: number }]>(
    `select count(*) as again ${CALLED_AGAIN}`,
    calledAgainValues(campaign),
  );
  return again;
}

/**
 * Queues numbers again that had used up their attempts, after the campaign's retries were raised or now follow
 * a further outcome. Nothing else writes failed subscribers. Answers how many.
 */
export async function requeueFailed(db: EntityManager, campaign: Campaign, now: Date) {
  const { accountId, id } = campaign;
  await lockRoster(db, accountId);
  const [{ queued }] = await db.query<[{ queued: number }]>(
    `with again as materialized (
       select subscriber.id, rule.after_seconds ${CALLED_AGAIN}
        limit $8 for update of subscriber skip locked
     ), changed as (
       update subscriber set state = 'retry',
              next_attempt_at = greatest($7::timestamptz, last_attempt_at + make_interval(secs => again.after_seconds))
         from again where subscriber.account_id = $1 and subscriber.id = again.id
       returning subscriber.id, contact_id, number, attempts, next_attempt_at
     ), queued as (
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
       select $1, $2, next_attempt_at, id, contact_id, number, attempts from changed
     )
     select count(*) as queued from changed`,
    [...calledAgainValues(campaign), now, ROSTER_BATCH],
  );
  await addCounts(db, accountId, [
    { campaignId: id, state: SubscriberState.Failed, by: -queued },
    { campaignId: id, state: SubscriberState.Retry, by: queued },
  ]);
  return queued;
}
