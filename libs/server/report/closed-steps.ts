import { Queryable } from '@belltower/core';
import { Disposition, TimeStep } from '@belltower/dto';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { stepBegins } from './time-steps';
import { beginOf, CalendarStep, nextBegin } from './zone-calendar';
import { zoneClockSql } from './zone-clock.sql';

/** How far the levels above `call_stat` go: each begins where nothing is counted yet. */
interface Mark {
  timeZone: string;
  daysUntil: Date;
  weeksUntil: Date;
  monthsUntil: Date;
}

/** A table of counts of closed steps, each of its rows told apart by `key`, with what is added up in it. */
interface Level {
  table: string;
  key: string;
  sums: readonly string[];
  /** Longer steps than a day that it has too, made of its days. */
  long: readonly CalendarStep[];
}

const BY_CAMPAIGN: Level = {
  table: 'call_campaign_step',
  key: 'campaign_id, disposition',
  sums: ['calls', 'talk_seconds'],
  long: [TimeStep.Week, TimeStep.Month],
};
const BY_ROUTE: Level = {
  table: 'call_route_step',
  key: 'gateway_id, disposition, country',
  sums: ['calls', 'talk_seconds'],
  long: [TimeStep.Week, TimeStep.Month],
};
const BY_ALL: Level = {
  table: 'call_stat_step',
  key: 'campaign_id, gateway_id, disposition, country',
  sums: ['calls', 'talk_seconds'],
  long: [TimeStep.Week, TimeStep.Month],
};
const HOURS_BY_CAMPAIGN: Level = {
  table: 'call_campaign_hour_step',
  key: 'week_day, hour, campaign_id',
  sums: ['calls', 'answered'],
  long: [TimeStep.Month],
};
const HOURS_BY_ROUTE: Level = {
  table: 'call_route_hour_step',
  key: 'week_day, hour, gateway_id, country',
  sums: ['calls', 'answered'],
  long: [TimeStep.Month],
};
const HOURS_BY_ALL: Level = {
  table: 'call_hour_step',
  key: 'week_day, hour, campaign_id, gateway_id, country',
  sums: ['calls', 'answered'],
  long: [TimeStep.Month],
};
const LEVELS = [
  ...[BY_CAMPAIGN, BY_ROUTE, BY_ALL],
  ...[HOURS_BY_CAMPAIGN, HOURS_BY_ROUTE, HOURS_BY_ALL],
];

/* Locks the row, so that one at a time moves it. */
const MARK = `
select time_zone "timeZone", days_until "daysUntil", weeks_until "weeksUntil", months_until "monthsUntil"
  from call_stat_mark where account_id = $1 for update`;

/**
 * Counts an account's next days that are closed, of one month at most so that no transaction is long, with the weeks
 * and months that end with them; answers whether there may be more. Reports see all of it or nothing, as soon as the
 * caller's transaction ends. Begins anew where the account has moved to another zone.
 */
export async function closeSteps(
  db: Queryable,
  accountId: number,
  timeZone: string,
  closedUntil: Date,
): Promise<boolean> {
  const [known] = await db.query<[Mark?]>(MARK, [accountId]);
  const mark =
    known?.timeZone === timeZone ? known : await beginAnew(db, accountId, timeZone, closedUntil);
  const month = nextBegin(TimeStep.Month, new Date(mark.daysUntil.getTime() + 1), timeZone);
  const end = beginOf(TimeStep.Day, closedUntil, timeZone);
  const until = month < end ? month : end;
  if (until <= mark.daysUntil) return false;
  await closeDays(db, accountId, mark, until);
  const weeksUntil = await closeLong(db, accountId, TimeStep.Week, mark, until);
  const monthsUntil = await closeLong(db, accountId, TimeStep.Month, mark, until);
  await setMark(db, accountId, { timeZone, daysUntil: until, weeksUntil, monthsUntil });
  return until < end;
}

/**
 * Forgets what is counted of closed days from the one in which `from` lies on; reports add up quarters of an hour until
 * the roller has counted them again. Call it in every transaction that adds to `call_stat`, takes from it or changes it
 * for a time that may be closed, which is every time but that of calls still in the ledger.
 */
export async function reopenSteps(db: Queryable, accountId: number, from: Date): Promise<void> {
  const [known] = await db.query<[Mark?]>(MARK, [accountId]);
  const mark = known ?? (await beginAnew(db, accountId, await zoneOf(db, accountId), from));
  const { timeZone } = mark;
  if (mark.daysUntil <= from) return;
  const back = (step: CalendarStep, until: Date) => earlier(beginOf(step, from, timeZone), until);
  const reopened = {
    timeZone,
    daysUntil: back(TimeStep.Day, mark.daysUntil),
    weeksUntil: back(TimeStep.Week, mark.weeksUntil),
    monthsUntil: back(TimeStep.Month, mark.monthsUntil),
  };
  await setMark(db, accountId, reopened);
  await forgetFrom(db, accountId, reopened);
}

async function beginAnew(
  db: Queryable,
  accountId: number,
  timeZone: string,
  closedUntil: Date,
): Promise<Mark> {
  const [{ first }] = await db.query<[{ first: Date | null }]>(
    'select min(quarter) as first from call_stat where account_id = $1',
    [accountId],
  );
  const at = earlier(first ?? closedUntil, closedUntil);
  const mark = {
    timeZone,
    daysUntil: beginOf(TimeStep.Day, at, timeZone),
    weeksUntil: beginOf(TimeStep.Week, at, timeZone),
    monthsUntil: beginOf(TimeStep.Month, at, timeZone),
  };
  // The mark first: whoever else begins anew waits for it, and then finds these steps to forget.
  await setMark(db, accountId, mark);
  for (const { table } of LEVELS)
    await db.query(`delete from ${table} where account_id = $1`, [accountId]);
  return mark;
}

