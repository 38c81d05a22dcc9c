import { Invalid } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Shortest that a step can be, and how far apart to look for one, so that none is missed. */
const LENGTHS: Readonly<Record<TimeStep, { shortest: number; stride: string }>> = {
  [TimeStep.QuarterHour]: { shortest: HOUR_MS / 4, stride: '15 minutes' },
  [TimeStep.Hour]: { shortest: HOUR_MS, stride: '15 minutes' },
  [TimeStep.Day]: { shortest: DAY_MS, stride: '6 hours' },
  [TimeStep.Week]: { shortest: 7 * DAY_MS, stride: '1 day' },
  [TimeStep.Month]: { shortest: 28 * DAY_MS, stride: '1 day' },
};

const MOST_STEPS = 1_500;

/** The beginning of the step that an instant lies in, as the zone's clocks and calendar have it. */
export function stepSql(step: TimeStep, instant: string, timeZone: string): string {
  return step === TimeStep.QuarterHour
    ? `date_bin('15 minutes', ${instant}, 'epoch')`
    : `date_trunc('${step}', ${instant}, ${timeZone})`;
}

/** A select of the beginnings of all steps of a period, with calls or without, as `step`. */
export function stepsSql(
  step: TimeStep,
  { from, until }: Period,
  timeZone: string,
  parameters: SqlParameters,
): string {
  const first = `${parameters.add(from)}::timestamptz`;
  const end = `${parameters.add(until)}::timestamptz`;
  return `
    select distinct ${stepSql(step, 'instant', timeZone)} as step
      from (select generate_series(date_bin('15 minutes', ${first}, 'epoch'),
                                   ${end} - interval '1 microsecond', '${LENGTHS[step].stride}') as instant
            union all select ${end} - interval '1 microsecond') as instants`;
}

/** @throws Invalid `report.too-many-rows` where the period has more steps than anybody reads */
export function refuseTooManySteps(step: TimeStep, { from, until }: Period): void {
  if ((until.getTime() - from.getTime()) / LENGTHS[step].shortest <= MOST_STEPS) return;
  const message = `This period has more than ${MOST_STEPS} ${step}s: choose a shorter one, or longer steps.`;
  throw new Invalid('report.too-many-rows', message, [{ field: 'from', message }]);
}

/** The step with which a chart of a period has some dozens of bars. */
export function stepFor({ from, until }: Period): TimeStep {
  const length = until.getTime() - from.getTime();
  if (length <= 4 * HOUR_MS) return TimeStep.QuarterHour;
  if (length <= 3 * DAY_MS) return TimeStep.Hour;
  if (length <= 93 * DAY_MS) return TimeStep.Day;
  return length <= 400 * DAY_MS ? TimeStep.Week : TimeStep.Month;
}
