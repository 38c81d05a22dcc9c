import type { Queryable } from '../../libs/server/core/database';

/** A past to invent for the accounts of `bench_account`. */
export interface CallHistory {
  calls: number;
  from: Date;
  until: Date;
  /** In whose mornings and evenings people answer. */
  timeZone: string;
}

/** Calls of one statement: more at once would sort and spill without being faster. */
const CHUNK = 500_000;
const DAY_MS = 86_400_000;
/** Four of five calls that would be made on a Sunday are not. */
const DRAWN_FOR_EACH = 1 / (1 - 0.8 / 7);

/**
 * Inserts calls as months of dialing leave them: by day and evening, few on Sundays, answered more often in the
 * morning, some numbers tried again, one campaign after the other with several at a time, and all accounts among each
 * other. Months get partitions of their own. Every connection takes the next days that nobody has; the same number of
 * connections invents the same calls but for the order of their ids.
 */
export async function fillCalls(
  connections: readonly Queryable[],
  history: CallHistory,
): Promise<void> {
  const { from, until, calls } = history;
  await partitionMonths(connections[0]!, from, until);
  const days = Math.ceil((until.getTime() - from.getTime()) / DAY_MS) + 1;
  const perDay = (calls * DRAWN_FOR_EACH) / ((until.getTime() - from.getTime()) / DAY_MS);
  const daysAtOnce = Math.max(1, Math.floor(CHUNK / perDay));
  let next = 0;
  await Promise.all(
    connections.map(async (db) => {
      while (next < days) {
        const first = next;
        next += daysAtOnce;
        await db.query('select setseed($1)', [first / days]);
        await insertCalls(db, history, first, Math.min(daysAtOnce, days - first), perDay);
      }
    }),
  );
}

/** Makes the partition of every month of a period that has none. */
async function partitionMonths(db: Queryable, from: Date, until: Date): Promise<void> {
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

async function insertCalls(
  db: Queryable,
  { from, until, timeZone }: CallHistory,
  firstDay: number,
  days: number,
  perDay: number,
): Promise<void> {
  await db.query(
    `with drawn as materialized (
       select random() as which, $5 + floor(random() * $6)::int as day, random() as hour, random() as outcome,
              random() as talk, random() as ring, random() as place, random() as way, random() as who
         from generate_series(1, $1::int)),
     -- On the clocks of the zone: two hills of a working day, from nine to nine.
     dated as materialized (
       select *, date_trunc('day', $2::timestamptz at time zone $4) + make_interval(days => day,
                   secs => 32400 + 43200 * (case when hour < 0.55 then hour * 0.82
                                                 else 0.55 + (hour - 0.55) end)) as clock
         from drawn),
     placed as materialized (
       select *, clock at time zone $4 as at, date_part('isodow', clock) as week_day,
              0.30 + 0.14 * sin(date_part('hour', clock) * pi() / 6 + 2.2)
                - case when date_part('isodow', clock) >= 6 then 0.12 else 0 end as luck
         from dated),
     told as materialized (
       select *,
              case when outcome < luck then 'answered' when outcome < luck + 0.06 then 'machine'
                   when outcome < luck + 0.14 then 'busy' when outcome < luck + 0.17 then 'rejected'
                   when outcome < luck + 0.20 then 'invalid-number' when outcome < luck + 0.23 then 'congestion'
                   when outcome < luck + 0.24 then 'failed' when outcome < luck + 0.245 then 'cancelled'
                   else 'no-answer' end as disposition
         from placed
        where at >= $2 and at < $3 and (week_day < 7 or talk < 0.2)),
     measured as materialized (
       select *,
              case when disposition in ('answered', 'machine') then 4 + (ring * 20)::int
                   when disposition = 'no-answer' then 45
                   when disposition in ('busy', 'rejected') then 2 + (ring * 8)::int else 0 end as rings,
              case disposition when 'answered' then 5 + (-ln(1 - talk * 0.999) * 48)::int
                               when 'machine' then 8 + (talk * 25)::int else 0 end as talks
         from told),
     -- Each campaign calls its own stretch of the account's people.
     addressed as materialized (
       select measured.*, account.*, campaign,
              floor((campaign + who) * people / campaigns)::int as person
         from measured
         join bench_account as account
           on account.number = width_bucket(which, (select array_agg(share_from order by number) from bench_account))
        cross join lateral (
          select greatest(0, floor(least(0.9999, date_part('epoch', at - $2) / date_part('epoch', $3::timestamptz - $2))
                                   * campaigns - place * 3))::int as campaign) as turn)
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
       from addressed order by at`,
    [Math.round(perDay * days), from, until, timeZone, firstDay, days],
  );
}

/** Counts the calls of every account by quarters of an hour and by attempt, as the finish of each would have. */
export async function rollUpCalls(
  connections: readonly Queryable[],
  { from, until }: CallHistory,
): Promise<void> {
  // From a full quarter on, so that no two statements count the same one.
  const day = new Date(Math.floor(from.getTime() / DAY_MS) * DAY_MS);
  await Promise.all(
    connections.map(async (db) => {
      while (day < until) {
        const [begin, end] = [new Date(day), new Date(day.setTime(day.getTime() + 10 * DAY_MS))];
        await db.query(
          `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls,
                                  ring_seconds, talk_seconds)
           select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, disposition,
                  country, count(*), sum(ring_seconds), sum(talk_seconds)
             from call where created_at >= $1 and created_at < $2 group by 1, 2, 3, 4, 5, 6
            order by 2, 1, 3, 4, 5, 6`,
          [begin, end],
        );
      }
    }),
  );
  await connections[0]!.query(
    `insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
     select account_id, campaign_id, attempt, disposition, count(*), sum(talk_seconds) from call group by 1, 2, 3, 4`,
  );
}