async function setMark(db: Queryable, accountId: number, mark: Mark): Promise<void> {
  const { timeZone, daysUntil, weeksUntil, monthsUntil } = mark;
  await db.query(
    `insert into call_stat_mark (account_id, time_zone, days_until, weeks_until, months_until)
     values ($1, $2, $3, $4, $5)
     on conflict (account_id) do update set time_zone = excluded.time_zone, days_until = excluded.days_until,
       weeks_until = excluded.weeks_until, months_until = excluded.months_until`,
    [accountId, timeZone, daysUntil, weeksUntil, monthsUntil],
  );
}

async function forgetFrom(db: Queryable, accountId: number, mark: Mark): Promise<void> {
  const { daysUntil, weeksUntil, monthsUntil } = mark;
  for (const { table } of LEVELS)
    await db.query(
      `delete from ${table} where account_id = $1 and begins >= case step
         when 'week' then $2::timestamptz when 'month' then $3::timestamptz else $4::timestamptz end`,
      [accountId, weeksUntil, monthsUntil, daysUntil],
    );
}

/* Inserts hours and days, from `call_stat`; those that tell less apart from those that tell more. */
async function closeDays(db: Queryable, accountId: number, mark: Mark, until: Date): Promise<void> {
  const { timeZone, daysUntil: from } = mark;
  const period = { from, until };
  const days = stepBegins(TimeStep.Day, period, timeZone);
  const hours = stepBegins(TimeStep.Hour, period, timeZone);
  const within = { from, until, column: 'quarter' };
  const inserted = (level: Level, step: TimeStep, source: Source) =>
    insertSteps(db, accountId, level, step, source);
  const ofQuarters = { ...within, rows: () => 'call_stat' };
  await inserted(BY_CAMPAIGN, TimeStep.Hour, { ...ofQuarters, begins: hours });
  await inserted(BY_ROUTE, TimeStep.Hour, { ...ofQuarters, begins: hours });
  await inserted(BY_ALL, TimeStep.Day, { ...ofQuarters, begins: days });
  const onClocks = (parameters: SqlParameters) => {
    const clock = zoneClockSql('quarter', period, timeZone, parameters);
    return `(select *, date_part('isodow', ${clock}) as week_day, date_part('hour', ${clock}) as hour,
                    case when disposition = '${Disposition.Answered}' then calls else 0 end as answered
               from call_stat) as placed`;
  };
  await inserted(HOURS_BY_ALL, TimeStep.Day, { ...within, begins: days, rows: onClocks });
  const ofDays = { from, until, begins: days, column: 'begins' };
  for (const level of [BY_CAMPAIGN, BY_ROUTE])
    await inserted(level, TimeStep.Day, { ...ofDays, rows: () => daysOf(BY_ALL) });
  for (const level of [HOURS_BY_CAMPAIGN, HOURS_BY_ROUTE])
    await inserted(level, TimeStep.Day, { ...ofDays, rows: () => daysOf(HOURS_BY_ALL) });
}

/* Inserts the weeks or months that end by `until`, from their days. Answers how far they go now. */
async function closeLong(
  db: Queryable,
  accountId: number,
  step: TimeStep.Week | TimeStep.Month,
  { timeZone, weeksUntil, monthsUntil }: Mark,
  until: Date,
): Promise<Date> {
  const from = step === TimeStep.Week ? weeksUntil : monthsUntil;
  const end = beginOf(step, until, timeZone);
  if (end <= from) return from;
  const begins = stepBegins(step, { from, until: end }, timeZone);
  for (const level of LEVELS.filter(({ long }) => long.includes(step))) {
    const source = { from, until: end, begins, column: 'begins', rows: () => daysOf(level) };
    await insertSteps(db, accountId, level, step, source);
  }
  return end;
}

/** What steps are added up from. */
interface Source extends Period {
  rows(parameters: SqlParameters): string;
  /** The instant that stands in it. */
  column: string;
  /** When the steps begin. */
  begins: readonly Date[];
}

const daysOf = ({ table }: Level) => `(select * from ${table} where step = 'day') as days`;

/* In the order of the key, in which they are read. */
async function insertSteps(
  db: Queryable,
  accountId: number,
  { table, key, sums }: Level,
  step: TimeStep,
  { rows, column, begins, from, until }: Source,
): Promise<void> {
  const parameters = new SqlParameters(accountId, step, from, until, begins);
  await db.query(
    `insert into ${table} (account_id, step, begins, ${key}, ${sums.join(', ')})
     select account_id, $2, begin, ${key}, ${sums.map((sum) => `sum(${sum})`).join(', ')}
       from (select *, ($5::timestamptz[])[width_bucket(${column}, $5::timestamptz[])] as begin
               from ${rows(parameters)} where account_id = $1 and ${column} >= $3 and ${column} < $4) as stepped
      group by account_id, begin, ${key} order by begin, ${key}`,
    parameters.values,
  );
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

async function zoneOf(db: Queryable, accountId: number): Promise<string> {
  const [{ timeZone }] = await db.query<[{ timeZone: string }]>(
    'select time_zone "timeZone" from account where id = $1',
    [accountId],
  );
  return timeZone;
}
