import { Disposition, TimeStep } from '@belltower/dto';
import { Calendar, closedSteps } from './closed-steps.sql';
import { storedCountry } from './country';
import { Period, quartersOf } from './period';
import { SqlParameters } from './sql-parameters';
import { zoneClockSql } from './zone-clock.sql';

/** Which calls are counted. */
export interface StatScope extends Period {
  accountId: number;
  campaignId?: number;
  gatewayId?: number;
  /** Two letters of ISO 3166-1; `none` means numbers that belong to no country. */
  country?: string;
}

/** What counts are told apart by besides their time and disposition. */
export type StatKey = 'campaign_id' | 'gateway_id' | 'country';

/** Two tables of closed steps, which tell some keys apart. */
interface Level {
  keys: readonly StatKey[];
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

/**
 * A select of counts: `begins, disposition, calls, talk_seconds`, and the key by which they are grouped, if any. Whole
 * quarters of an hour come from the roll-up, and whole hours, days, weeks or months of the calendar from the levels above
 * it. Where the period begins or ends within a quarter, its calls are read themselves, so that the sum is right for any
 * period.
 */
export function callStatSql(
  scope: StatScope,
  { timeZone, step }: Calendar,
  parameters: SqlParameters,
  by?: StatKey,
): string {
  const { steps, byHour } = levelOf(scope, by);
  const key = [by, 'disposition'].filter(Boolean).join(', ');
  const calendar = {
    timeZone,
    step: step === TimeStep.Hour && !byHour ? TimeStep.QuarterHour : step,
  };
  return countsSql(scope, calendar, parameters, {
    steps: () => `select begins, ${key}, calls, talk_seconds from ${steps}`,
    quarters: () => `select quarter as begins, ${key}, calls, talk_seconds from call_stat`,
    calls: () =>
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
  return countsSql(scope, { timeZone, step: TimeStep.Month }, parameters, {
    steps: () => `select week_day, hour, calls, answered from ${hoursOfWeek}`,
    quarters: () => `${onClocks('quarter', 'calls')} from call_stat`,
    calls: () => `${onClocks('created_at', '1')} from call`,
  });
}

function levelOf({ campaignId, gatewayId, country }: StatScope, by?: StatKey): Level {
  const asked: Record<StatKey, unknown> = {
    campaign_id: campaignId,
    gateway_id: gatewayId,
    country,
  };
  const isNeeded = (key: StatKey) => key === by || asked[key] !== undefined;
  const knows = ({ keys }: Level) =>
    Object.keys(asked).every((key) => !isNeeded(key as StatKey) || keys.includes(key as StatKey));
  return LEVELS.find(knows)!;
}

/** What to select from each level, where that is needed at all: PostgreSQL refuses parameters that stand nowhere. */
type Selects = Record<'steps' | 'quarters' | 'calls', () => string>;

function countsSql(
  scope: StatScope,
  calendar: Calendar,
  parameters: SqlParameters,
  selects: Selects,
): string {
  const account = parameters.add(scope.accountId);
  const own = [
    `account_id = ${account}`,
    scope.campaignId && `campaign_id = ${parameters.add(scope.campaignId)}`,
    scope.gatewayId && `gateway_id = ${parameters.add(scope.gatewayId)}`,
    scope.country && `country = ${parameters.add(storedCountry(scope.country))}`,
  ].filter(Boolean);
  const where = (select: () => string, condition: string) =>
    `${select()} where ${[...own, condition].join(' and ')}`;
  const within = (column: string, { from, until }: Period) =>
    `${column} >= ${parameters.add(from)} and ${column} < ${parameters.add(until)}`;
  const { whole, rest } = quartersOf(scope);
  const closed = whole && closedSteps(account, whole, calendar, parameters);
  const quarters = closed?.quarters ?? (whole ? [within('quarter', whole)] : []);
  const parts = [
    ...(closed?.steps ?? []).map((condition) => where(selects.steps, condition)),
    ...quarters.map((condition) => where(selects.quarters, condition)),
    ...rest.map((edge) => where(selects.calls, within('created_at', edge))),
  ];
  return `${closed ? `with ${closed.cuts} ` : ''}${parts.join(' union all ')}`;
}
