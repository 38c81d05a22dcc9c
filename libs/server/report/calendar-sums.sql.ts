import { both, bothTold, differs } from './kept-sums.sql';

/** A table of closed steps: what its rows tell apart, which steps it has, and whether talk time is added up in it. */
interface StepTable {
  table: string;
  words: string;
  steps: readonly string[];
  talk: boolean;
}

const STEPS = ['day', 'week', 'month'];
const WITH_HOURS = ['hour', ...STEPS];
const OF_THE_WEEK = ['day', 'month'];
const OF_HOURS = 'by hour of the week';

const TABLES: readonly StepTable[] = [
  { table: 'call_stat_step', words: '', steps: STEPS, talk: true },
  { table: 'call_campaign_step', words: 'by campaign', steps: WITH_HOURS, talk: true },
  { table: 'call_route_step', words: 'by gateway and country', steps: WITH_HOURS, talk: true },
  { table: 'call_hour_step', words: OF_HOURS, steps: OF_THE_WEEK, talk: false },
  {
    ...{ table: 'call_campaign_hour_step', words: `${OF_HOURS} and campaign` },
    ...{ steps: OF_THE_WEEK, talk: false },
  },
  {
    ...{ table: 'call_route_hour_step', words: `${OF_HOURS}, gateway and country` },
    ...{ steps: OF_THE_WEEK, talk: false },
  },
];

const SUMS = [
  { column: 'calls', told: 'Calls' },
  { column: 'talk_seconds', told: 'TalkSeconds' },
];
const COLUMNS = SUMS.map(({ column }) => column);

/** All steps of one length in a table: what is kept, and what the quarters come to. */
const kinds = TABLES.flatMap(({ table, words, steps, talk }) =>
  steps.map((step) => ({ step, table, talk, detail: `${step}s ${words}`.trim() })),
);

const stored = kinds.map(
  ({ step, table, talk, detail }) =>
    `select '${detail}' as detail, sum(calls) as calls, ${talk ? 'sum(talk_seconds)' : '0'} as talk_seconds
       from ${table} where account_id = $1 and step = '${step}'`,
);
const counted = kinds.map(
  ({ step, talk, detail }) =>
    `select '${detail}' as detail, sum(calls) as calls, ${talk ? 'sum(talk_seconds)' : '0'} as talk_seconds
       from by_step where step = '${step}'`,
);

/* Of account $1: each level above the quarters against the quarters themselves, as far as it goes. */
export const CALENDAR_SUMS = `
with reach as (
  select step, ends.until from call_stat_mark cross join lateral (
    values ('hour', days_until), ('day', days_until), ('week', weeks_until), ('month', months_until)) as ends (step, until)
   where account_id = $1
), by_step as materialized (
  select step, sum(calls) as calls, sum(talk_seconds) as talk_seconds
    from reach join call_stat on account_id = $1 and quarter < until group by step
), stored as (
  ${stored.join('\n  union all ')}
), counted as (
  ${counted.join('\n  union all ')}
), wrong as materialized (
  select detail, ${COLUMNS.map(both).join(', ')}
    from counted join stored using (detail) where ${differs(COLUMNS)}
)
select (select count(*) from wrong) as differences,
       (select min(quarter) from call_stat where account_id = $1) as earliest,
       (select coalesce(json_agg(json_build_object('detail', detail, ${bothTold(SUMS)}) order by detail), '[]')
          from wrong) as examples`;
