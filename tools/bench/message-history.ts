import type { Queryable } from '../../libs/server/core/database';
import { AWAITED_MS } from '../../libs/server/dialer/message-expiry';
import { DELIVERY_MS_SQL } from '../../libs/server/report/message-stat.sql';
import { addressed, DRAWN, eachTenDays, fillDays, Past } from './past-days';

/*
 * Nine of ten are delivered, most within seconds. Why the others are not is told by some thirty codes, few of them often.
 * Whatever is not delivered may be until waiting ends.
 */
const MESSAGES = `${DRAWN},
told as materialized (
  select *,
         case when outcome < 0.89 then 'delivered' when outcome < 0.93 then 'undelivered'
              when outcome < 0.95 then 'expired' when outcome < 0.965 then 'failed'
              when outcome < 0.975 then 'rejected' when outcome < 0.995 then 'sent' else 'unknown' end as state
    from drawn),
coded as materialized (
  select *, case when state in ('undelivered', 'expired', 'failed', 'rejected')
                 then (1 + floor(30 * power(ring, 4)))::int::text else '' end as code,
         case when state in ('delivered', 'undelivered') then make_interval(secs => 2 - ln(1 - talk * 0.9999) * 9)
              when state = 'expired' then interval '48 hours' end as takes
    from told),
${addressed('coded')}
insert into message (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number, sender,
       gateway_id, attempt, state, code, text, encoding, segments, submitted_at, state_at, delivered_at, awaits, country,
       history)
select account_id, nextval('inflight_id_seq'), at, first_campaign + campaign, first_person + person,
       first_person + person, bench_first_name(person) || ' ' || bench_last_name(person), bench_number(person), 'Clinic',
       first_gateway + floor(way * gateways)::int, 1 + (ring * 1.2)::int, state, code,
       'Hello ' || bench_first_name(person) || ', your appointment is tomorrow at nine. Reply STOP to opt out.', 'gsm-7',
       1 + (ring * 0.7)::int, handed, coalesce(handed + takes, handed), case when state = 'delivered' then handed + takes end,
       state not in ('delivered', 'rejected') and at > $3::timestamptz - interval '${AWAITED_MS} milliseconds',
       bench_country(person),
       jsonb_build_array(jsonb_build_object('at', handed, 'state', 'sent'))
         || case when takes is null then '[]'
                 else jsonb_build_array(jsonb_build_object('at', handed + takes, 'state', state, 'code', code)) end
  from addressed cross join lateral (select at + interval '300 milliseconds' as handed) as taken order by at`;

/** Inserts messages as months of sending leave them, among all accounts, and receipts that are awaited on the last. */
export async function fillMessages(connections: readonly Queryable[], past: Past): Promise<void> {
  await fillDays(connections, 'message', past, MESSAGES);
  await connections[0]!.query(
    `insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
     select gateway_id, account_id || '-' || id, account_id, id, created_at, 1, state from message
      where awaits and created_at > $1`,
    [messagesClosedUntil(past.until)],
  );
}

/** On what is older no receipts are awaited, so that its days can be closed. */
export const messagesClosedUntil = (until: Date) => new Date(until.getTime() - AWAITED_MS);

/** Counts the messages of every account by quarters of an hour and by attempt, as handing over and receipts would have. */
export async function rollUpMessages(connections: readonly Queryable[], past: Past): Promise<void> {
  await eachTenDays(
    connections,
    past,
    // What was sent before it was delivered has left a row behind in which nothing may be any more.
    `insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                               delivery_ms)
     select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, step.state, step.code,
            country, sum(one), sum(one * segments), sum(one * ${DELIVERY_MS_SQL})
       from message
      cross join lateral (
        select state, code, 1 as one union all select 'sent', '', 0 where state = 'delivered') as step
      where created_at >= $1 and created_at < $2 group by 1, 2, 3, 4, 5, 6, 7
      order by 2, 1, 3, 4, 5, 6, 7`,
  );
  await connections[0]!.query(
    `insert into message_attempt_stat (account_id, campaign_id, attempt, state, messages)
     select account_id, campaign_id, attempt, state, count(*) from message group by 1, 2, 3, 4`,
  );
}
