import { Disposition, TimeStep } from '@belltower/dto';
import { Calendar } from './closed-steps.sql';
import { CountedAttempts, countsSql, levelFor, StatScope, statSql } from './counts.sql';
import { SqlParameters } from './sql-parameters';
import { CALL_HOURS, CALL_STEPS } from './step-levels';
import { zoneClockSql } from './zone-clock.sql';

/** What counts are told apart by besides their time and disposition. */
export type CallKey = 'campaign_id' | 'gateway_id' | 'country';

const CALLS: CountedAttempts = {
  ...{ table: 'call', steps: CALL_STEPS, outcome: 'disposition' },
  ofOne: '1 as calls, talk_seconds',
};

/** A select of counts: `begins, disposition, calls, talk_seconds`, and the keys by which they are grouped. */
export function callStatSql(
  scope: StatScope,
  calendar: Calendar,
  parameters: SqlParameters,
  by?: readonly CallKey[],
): string {
  return statSql(CALLS, scope, calendar, parameters, by);
}

/** A select of counts by the clocks of a zone: `week_day, hour, calls, answered`; Monday is 1. */
export function hourStatSql(scope: StatScope, timeZone: string, parameters: SqlParameters): string {
  const onClocks = (instant: string, calls: string) => {
    const clock = zoneClockSql(instant, scope, timeZone, parameters);
    return `select date_part('isodow', ${clock})::int as week_day, date_part('hour', ${clock})::int as hour,
                   ${calls} as calls,
                   case when disposition = '${Disposition.Answered}' then ${calls} else 0 end as answered`;
  };
  const { table } = levelFor(CALL_HOURS, scope);
  return countsSql(scope, parameters, {
    steps: {
      ...{ source: CALL_STEPS, calendar: { timeZone, step: TimeStep.Month } },
      select: () => `select week_day, hour, calls, answered from ${table}`,
    },
    quarters: () => `${onClocks('quarter', 'calls')} from call_stat`,
    rows: () => `${onClocks('created_at', '1')} from call`,
  });
}
