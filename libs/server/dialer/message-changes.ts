import { Queryable } from '@belltower/core';
import {
  CampaignStatus,
  MessageState,
  Outcome,
  RetryPolicy,
  SubscriberState,
} from '@belltower/dto';
import { erasedSql } from '@belltower/phone-number';
import { deliveryMs } from './finish-messages';
import { MessageSaid } from './message-story';
import { Standing } from './message-outcome';
import { policyColumns } from './script';

/** A message of history, as of its lock, and what its campaign says at this moment. */
export interface LockedMessage extends RetryPolicy {
  accountId: number;
  id: number;
  createdAt: Date;
  campaignId: number;
  subscriberId: number;
  gatewayId: number;
  attempt: number;
  state: MessageState;
  code: string;
  country: string;
  segments: number;
  submittedAt: Date;
  stateAt: Date;
  deliveredAt: Date | null;
  awaits: boolean;
  oneReport: boolean;
  /** Lines of its history. */
  said: number;
  campaignStatus: CampaignStatus;
}

/** A subscriber, as of its lock. */
export interface LockedSubscriber extends Standing {
  accountId: number;
  id: number;
  campaignId: number;
  /** Where its queue row is, if it has one. */
  queuedAt: Date | null;
  /** Whether it names nobody any more, so that no attempt may follow. */
  erased: boolean;
}

/* Locks messages in the order of their ids. */
const LOCK_MESSAGES = `
select message.account_id "accountId", message.id, message.created_at "createdAt", message.campaign_id "campaignId",
       message.subscriber_id "subscriberId", message.gateway_id "gatewayId", message.attempt, message.state, message.code,
       message.country, message.segments, message.submitted_at "submittedAt", message.state_at "stateAt",
       message.delivered_at "deliveredAt", message.awaits, message.one_report "oneReport",
       jsonb_array_length(message.history) "said", campaign.status "campaignStatus", ${policyColumns('campaign')}
  from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as told (account_id, id, created_at)
  join message on message.account_id = told.account_id and message.id = told.id and message.created_at = told.created_at
  join campaign on campaign.account_id = message.account_id and campaign.id = message.campaign_id
 order by message.account_id, message.id
   for update of message`;

/** Messages as they are, for the caller's transaction to change. What has been dropped with its month is left out. */
export function lockMessages(
  db: Queryable,
  messages: readonly { accountId: number; id: number; createdAt: Date }[],
): Promise<LockedMessage[]> {
  return db.query(LOCK_MESSAGES, [
    messages.map(({ accountId }) => accountId),
    messages.map(({ id }) => id),
    messages.map(({ createdAt }) => createdAt),
  ]);
}

/* Locks subscribers in the order of their ids, after messages. */
const LOCK_SUBSCRIBERS = `
select account_id "accountId", id, campaign_id "campaignId", state, attempts, disposition "outcome", tally,
       next_attempt_at "queuedAt", ${erasedSql('number')} "erased"
  from subscriber where (account_id, id) in (select * from unnest($1::bigint[], $2::bigint[]))
 order by account_id, id for update`;

/** Those of the messages, of whom there is none any more where the campaign was deleted. */
export function lockSubscribers(
  db: Queryable,
  messages: readonly LockedMessage[],
): Promise<LockedSubscriber[]> {
  return db.query(LOCK_SUBSCRIBERS, [
    messages.map(({ accountId }) => accountId),
    messages.map(({ subscriberId }) => subscriberId),
  ]);
}

/** What has become of a message since it was locked. */
export interface MessageChange {
  before: LockedMessage;
  state: MessageState;
  code: string;
  stateAt: Date;
  deliveredAt: Date | null;
  awaits: boolean;
  said: readonly MessageSaid[];
}

/** What has become of a subscriber since it was locked. */
export interface SubscriberChange {
  accountId: number;
  id: number;
  campaignId: number;
  before: SubscriberState;
  state: SubscriberState;
  outcome: Outcome | null;
  /** When another attempt is to be made; null unless its state has become `retry`. */
  at: Date | null;
  counted: Outcome | null;
  /** Where its queue row was, which is to be taken back if it still is there; null where there is none to take. */
  takenBack: Date | null;
}

/*
 * Writes what has become of messages and subscribers of any accounts, whose locks the caller has: updates `message` and
 * `subscriber`, puts retries into `due` and takes others back, and adds to `subscriber_count`, `message_stat` and
 * `message_attempt_stat` in the order of their keys, as finishing does. Messages move from row to row of the sums.
 *
 * A row of the queue that somebody holds is not waited for, because whoever claims waits for subscribers: such rows are
 * counted as missed, and the caller gives up and tries again.
 */
