import { Queryable } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { familiesOf, levelsOf, StepFamily, StepLevel, StepSource } from './step-levels';
import { stepBegins } from './time-steps';
import { beginOf, CalendarStep, nextBegin } from './zone-calendar';

/** How far the levels above the quarters go: each begins where nothing is counted yet. */
interface Mark {
  timeZone: string;
  daysUntil: Date;
  weeksUntil: Date;
  monthsUntil: Date;
}

/* Locks the row, so that one at a time moves it. */
const markSql = ({ mark }: StepSource) => `
select time_zone "timeZone", days_until "daysUntil", weeks_until "weeksUntil", months_until "monthsUntil"
  from ${mark} where account_id = $1 for update`;

/**
 * Counts an account's next days that are closed, of one month at most so that no transaction is long, with the weeks
 * and months that end with them; answers whether there may be more. Reports see all of it or nothing, as soon as the
 * caller's transaction ends. Begins anew where the account has moved to another zone.
 */
export async function closeSteps(
  db: Queryable,
  source: StepSource,
  accountId: number,
  timeZone: string,
  closedUntil: Date,
): Promise<boolean> {
  const [known] = await db.query<[Mark?]>(markSql(source), [accountId]);
  const mark =
    known?.timeZone === timeZone
      ? known
      : await beginAnew(db, source, accountId, timeZone, closedUntil);
  const month = nextBegin(TimeStep.Month, new Date(mark.daysUntil.getTime() + 1), timeZone);
  const end = beginOf(TimeStep.Day, closedUntil, timeZone);
  const until = month < end ? month : end;
  if (until <= mark.daysUntil) return false;
  for (const family of familiesOf(source)) await closeDays(db, family, accountId, mark, until);
  const weeksUntil = await closeLong(db, source, accountId, TimeStep.Week, mark, until);
  const monthsUntil = await closeLong(db, source, accountId, TimeStep.Month, mark, until);
  await setMark(db, source, accountId, { timeZone, daysUntil: until, weeksUntil, monthsUntil });
  return until < end;
}

/**
 * Forgets what is counted of closed days from the one in which `from` lies on; reports add up quarters of an hour until
 * the roller has counted them again. Call it in every transaction that adds to the source's quarters, takes from them or
 * changes them for a time that may be closed, which is every time but that of calls and messages still in the ledger, and of
 * messages on which receipts are awaited.
 */
export async function reopenSteps(
  db: Queryable,
  source: StepSource,
  accountId: number,
  from: Date,
): Promise<void> {
  const [known] = await db.query<[Mark?]>(markSql(source), [accountId]);
  const mark = known ?? (await beginAnew(db, source, accountId, await zoneOf(db, accountId), from));
  const { timeZone } = mark;
  if (mark.daysUntil <= from) return;
  const back = (step: CalendarStep, until: Date) => earlier(beginOf(step, from, timeZone), until);
  const reopened = {
    timeZone,
    daysUntil: back(TimeStep.Day, mark.daysUntil),
    weeksUntil: back(TimeStep.Week, mark.weeksUntil),
    monthsUntil: back(TimeStep.Month, mark.monthsUntil),
  };
  await setMark(db, source, accountId, reopened);
  await forgetFrom(db, source, accountId, reopened);
}

