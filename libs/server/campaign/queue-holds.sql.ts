import { HoldReason, QUEUE_HOLDS } from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';

/** Most rows of a queue's head that are looked up in do-not-call lists for one answer. */
export const LOOKED_UP = 2_000;

/** What a claim gives as the reason for which a number may not be called yet. */
export const PASSING: readonly HoldReason[] = QUEUE_HOLDS.filter(
  (reason) => reason !== HoldReason.Suppressed,
);

/** Whether a row of {@link aheadSql} must not be reached any more: it will leave the queue instead. */
export const SUPPRESSED_AHEAD = suppressedSql({
  account: 'ahead.account_id',
  campaign: 'ahead.campaign_id',
  number: 'ahead.number',
  channel: 'ahead.channel',
});

/** The head of the queues of an account's campaigns, as something to select from; of one campaign unless that is null. */
export const aheadSql = (account: string, campaign: string) => `(
  select head.*, queue.channel
    from campaign queue
   cross join lateral (
     select account_id, campaign_id, subscriber_id, number from due
      where due.account_id = queue.account_id and due.campaign_id = queue.id
      order by next_attempt_at, subscriber_id limit ${LOOKED_UP}) as head
   where queue.account_id = ${account} and queue.deleted_at is null
     and queue.id = coalesce(${campaign}::bigint, queue.id)) as ahead`;