const CHANGE = `
with told as materialized (
  select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::int[],
                       $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[],
                       $16::boolean[], $17::jsonb[], $18::bigint[])
    as told (account_id, id, created_at, campaign_id, gateway_id, attempt, country, segments, old_state, old_code, old_ms,
             state, code, state_at, delivered_at, awaits, said, ms)
), person as materialized (
  select * from unnest($19::bigint[], $20::bigint[], $21::bigint[], $22::text[], $23::text[], $24::text[], $25::timestamptz[],
                       $26::text[], $27::timestamptz[])
    as person (account_id, id, campaign_id, old_state, state, disposition, at, counted, taken_back)
), written as (
  update message set state = told.state, code = told.code, state_at = told.state_at, delivered_at = told.delivered_at,
         awaits = told.awaits, history = message.history || told.said
    from told
   where message.account_id = told.account_id and message.id = told.id and message.created_at = told.created_at
), free as materialized (
  select due.account_id, due.campaign_id, due.next_attempt_at, due.subscriber_id
    from person join due on due.account_id = person.account_id and due.campaign_id = person.campaign_id
     and due.next_attempt_at = person.taken_back and due.subscriber_id = person.id
     for update of due skip locked
), unqueued as (
  delete from due using free
   where due.account_id = free.account_id and due.campaign_id = free.campaign_id
     and due.next_attempt_at = free.next_attempt_at and due.subscriber_id = free.subscriber_id
), moved as (
  update subscriber set state = person.state, disposition = person.disposition,
         next_attempt_at = case when person.state = person.old_state then subscriber.next_attempt_at else person.at end,
         tally = case
           when person.counted is null then subscriber.tally
           else coalesce(subscriber.tally, '{}') || jsonb_build_object(
             person.counted, coalesce((subscriber.tally ->> person.counted)::int, 0) + 1)
         end
    from person where subscriber.account_id = person.account_id and subscriber.id = person.id
), queued as (
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
  select subscriber.account_id, subscriber.campaign_id, person.at, subscriber.id, subscriber.contact_id, subscriber.number,
         subscriber.attempts
    from person join subscriber on subscriber.account_id = person.account_id and subscriber.id = person.id
   where person.state = 'retry' and person.old_state <> 'retry'
), counted as (
  insert into subscriber_count (account_id, campaign_id, state, subscribers)
  select account_id, campaign_id, step.state, sum(step.change)
    from person cross join lateral (values (old_state, -1), (person.state, 1)) as step (state, change)
   where old_state <> person.state group by account_id, campaign_id, step.state order by account_id, campaign_id, step.state
  on conflict (account_id, campaign_id, state)
    do update set subscribers = subscriber_count.subscribers + excluded.subscribers
), rolled as (
  insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                            delivery_ms)
  select account_id, date_bin('15 minutes', created_at, 'epoch') as quarter, campaign_id, gateway_id, step.state, step.code,
         country, sum(step.change), sum(step.change * segments), sum(step.change * step.ms)
    from told cross join lateral (values (old_state, old_code, old_ms, -1), (told.state, told.code, told.ms, 1))
      as step (state, code, ms, change)
   group by 1, 2, 3, 4, 5, 6, 7
  having sum(step.change) <> 0 or sum(step.change * segments) <> 0 or sum(step.change * step.ms) <> 0
   order by 1, 2, 3, 4, 5, 6, 7
  on conflict (account_id, quarter, campaign_id, gateway_id, state, code, country)
    do update set messages = message_stat.messages + excluded.messages,
                  segments = message_stat.segments + excluded.segments,
                  delivery_ms = message_stat.delivery_ms + excluded.delivery_ms
), tried as (
  insert into message_attempt_stat (account_id, campaign_id, attempt, state, messages)
  select account_id, campaign_id, attempt, step.state, sum(step.change)
    from told cross join lateral (values (old_state, -1), (told.state, 1)) as step (state, change)
   where old_state <> told.state group by 1, 2, 3, 4 having sum(step.change) <> 0 order by 1, 2, 3, 4
  on conflict (account_id, campaign_id, attempt, state)
    do update set messages = message_attempt_stat.messages + excluded.messages
)
select (select count(*) from person join due on due.account_id = person.account_id and due.campaign_id = person.campaign_id
           and due.next_attempt_at = person.taken_back and due.subscriber_id = person.id)::int
       - (select count(*) from free)::int as missed`;

/** A number is being claimed at this very moment: what was to be changed is to be tried again. */
export class BeingClaimed extends Error {}

/** @throws BeingClaimed where the transaction has to be given up and tried again */
export async function changeMessages(
  db: Queryable,
  messages: readonly MessageChange[],
  subscribers: readonly SubscriberChange[],
): Promise<void> {
  if (!messages.length) return;
  const [{ missed }] = await db.query<[{ missed: number }]>(CHANGE, [
    messages.map(({ before }) => before.accountId),
    messages.map(({ before }) => before.id),
    messages.map(({ before }) => before.createdAt),
    messages.map(({ before }) => before.campaignId),
    messages.map(({ before }) => before.gatewayId),
    messages.map(({ before }) => before.attempt),
    messages.map(({ before }) => before.country),
    messages.map(({ before }) => before.segments),
    messages.map(({ before }) => before.state),
    messages.map(({ before }) => before.code),
    messages.map(({ before }) => deliveryMs(before)),
    messages.map(({ state }) => state),
    messages.map(({ code }) => code),
    messages.map(({ stateAt }) => stateAt),
    messages.map(({ deliveredAt }) => deliveredAt),
    messages.map(({ awaits }) => awaits),
    messages.map(({ said }) => JSON.stringify(said)),
    messages.map(({ before, deliveredAt }) => deliveryMs({ ...before, deliveredAt })),
    subscribers.map(({ accountId }) => accountId),
    subscribers.map(({ id }) => id),
    subscribers.map(({ campaignId }) => campaignId),
    subscribers.map(({ before }) => before),
    subscribers.map(({ state }) => state),
    subscribers.map(({ outcome }) => outcome),
    subscribers.map(({ at }) => at),
    subscribers.map(({ counted }) => counted),
    subscribers.map(({ takenBack }) => takenBack),
  ]);
  if (missed > 0) throw new BeingClaimed('A number is being claimed at this moment');
}