async function beginAnew(
  db: Queryable,
  source: StepSource,
  accountId: number,
  timeZone: string,
  closedUntil: Date,
): Promise<Mark> {
  const [{ first }] = await db.query<[{ first: Date | null }]>(
    `select min(quarter) as first from ${source.stat} where account_id = $1`,
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
  await setMark(db, source, accountId, mark);
  for (const { table } of allLevels(source))
    await db.query(`delete from ${table} where account_id = $1`, [accountId]);
  return mark;
}

async function setMark(
  db: Queryable,
  { mark: table }: StepSource,
  accountId: number,
  mark: Mark,
): Promise<void> {
  const { timeZone, daysUntil, weeksUntil, monthsUntil } = mark;
  await db.query(
    `insert into ${table} (account_id, time_zone, days_until, weeks_until, months_until)
     values ($1, $2, $3, $4, $5)
     on conflict (account_id) do update set time_zone = excluded.time_zone, days_until = excluded.days_until,
       weeks_until = excluded.weeks_until, months_until = excluded.months_until`,
    [accountId, timeZone, daysUntil, weeksUntil, monthsUntil],
  );
}

async function forgetFrom(
  db: Queryable,
  source: StepSource,
  accountId: number,
  mark: Mark,
): Promise<void> {
  const { daysUntil, weeksUntil, monthsUntil } = mark;
  for (const { table } of allLevels(source))
    await db.query(
      `delete from ${table} where account_id = $1 and begins >= case step
         when 'week' then $2::timestamptz when 'month' then $3::timestamptz else $4::timestamptz end`,
      [accountId, weeksUntil, monthsUntil, daysUntil],
    );
}

/* Inserts hours and days, from quarters; days of levels that tell less apart from those of the one that tells more. */
async function closeDays(
  db: Queryable,
  { whole, parts, quarters }: StepFamily,
  accountId: number,
  mark: Mark,
  until: Date,
): Promise<void> {
  const { timeZone, daysUntil: from } = mark;
  const period = { from, until };
  const days = stepBegins(TimeStep.Day, period, timeZone);
  const hours = stepBegins(TimeStep.Hour, period, timeZone);
  const rows = (parameters: SqlParameters) => quarters(period, timeZone, parameters);
  const ofQuarters = { ...period, column: 'quarter', rows };
  for (const level of parts.filter(({ byHour }) => byHour))
    await insertSteps(db, accountId, level, TimeStep.Hour, { ...ofQuarters, begins: hours });
  await insertSteps(db, accountId, whole, TimeStep.Day, { ...ofQuarters, begins: days });
  const ofDays = { ...period, begins: days, column: 'begins', rows: () => daysOf(whole) };
  for (const level of parts) await insertSteps(db, accountId, level, TimeStep.Day, ofDays);
}

/* Inserts the weeks or months that end by `until`, from their days. Answers how far they go now. */
async function closeLong(
  db: Queryable,
  source: StepSource,
  accountId: number,
  step: TimeStep.Week | TimeStep.Month,
  { timeZone, weeksUntil, monthsUntil }: Mark,
  until: Date,
): Promise<Date> {
  const from = step === TimeStep.Week ? weeksUntil : monthsUntil;
  const end = beginOf(step, until, timeZone);
  if (end <= from) return from;
  const begins = stepBegins(step, { from, until: end }, timeZone);
  for (const level of allLevels(source).filter(({ long }) => long.includes(step))) {
    const ofDays = { from, until: end, begins, column: 'begins', rows: () => daysOf(level) };
    await insertSteps(db, accountId, level, step, ofDays);
  }
  return end;
}

/** What steps are added up from. */
interface Finer extends Period {
  rows(parameters: SqlParameters): string;
  /** The instant that stands in it. */
  column: string;
  /** When the steps begin. */
  begins: readonly Date[];
}

const allLevels = (source: StepSource) => familiesOf(source).flatMap(levelsOf);
const daysOf = ({ table }: StepLevel) => `(select * from ${table} where step = 'day') as days`;

/* In the order of the key, in which they are read. What everything has been moved away from is left out. */
async function insertSteps(
  db: Queryable,
  accountId: number,
  { table, key, sums }: StepLevel,
  step: TimeStep,
  { rows, column, begins, from, until }: Finer,
): Promise<void> {
  const parameters = new SqlParameters(accountId, step, from, until, begins);
  await db.query(
    `insert into ${table} (account_id, step, begins, ${key}, ${sums.join(', ')})
     select account_id, $2, begin, ${key}, ${sums.map((sum) => `sum(${sum})`).join(', ')}
       from (select *, ($5::timestamptz[])[width_bucket(${column}, $5::timestamptz[])] as begin
               from ${rows(parameters)} where account_id = $1 and ${column} >= $3 and ${column} < $4) as stepped
      group by account_id, begin, ${key} having ${sums.map((sum) => `sum(${sum}) <> 0`).join(' or ')}
      order by begin, ${key}`,
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
