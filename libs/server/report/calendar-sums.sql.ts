import { both, bothTold, differs } from './kept-sums.sql';
import { familiesOf, levelsOf, StepLevel, StepSource } from './step-levels';

const stepsOf = ({ byHour, long }: StepLevel) => [...(byHour ? ['hour'] : []), 'day', ...long];

/** A statement that holds each level of account $1 above the quarters against the quarters themselves, as far as it goes. */
export function calendarSums(source: StepSource): string {
  const { stat, mark, checked } = source;
  const columns = checked.map(({ column }) => column);
  /** All steps of one length in a table. */
  const kinds = familiesOf(source)
    .flatMap(levelsOf)
    .flatMap((level) =>
      stepsOf(level).map((step) => ({
        ...{ step, table: level.table, detail: `${step}s ${level.words}`.trim() },
        sums: columns.map((column) => (level.sums.includes(column) ? `sum(${column})` : '0')),
      })),
    );
  const sumsOf = (from: (kind: (typeof kinds)[number]) => string) =>
    kinds
      .map((kind) => {
        const sums = kind.sums.map((sum, index) => `${sum} as ${columns[index]}`);
        return `select '${kind.detail}' as detail, ${sums.join(', ')} from ${from(kind)} step = '${kind.step}'`;
      })
      .join('\n  union all ');
  return `
with reach as (
  select step, ends.until from ${mark} cross join lateral (
    values ('hour', days_until), ('day', days_until), ('week', weeks_until), ('month', months_until)) as ends (step, until)
   where account_id = $1
), by_step as materialized (
  select step, ${columns.map((column) => `sum(${column}) as ${column}`).join(', ')}
    from reach join ${stat} on account_id = $1 and quarter < until group by step
), stored as (
  ${sumsOf(({ table }) => `${table} where account_id = $1 and`)}
), counted as (
  ${sumsOf(() => 'by_step where')}
), wrong as materialized (
  select detail, ${columns.map(both).join(', ')}
    from counted join stored using (detail) where ${differs(columns)}
)
select (select count(*) from wrong) as differences,
       (select min(quarter) from ${stat} where account_id = $1) as earliest,
       (select coalesce(json_agg(json_build_object('detail', detail, ${bothTold(checked)}) order by detail), '[]')
          from wrong) as examples`;
}
