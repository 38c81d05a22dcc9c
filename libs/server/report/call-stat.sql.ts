import { Disposition, TimeStep } from '@belltower/dto';
import { Calendar } from './closed-steps.sql';
import { countsSql, StatScope } from './counts.sql';
import { SqlParameters } from './sql-parameters';
import { zoneClockSql } from './zone-clock.sql';

/** What counts are told apart by besides their time and disposition. */
export type CallKey = 'campaign_id' | 'gateway_id' | 'country';

/** Two tables of closed steps, which tell some keys apart. */
interface Level {
  keys: readonly CallKey[];
  /** Calls and talk time by step and disposition. */
  steps: string;
  /** Calls and answers by hour of the week. */
  hoursOfWeek: string;
  /** Whether `steps` has the hours of a day too. */
  byHour: boolean;
}

/** Of those that know what is asked for, the first has fewest rows. */
const LEVELS: readonly Level[] = [
  {
    ...{ keys: ['campaign_id'], byHour: true },
    ...{ steps: 'call_campaign_step', hoursOfWeek: 'call_campaign_hour_step' },
  },
  {
    ...{ keys: ['gateway_id', 'country'], byHour: true },
    ...{ steps: 'call_route_step', hoursOfWeek: 'call_route_hour_step' },
  },
  {
    ...{ keys: ['campaign_id', 'gateway_id', 'country'], byHour: false },
    ...{ steps: 'call_stat_step', hoursOfWeek: 'call_hour_step' },
  },
];

/** A select of counts: `begins, disposition, calls, talk_seconds`, and the key by which they are grouped, if any. */
export function callStatSql(
  scope: StatScope,
  { timeZone, step }: Calendar,
  parameters: SqlParameters,
  by?: CallKey,
): string {
  const { steps, byHour } = levelOf(scope, by);
  const key = [by, 'disposition'].filter(Boolean).join(', ');
  const calendar = {
    timeZone,
    step: step === TimeStep.Hour && !byHour ? TimeStep.QuarterHour : step,
  };
  return countsSql(scope, parameters, {
    steps: { calendar, select: () => `select begins, ${key}, calls, talk_seconds from ${steps}` },
    quarters: () => `select quarter as begins, ${key}, calls, talk_seconds from call_stat`,
    rows: () =>
      `select date_bin('15 minutes', created_at, 'epoch') as begins, ${key}, 1 as calls, talk_seconds from call`,
  });
}

/** A select of counts by the clocks of a zone: `week_day, hour, calls, answered`; Monday is 1. */
export function hourStatSql(scope: StatScope, timeZone: string, parameters: SqlParameters): string {
  const onClocks = (instant: string, calls: string) => {
    const clock = zoneClockSql(instant, scope, timeZone, parameters);
    return `select date_part('isodow', ${clock})::int as week_day, date_part('hour', ${clock})::int as hour,
                   ${calls} as calls,
                   case when disposition = '${Disposition.Answered}' then ${calls} else 0 end as answered`;
  };
  const { hoursOfWeek } = levelOf(scope);
  const steps = () => `select week_day, hour, calls, answered from ${hoursOfWeek}`;
  return countsSql(scope, parameters, {
    steps: { calendar: { timeZone, step: TimeStep.Month }, select: steps },
    quarters: () => `${onClocks('quarter', 'calls')} from call_stat`,
    rows: () => `${onClocks('created_at', '1')} from call`,
  });
}

function levelOf({ campaignId, gatewayId, country }: StatScope, by?: CallKey): Level {
  const asked: Record<CallKey, unknown> = {
    campaign_id: campaignId,
    gateway_id: gatewayId,
    country,
  };
  const isNeeded = (key: CallKey) => key === by || asked[key] !== undefined;
  const knows = ({ keys }: Level) =>
    Object.keys(asked).every((key) => !isNeeded(key as CallKey) || keys.includes(key as CallKey));
  return LEVELS.find(knows)!;
}
