import { Queryable } from '@belltower/core';
import { CallMark, CallTimelineEntry, Disposition } from '@belltower/dto';
import { AFTER_ATTEMPT } from './after-attempt.sql';
import { Next } from './outcome';

/** What became of one attempt, and of its subscriber. */
export interface FinishedCall {
  accountId: number;
  id: number;
  disposition: Disposition;
  endedAt: Date;
  ringSeconds: number;
  talkSeconds: number;
  sipStatus: number | null;
  q850: number | null;
  digits: string | null;
  timeline: CallTimelineEntry[];
  /** The key by the name of each question that was asked, '' where none was pressed; null where nothing was asked. */
  answers: Readonly<Record<string, string>> | null;
  marks: readonly CallMark[] | null;
  /** Two letters of ISO 3166-1, of the number called; '' where it belongs to none. */
  country: string;
  next: Next;
}

const ANSWERED = `, answered as (
  insert into answer_stat (account_id, campaign_id, question, answer, calls)
  select $1, campaign_id, question, answer, count(*)
    from gone cross join lateral (
      select key as question, value as answer from jsonb_each_text(gone.answers)
      union all select '', mark from unnest(string_to_array(gone.marks, ',')) as mark) as said
   group by 2, 3, 4 order by 2, 3, 4
  on conflict (account_id, campaign_id, question, answer)
    do update set calls = answer_stat.calls + excluded.calls
)`;

/*
 * Moves ended calls of one account from the ledger to history. Driven by the delete from `inflight`, so that a repeat
 * finds nothing and changes nothing. Inserts `call`, updates `subscriber`, puts a retry back into `due`, and adds to
 * `subscriber_count`, `call_stat` and `attempt_stat`. Locks subscribers in the order of their ids, and touches the counters
 * in the order of their keys, because two finishers would else wait for each other.
 *
 * A subscriber that was taken out of the campaign while it was on the line stays out.
 *
 * Where one of the calls asked something, answers and marks are written as well, and added to `answer_stat` in the order
 * of its keys. Calls that only say something are most, and their statement knows nothing of it.
 */
const finishSql = (asked: boolean) => `
with input as materialized (
  select $1::bigint as account_id, input.* from unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::int[], $8::int[],
                       $9::text[], $10::jsonb[], $11::text[], $12::timestamptz[], $13::int[], $14::int[], $15::text[], $16::text[]${asked ? ', $17::jsonb[], $18::text[]' : ''})
    as input (id, disposition, ended_at, ring_seconds, talk_seconds, sip_status, q850, digits, timeline, next_state,
              next_at, next_attempts, next_setbacks, counted, country${asked ? ', answers, marks' : ''})
), gone as (
  delete from inflight using input where inflight.account_id = input.account_id and inflight.id = input.id
  returning inflight.*, input.disposition, input.ended_at, input.ring_seconds, input.talk_seconds, input.sip_status,
            input.q850, input.digits, input.timeline, input.next_state, input.next_at, input.next_attempts,
            input.next_setbacks, input.counted, input.country${asked ? ', input.answers, input.marks' : ''}
), before as materialized (
  select gone.*, subscriber.state as old_state,
         case when subscriber.state in ('removed', 'suppressed') and gone.next_state = 'retry'
              then subscriber.state else gone.next_state end as new_state
    from gone join subscriber on subscriber.account_id = gone.account_id and subscriber.id = gone.subscriber_id
   order by subscriber.id for update of subscriber
), history as (
  insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number, caller_id,
                    gateway_id, attempt, disposition, ring_seconds, talk_seconds, sip_status, q850, digits, timeline,
                    ended_at, country${asked ? ', answers, marks' : ''})
  select $1, gone.id, gone.created_at, gone.campaign_id, gone.subscriber_id, gone.contact_id,
         nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), gone.number, gone.caller_id, gone.gateway_id,
         gone.attempt, gone.disposition, gone.ring_seconds, gone.talk_seconds, gone.sip_status, gone.q850, gone.digits,
         gone.timeline, gone.ended_at, gone.country${asked ? ", gone.answers, string_to_array(gone.marks, ',')" : ''}
    from gone left join contact on contact.account_id = gone.account_id and contact.id = gone.contact_id
), ${AFTER_ATTEMPT}, rolled as (
  insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls, ring_seconds,
                         talk_seconds)
  select $1, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, disposition, country, count(*),
         sum(ring_seconds), sum(talk_seconds)
    from gone group by 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
  on conflict (account_id, quarter, campaign_id, gateway_id, disposition, country)
    do update set calls = call_stat.calls + excluded.calls,
                  ring_seconds = call_stat.ring_seconds + excluded.ring_seconds,
                  talk_seconds = call_stat.talk_seconds + excluded.talk_seconds
), tried as (
  insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
  select $1, campaign_id, attempt, disposition, count(*), sum(talk_seconds)
    from gone group by 2, 3, 4 order by 2, 3, 4
  on conflict (account_id, campaign_id, attempt, disposition)
    do update set calls = attempt_stat.calls + excluded.calls,
                  talk_seconds = attempt_stat.talk_seconds + excluded.talk_seconds
)${asked ? ANSWERED : ''}
select id from gone`;

const FINISH = finishSql(false);
const FINISH_ASKED = finishSql(true);

/** Writes ended calls of one account, and answers the ids of those that had not been written before. */
export async function finish(
  db: Queryable,
  accountId: number,
  calls: readonly FinishedCall[],
): Promise<number[]> {
  const asked = calls.some(({ answers, marks }) => answers || marks);
  const rows = await db.query<{ id: number }[]>(asked ? FINISH_ASKED : FINISH, [
    accountId,
    calls.map(({ id }) => id),
    calls.map(({ disposition }) => disposition),
    calls.map(({ endedAt }) => endedAt),
    calls.map(({ ringSeconds }) => ringSeconds),
    calls.map(({ talkSeconds }) => talkSeconds),
    calls.map(({ sipStatus }) => sipStatus),
    calls.map(({ q850 }) => q850),
    calls.map(({ digits }) => digits),
    calls.map(({ timeline }) => JSON.stringify(timeline)),
    calls.map(({ next }) => next.state),
    calls.map(({ next }) => next.at),
    calls.map(({ next }) => next.attempts),
    calls.map(({ next }) => next.setbacks),
    calls.map(({ next }) => next.counted),
    calls.map(({ country }) => country),
    ...(asked
      ? [
          calls.map(({ answers }) => answers && JSON.stringify(answers)),
          calls.map(({ marks }) => marks && marks.join()),
        ]
      : []),
  ]);
  return rows.map(({ id }) => id);
}
