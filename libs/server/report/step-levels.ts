import { Disposition, TimeStep } from '@belltower/dto';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { CalendarStep } from './zone-calendar';
import { zoneClockSql } from './zone-clock.sql';

/** A table of counts of closed steps. */
export interface StepLevel {
  table: string;
  /** What a check calls its steps, behind `days` or `weeks`. */
  words: string;
  /** What of a scope its rows tell apart. */
  keys: readonly string[];
  /** All that tells its rows apart, besides their step. */
  key: string;
  sums: readonly string[];
  /** Whether it has the hours of a day too. */
  byHour: boolean;
  /** Longer steps than a day that it has too, made of its days. */
  long: readonly CalendarStep[];
}

/** Levels of the same sums. */
export interface StepFamily {
  /** Its days are added up from quarters of an hour. */
  whole: StepLevel;
  /** Those that tell less apart, of which the first has fewest rows: their days are added up from those of the whole. */
  parts: readonly StepLevel[];
  /** The quarters of a period as they are added up, as something to select from. */
  quarters(period: Period, timeZone: string, parameters: SqlParameters): string;
}

/** What is counted by steps of the calendar above its quarters of an hour. */
export interface StepSource {
  /** Counts by quarters. */
  stat: 'call_stat' | 'message_stat';
  /** How far the steps go: a row of an account. */
  mark: 'call_stat_mark' | 'message_stat_mark';
  /** By all that reports ask for. */
  counts: StepFamily;
  /** Others. */
  more: readonly StepFamily[];
  /** Sums that a check compares, and under which end of a property it tells them, if it does. */
  checked: readonly { column: string; told?: string }[];
}

const BY_ROUTE = ['gateway_id', 'country'];
const WEEKS_AND_MONTHS: readonly CalendarStep[] = [TimeStep.Week, TimeStep.Month];

const OF_CALLS = { sums: ['calls', 'talk_seconds'], long: WEEKS_AND_MONTHS };
const CALL_COUNTS: StepFamily = {
  whole: {
    ...{ ...OF_CALLS, table: 'call_stat_step', words: '', byHour: false },
    keys: ['campaign_id', ...BY_ROUTE],
    key: 'campaign_id, gateway_id, disposition, country',
  },
  parts: [
    {
      ...{ ...OF_CALLS, table: 'call_campaign_step', words: 'by campaign', byHour: true },
      ...{ keys: ['campaign_id'], key: 'campaign_id, disposition' },
    },
    {
      ...{ ...OF_CALLS, table: 'call_route_step', words: 'by gateway and country', byHour: true },
      ...{ keys: BY_ROUTE, key: 'gateway_id, disposition, country' },
    },
  ],
  quarters: () => 'call_stat',
};

const OF_HOURS = { sums: ['calls', 'answered'], byHour: false, long: [TimeStep.Month] as const };
const ON_CLOCKS = 'by hour of the week';

/** Calls and answers by hour of the week; Monday is 1. */
export const CALL_HOURS: StepFamily = {
  whole: {
    ...{ ...OF_HOURS, table: 'call_hour_step', words: ON_CLOCKS },
    keys: ['campaign_id', ...BY_ROUTE],
    key: 'week_day, hour, campaign_id, gateway_id, country',
  },
  parts: [
    {
      ...{ ...OF_HOURS, table: 'call_campaign_hour_step', words: `${ON_CLOCKS} and campaign` },
      ...{ keys: ['campaign_id'], key: 'week_day, hour, campaign_id' },
    },
    {
      ...{ ...OF_HOURS, table: 'call_route_hour_step' },
      ...{ words: `${ON_CLOCKS}, gateway and country`, keys: BY_ROUTE },
      key: 'week_day, hour, gateway_id, country',
    },
  ],
  quarters: (period, timeZone, parameters) => {
    const clock = zoneClockSql('quarter', period, timeZone, parameters);
    return `(select *, date_part('isodow', ${clock}) as week_day, date_part('hour', ${clock}) as hour,
                    case when disposition = '${Disposition.Answered}' then calls else 0 end as answered
               from call_stat) as placed`;
  },
};

export const CALL_STEPS: StepSource = {
  ...{ stat: 'call_stat', mark: 'call_stat_mark', counts: CALL_COUNTS, more: [CALL_HOURS] },
  checked: [
    { column: 'calls', told: 'Calls' },
    { column: 'talk_seconds', told: 'TalkSeconds' },
  ],
};

const OF_MESSAGES = { sums: ['messages', 'segments', 'delivery_ms'], long: WEEKS_AND_MONTHS };
const MESSAGE_COUNTS: StepFamily = {
  whole: {
    ...{ ...OF_MESSAGES, table: 'message_stat_step', words: 'of messages', byHour: false },
    keys: ['campaign_id', ...BY_ROUTE, 'code'],
    key: 'campaign_id, gateway_id, state, code, country',
  },
  parts: [
    {
      ...{ ...OF_MESSAGES, table: 'message_campaign_step', words: 'of messages by campaign' },
      ...{ byHour: true, keys: ['campaign_id'], key: 'campaign_id, state' },
    },
    {
      ...{ ...OF_MESSAGES, table: 'message_route_step', byHour: true },
      words: 'of messages by gateway, country and error code',
      ...{ keys: [...BY_ROUTE, 'code'], key: 'gateway_id, state, code, country' },
    },
  ],
  quarters: () => 'message_stat',
};

export const MESSAGE_STEPS: StepSource = {
  ...{ stat: 'message_stat', mark: 'message_stat_mark', counts: MESSAGE_COUNTS, more: [] },
  checked: [
    { column: 'messages', told: 'Messages' },
    { column: 'segments', told: 'Segments' },
    { column: 'delivery_ms' },
  ],
};

export const familiesOf = ({ counts, more }: StepSource) => [counts, ...more];
export const levelsOf = ({ whole, parts }: StepFamily) => [...parts, whole];

/** The level with fewest rows that tells apart all that is asked for. */
export function levelOf(family: StepFamily, asked: readonly string[]): StepLevel {
  const knows = ({ keys }: StepLevel) => asked.every((key) => keys.includes(key));
  return levelsOf(family).find(knows)!;
}
