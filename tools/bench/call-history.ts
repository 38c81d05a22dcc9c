import type { Queryable } from '../../libs/server/core/database';

/** A past to invent for one account. */
export interface CallHistory {
  accountId: number;
  campaignIds: readonly number[];
  gatewayIds: readonly number[];
  calls: number;
  from: Date;
  until: Date;
  /** In whose mornings and evenings people answer. */
  timeZone: string;
  /** The same seed invents the same calls. Between -1 and 1. */
  seed: number;
}

/** Calls of one statement: more at once would sort and spill without being faster. */
const CHUNK = 500_000;

/**
 * Inserts calls as months of dialing leave them: by day and evening, few on Sundays, answered more often in the
 * morning, some numbers tried again, one campaign after the other with two or three at a time; and counts them
 * in the roll-up. Numbers are of the ranges that are kept for fiction. Months get partitions of their own.
 * Use one connection, for the seed.
 */
export async function fillCallHistory(db: Queryable, history: CallHistory): Promise<void> {
  await partitionMonths(db, history.from, history.until);
  await db.query('select setseed($1)', [history.seed]);
  for (let done = 0; done < history.calls; done += CHUNK) {
    await insertCalls(db, history, Math.min(CHUNK, history.calls - done));
  }
  await rollUp(db, history);
}

/** Makes the partition of every month of a period that has none. */
export async function partitionMonths(db: Queryable, from: Date, until: Date): Promise<void> {
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth()));
  while (month < until) {
    const begin = month.toISOString();
    month.setUTCMonth(month.getUTCMonth() + 1);
    await db.query(
      `create table if not exists call_${begin.slice(0, 7).replace('-', '_')} partition of call
         for values from ('${begin}') to ('${month.toISOString()}')`,
    );
  }
}

async function insertCalls(db: Queryable, history: CallHistory, calls: number): Promise<void> {
  const { accountId, campaignIds, gatewayIds, from, until, timeZone } = history;
  await db.query(
    `with drawn as materialized (
       select random() as day, random() as hour, random() as outcome, random() as talk, random() as ring,
              random() as place, random() as way, floor(random() * 35000)::int as person
         from generate_series(1, $2::int)),
     -- On the clocks of the zone: two hills of a working day, from nine to nine.
     dated as materialized (
       select *, date_trunc('day', ($5::timestamptz + day * ($6::timestamptz - $5::timestamptz)) at time zone $7)
                 + make_interval(secs => 32400 + 43200 * (case when hour < 0.55 then hour * 0.82
                                                        else 0.55 + (hour - 0.55) end)) as clock
         from drawn),
     placed as materialized (
       select *, clock at time zone $7 as at, extract(isodow from clock) as week_day,
              0.30 + 0.14 * sin(extract(hour from clock) * pi() / 6 + 2.2)
                - case when extract(isodow from clock) >= 6 then 0.12 else 0 end as luck
         from dated),
     told as materialized (
       select *,
              case when outcome < luck then 'answered' when outcome < luck + 0.06 then 'machine'
                   when outcome < luck + 0.14 then 'busy' when outcome < luck + 0.17 then 'rejected'
                   when outcome < luck + 0.20 then 'invalid-number' when outcome < luck + 0.23 then 'congestion'
                   when outcome < luck + 0.24 then 'failed' when outcome < luck + 0.245 then 'cancelled'
                   else 'no-answer' end as disposition
         from placed
        where at >= $5 and at < $6 and (week_day < 7 or person % 5 = 0)),
     measured as materialized (
       select *,
              case when disposition in ('answered', 'machine') then 4 + (ring * 20)::int
                   when disposition = 'no-answer' then 45
                   when disposition in ('busy', 'rejected') then 2 + (ring * 8)::int else 0 end as rings,
              case disposition when 'answered' then 5 + (-ln(1 - talk * 0.999) * 48)::int
                               when 'machine' then 8 + (talk * 25)::int else 0 end as talks
         from told)
     insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number,
            caller_id, gateway_id, attempt, disposition, ring_seconds, talk_seconds, sip_status, q850,
            timeline, ended_at)
     select $1::bigint, nextval('inflight_id_seq'), at,
            ($3::bigint[])[1 + greatest(0, floor(day * cardinality($3::bigint[]) - place * 1.5))::int],
            person, person,
            'Contact ' || person,
            '+1' || (201 + person / 100) || '5550' || (100 + person % 100), '+12025550100',
            ($4::bigint[])[1 + floor(way * cardinality($4::bigint[]))], 1 + (ring * 2.2)::int, disposition,
            rings, talks,
            case disposition when 'answered' then 200 when 'machine' then 200 when 'busy' then 486
                             when 'rejected' then 603 when 'invalid-number' then 404
                             when 'congestion' then 503 when 'failed' then 488
                             when 'cancelled' then 487 else 408 end,
            case disposition when 'answered' then 16 when 'busy' then 17 when 'congestion' then 34
                             when 'no-answer' then 19 end,
            format('[{"atMs":0,"event":"placed"},{"atMs":800,"event":"ringing"},{"atMs":%s,"event":"hung-up"}]',
                   (rings + talks) * 1000)::jsonb,
            at + make_interval(secs => rings + talks)
       from measured order by at`,
    [accountId, calls, campaignIds, gatewayIds, from, until, timeZone],
  );
}

async function rollUp(db: Queryable, { accountId, from, until }: CallHistory): Promise<void> {
  await db.query('delete from call_stat where account_id = $1 and quarter >= $2 and quarter < $3', [
    accountId,
    from,
    until,
  ]);
  await db.query(
    `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, calls, ring_seconds, talk_seconds)
     select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, disposition,
            count(*), sum(ring_seconds), sum(talk_seconds)
       from call where account_id = $1 and created_at >= $2 and created_at < $3 group by 1, 2, 3, 4, 5`,
    [accountId, from, until],
  );
}
