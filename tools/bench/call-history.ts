import type { Queryable } from '../../libs/server/core/database';
import { addressed, DRAWN, eachTenDays, fillDays, Past } from './past-days';

const CALLS = `${DRAWN},
lucky as materialized (
  select *, 0.30 + 0.14 * sin(date_part('hour', clock) * pi() / 6 + 2.2)
              - case when week_day >= 6 then 0.12 else 0 end as luck
    from drawn),
told as materialized (
  select *,
         case when outcome < luck then 'answered' when outcome < luck + 0.06 then 'machine'
              when outcome < luck + 0.14 then 'busy' when outcome < luck + 0.17 then 'rejected'
              when outcome < luck + 0.20 then 'invalid-number' when outcome < luck + 0.23 then 'congestion'
              when outcome < luck + 0.24 then 'failed' when outcome < luck + 0.245 then 'cancelled'
              else 'no-answer' end as disposition
    from lucky),
measured as materialized (
  select *,
         case when disposition in ('answered', 'machine') then 4 + (ring * 20)::int
              when disposition = 'no-answer' then 45
              when disposition in ('busy', 'rejected') then 2 + (ring * 8)::int else 0 end as rings,
         case disposition when 'answered' then 5 + (-ln(1 - talk * 0.999) * 48)::int
                          when 'machine' then 8 + (talk * 25)::int else 0 end as talks
    from told),
${addressed('measured')}
insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number,
       caller_id, gateway_id, attempt, disposition, ring_seconds, talk_seconds, sip_status, q850,
       country, timeline, ended_at)
select account_id, nextval('inflight_id_seq'), at, first_campaign + campaign, first_person + person,
       first_person + person, bench_first_name(person) || ' ' || bench_last_name(person), bench_number(person), '+12025550100',
       first_gateway + floor(way * gateways)::int, 1 + (ring * 2.2)::int, disposition, rings, talks,
       case disposition when 'answered' then 200 when 'machine' then 200 when 'busy' then 486
                        when 'rejected' then 603 when 'invalid-number' then 404
                        when 'congestion' then 503 when 'failed' then 488
                        when 'cancelled' then 487 else 408 end,
       case disposition when 'answered' then 16 when 'busy' then 17 when 'congestion' then 34
                        when 'no-answer' then 19 end,
       bench_country(person),
       format('[{"atMs":0,"event":"placed"},{"atMs":800,"event":"ringing"},{"atMs":%s,"event":"hung-up"}]',
              (rings + talks) * 1000)::jsonb,
       at + make_interval(secs => rings + talks)
  from addressed order by at`;

/**
 * Inserts calls as months of dialing leave them: by day and evening, few on Sundays, answered more often in the
 * morning, some numbers tried again, one campaign after the other with several at a time, and all accounts among each
 * other.
 */
export function fillCalls(connections: readonly Queryable[], past: Past): Promise<void> {
  return fillDays(connections, 'call', past, CALLS);
}

/** Counts the calls of every account by quarters of an hour and by attempt, as the finish of each would have. */
export async function rollUpCalls(connections: readonly Queryable[], past: Past): Promise<void> {
  await eachTenDays(
    connections,
    past,
    `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls,
                            ring_seconds, talk_seconds)
     select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, disposition,
            country, count(*), sum(ring_seconds), sum(talk_seconds)
       from call where created_at >= $1 and created_at < $2 group by 1, 2, 3, 4, 5, 6
      order by 2, 1, 3, 4, 5, 6`,
  );
  await connections[0]!.query(
    `insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
     select account_id, campaign_id, attempt, disposition, count(*), sum(talk_seconds) from call group by 1, 2, 3, 4`,
  );
}
