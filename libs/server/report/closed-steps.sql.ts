import { TimeStep } from '@belltower/dto';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { StepSource } from './step-levels';
import { beginOf, CalendarStep, nextBegin } from './zone-calendar';

/** The calendar in which counts are asked for, and the longest steps that may be counted as one. */
export interface Calendar {
  timeZone: string;
  step: TimeStep;
}

/** Which part of a period is counted where, each part once. */
export interface ClosedSteps {
  /** A list of `with` queries, to stand before what follows. */
  cuts: string;
  /** Conditions on `step` and `begins`, of a table with rows for closed days, or their hours, for weeks and months. */
  steps: string[];
  /** Conditions on `quarter`: what is left. */
  quarters: string[];
}

/** The column of a source's mark that says how far the steps go. */
const MARKS = {
  [TimeStep.Day]: 'days_until',
  [TimeStep.Week]: 'weeks_until',
  [TimeStep.Month]: 'months_until',
} as const;

/**
 * Divides a period of whole quarters into days, or their hours, the weeks or months among them, and the quarters around;
 * null where nothing is longer than a quarter. How far days, weeks and months are counted is read in the very statement in which
 * they are, so that nothing is missed or counted twice while the mark moves on.
 */
export function closedSteps(
  { mark: marks }: Pick<StepSource, 'mark'>,
  account: string,
  { from, until }: Period,
  { timeZone, step }: Calendar,
  parameters: SqlParameters,
): ClosedSteps | null {
  if (step === TimeStep.QuarterHour) return null;
  const long = step === TimeStep.Hour ? TimeStep.Day : step;
  const inside = (one: CalendarStep) =>
    [nextBegin(one, from, timeZone), beginOf(one, until, timeZone)] as const;
  const [days, daysEnd] = inside(TimeStep.Day);
  if (days >= daysEnd) return null;
  const [longDay, longEnd] = inside(long);
  const hasLong = long !== TimeStep.Day && longDay < longEnd;
  const dayOne = `${parameters.add(days)}::timestamptz`;
  const longOne = hasLong ? `${parameters.add(longDay)}::timestamptz` : dayOne;
  const closed = (begin: string, end: Date, mark: CalendarStep) =>
    `greatest(${begin}, least(${parameters.add(end)}, coalesce(${MARKS[mark]}, '-infinity')))`;
  const cut = (name: string) => `(select ${name} from cut)`;
  const range = (column: string, begin: string, end: string) =>
    `${column} >= ${begin} and ${column} < ${end}`;
  const short = step === TimeStep.Hour ? step : TimeStep.Day;
  const inDays = (begin: string, end: string) =>
    `step = '${short}' and ${range('begins', begin, end)}`;
  return {
    cuts: `cut as materialized (
      select ${closed(dayOne, daysEnd, TimeStep.Day)} as days_until,
             ${hasLong ? closed(longOne, longEnd, long) : dayOne} as long_until
        from (values (1)) as one
        left join ${marks} on account_id = ${account} and time_zone = ${parameters.add(timeZone)})`,
    steps: [
      ...(hasLong
        ? [
            inDays(dayOne, `least(${longOne}, ${cut('days_until')})`),
            `step = '${long}' and ${range('begins', longOne, cut('long_until'))}`,
          ]
        : []),
      inDays(cut('long_until'), cut('days_until')),
    ],
    quarters: [
      ...(from < days ? [range('quarter', parameters.add(from), dayOne)] : []),
      range('quarter', cut('days_until'), parameters.add(until)),
    ],
  };
}
