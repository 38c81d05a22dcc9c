import { Queryable } from '@belltower/core';
import { MessageEncoding, MessageState } from '@belltower/dto';
import { AFTER_ATTEMPT } from './after-attempt.sql';
import { MessageSaid } from './message-story';
import { Next } from './outcome';

/** A message that was handed over or refused, with what has been heard of it so far, and what follows for its subscriber. */
export interface FinishedMessage {
  id: number;
  state: MessageState;
  /** The provider's word for what went wrong; '' where nothing has. */
  code: string;
  text: string;
  encoding: MessageEncoding;
  segments: number;
  submittedAt: Date;
  stateAt: Date;
  deliveredAt: Date | null;
  /** Whether receipts may change it yet. */
  awaits: boolean;
  /** Whether one receipt stands for all of its parts. */
  oneReport: boolean;
  /** Two letters of ISO 3166-1; '' where its number belongs to no country. */
  country: string;
  history: readonly MessageSaid[];
  next: Next;
}

/** From handing over to delivery, in milliseconds, as it is added up in `message_stat`; 0 where it was not delivered. */
export const deliveryMs = (message: { submittedAt: Date; deliveredAt: Date | null }) =>
  message.deliveredAt ? message.deliveredAt.getTime() - message.submittedAt.getTime() : 0;

/*
 * Moves messages of one account from the ledger to history, as `finish` does with calls, and with the same locks in the
 * same order: inserts `message`, updates `subscriber`, puts a retry back into `due`, and adds to `subscriber_count`,
 * `message_stat` and `message_attempt_stat` in the order of their keys. Ledger rows and those of `message_part` are locked before it.
 *
 * A subscriber that was taken out of the campaign meanwhile stays out, and one of whom it has become known that an earlier
 * message was delivered stays completed, with that outcome.
 */
const FINISH_MESSAGES = `
with input as materialized (
  select $1::bigint as account_id, input.* from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[],
                       $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::boolean[],
                       $13::text[], $14::jsonb[], $15::bigint[], $16::text[], $17::timestamptz[], $18::int[], $19::int[], $20::text[])
    as input (id, message_state, code, text, encoding, segments, submitted_at, state_at, delivered_at, awaits, one_report,
              country, history, delivery_ms, next_state, next_at, next_attempts, next_setbacks, counted)
), gone as (
  delete from inflight using input where inflight.account_id = input.account_id and inflight.id = input.id
  returning inflight.*, input.message_state, input.code, input.text, input.encoding, input.segments, input.submitted_at,
            input.state_at, input.delivered_at, input.awaits, input.one_report, input.country, input.history,
            input.delivery_ms, input.next_state, input.next_at, input.next_attempts, input.next_setbacks, input.counted
), before as materialized (
  select gone.*, subscriber.state as old_state,
         case when subscriber.state = 'completed'
                or subscriber.state in ('removed', 'suppressed') and gone.next_state in ('retry', 'sent')
              then subscriber.state else gone.next_state end as new_state,
         case when subscriber.state = 'completed' then subscriber.disposition else gone.message_state end as disposition
    from gone join subscriber on subscriber.account_id = gone.account_id and subscriber.id = gone.subscriber_id
   order by subscriber.id for update of subscriber
), history as (
  insert into message (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number, sender,
                       gateway_id, attempt, state, code, text, encoding, segments, submitted_at, state_at, delivered_at,
                       awaits, one_report, country, history)
  select $1, gone.id, gone.created_at, gone.campaign_id, gone.subscriber_id, gone.contact_id,
         nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), gone.number, gone.caller_id, gone.gateway_id,
         gone.attempt, gone.message_state, gone.code, gone.text, gone.encoding, gone.segments, gone.submitted_at,
         gone.state_at, gone.delivered_at, gone.awaits, gone.one_report, gone.country, gone.history
    from gone left join contact on contact.account_id = gone.account_id and contact.id = gone.contact_id
), ${AFTER_ATTEMPT}, rolled as (
  insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                            delivery_ms)
  select $1, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, message_state, code, country, count(*),
         sum(segments), sum(delivery_ms)
    from gone group by 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
  on conflict (account_id, quarter, campaign_id, gateway_id, state, code, country)
    do update set messages = message_stat.messages + excluded.messages,
                  segments = message_stat.segments + excluded.segments,
                  delivery_ms = message_stat.delivery_ms + excluded.delivery_ms
), tried as (
  insert into message_attempt_stat (account_id, campaign_id, attempt, state, messages)
  select $1, campaign_id, attempt, message_state, count(*)
    from gone group by 2, 3, 4 order by 2, 3, 4
  on conflict (account_id, campaign_id, attempt, state)
    do update set messages = message_attempt_stat.messages + excluded.messages
)
select id from gone`;

/** Writes messages of one account whose ledger rows the caller has locked. */
export async function finishMessages(
  db: Queryable,
  accountId: number,
  messages: readonly FinishedMessage[],
): Promise<void> {
  await db.query(FINISH_MESSAGES, [
    accountId,
    messages.map(({ id }) => id),
    messages.map(({ state }) => state),
    messages.map(({ code }) => code),
    messages.map(({ text }) => text),
    messages.map(({ encoding }) => encoding),
    messages.map(({ segments }) => segments),
    messages.map(({ submittedAt }) => submittedAt),
    messages.map(({ stateAt }) => stateAt),
    messages.map(({ deliveredAt }) => deliveredAt),
    messages.map(({ awaits }) => awaits),
    messages.map(({ oneReport }) => oneReport),
    messages.map(({ country }) => country),
    messages.map(({ history }) => JSON.stringify(history)),
    messages.map((message) => deliveryMs(message)),
    messages.map(({ next }) => next.state),
    messages.map(({ next }) => next.at),
    messages.map(({ next }) => next.attempts),
    messages.map(({ next }) => next.setbacks),
    messages.map(({ next }) => next.counted),
  ]);
}
