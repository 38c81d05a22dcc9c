import type { Queryable } from '../../libs/server/core/database';

/** A past to invent for the accounts of `bench_account`. */
export interface Past {
  /** Calls, or messages. */
  attempts: number;
  from: Date;
  until: Date;
  /** On whose clocks a day begins and ends. */
  timeZone: string;
}

/** Attempts of one statement: more at once would sort and spill without being faster. */
const CHUNK = 500_000;
const DAY_MS = 86_400_000;
/** Four of five attempts that would be made on a Sunday are not. */
const DRAWN_FOR_EACH = 1 / (1 - 0.8 / 7);

/**
 * Inserts attempts of some days at once, whose months get partitions of their own. Every connection takes the next days that
 * nobody has; the same number of connections invents the same attempts but for the order of their ids.
 * @param statement starts with {@link DRAWN}, and is given its parameters
 */
export async function fillDays(
  connections: readonly Queryable[],
  table: 'call' | 'message',
  { from, until, attempts, timeZone }: Past,
  statement: string,
): Promise<void> {
  await partitionMonths(connections[0]!, table, from, until);
  const days = Math.ceil((until.getTime() - from.getTime()) / DAY_MS) + 1;
  const perDay = (attempts * DRAWN_FOR_EACH) / ((until.getTime() - from.getTime()) / DAY_MS);
  const daysAtOnce = Math.max(1, Math.floor(CHUNK / perDay));
  let next = 0;
  await Promise.all(
    connections.map(async (db) => {
      while (next < days) {
        const first = next;
        next += daysAtOnce;
        const some = Math.min(daysAtOnce, days - first);
        await db.query('select setseed($1)', [first / days]);
        await db.query(statement, [
          ...[Math.round(perDay * some), from, until, timeZone, first, some],
        ]);
      }
    }),
  );
}

/** Makes the partition of every month of a period that has none. */
async function partitionMonths(
  db: Queryable,
  table: string,
  from: Date,
  until: Date,
): Promise<void> {
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth()));
  while (month < until) {
    const begin = month.toISOString();
    month.setUTCMonth(month.getUTCMonth() + 1);
    await db.query(
      `create table if not exists ${table}_${begin.slice(0, 7).replace('-', '_')} partition of ${table}
         for values from ('${begin}') to ('${month.toISOString()}')`,
    );
  }
}

/**
 * Moments of the zone's working days, in two hills from nine to nine, few on Sundays, with chances that whoever reads `drawn`
 * makes something of: $1 are drawn, between $2 and $3, on the clocks of $4, from day $5 on, of $6 days.
 */
export const DRAWN = `
with chances as materialized (
  select random() as which, $5 + floor(random() * $6)::int as day, random() as hour, random() as outcome,
         random() as talk, random() as ring, random() as place, random() as way, random() as who
    from generate_series(1, $1::int)),
dated as materialized (
  select *, date_trunc('day', $2::timestamptz at time zone $4) + make_interval(days => day,
              secs => 32400 + 43200 * (case when hour < 0.55 then hour * 0.82
                                            else 0.55 + (hour - 0.55) end)) as clock
    from chances),
placed as materialized (
  select *, clock at time zone $4 as at, date_part('isodow', clock) as week_day from dated),
drawn as materialized (
  select * from placed where at >= $2 and at < $3 and (week_day < 7 or talk < 0.2))`;

/**
 * The rows of a query before, each given to an account by its share, to one of its campaigns, one after the other with several
 * at a time, and to one of the account's people, of whom each campaign has its own stretch.
 */
export const addressed = (rows: string) => `
addressed as materialized (
  select ${rows}.*, account.*, campaign,
         floor((campaign + who) * people / campaigns)::int as person
    from ${rows}
    join bench_account as account
      on account.number = width_bucket(which, (select array_agg(share_from order by number) from bench_account))
   cross join lateral (
     select greatest(0, floor(least(0.9999, date_part('epoch', at - $2) / date_part('epoch', $3::timestamptz - $2))
                              * campaigns - place * 3))::int as campaign) as turn)`;

/** Does something with ten days after the other, on as many connections as are given. */
export async function eachTenDays(
  connections: readonly Queryable[],
  { from, until }: Pick<Past, 'from' | 'until'>,
  statement: string,
): Promise<void> {
  // From a full quarter on, so that no two statements count the same one.
  const day = new Date(Math.floor(from.getTime() / DAY_MS) * DAY_MS);
  await Promise.all(
    connections.map(async (db) => {
      while (day < until) {
        const [begin, end] = [new Date(day), new Date(day.setTime(day.getTime() + 10 * DAY_MS))];
        await db.query(statement, [begin, end]);
      }
    }),
  );
}
