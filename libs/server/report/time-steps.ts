import { ZoneOffsets } from '@belltower/campaign';
import { Invalid } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Period } from './period';
import { calendarSteps } from './zone-calendar';

const QUARTER_MS = 900_000;
const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 24 * HOUR_MS;

/** In milliseconds, the shortest of each. */
const SHORTEST: Readonly<Record<TimeStep, number>> = {
  [TimeStep.QuarterHour]: QUARTER_MS,
  [TimeStep.Hour]: HOUR_MS,
  [TimeStep.Day]: DAY_MS,
  [TimeStep.Week]: 7 * DAY_MS,
  [TimeStep.Month]: 28 * DAY_MS,
};

const MOST_STEPS = 1_500;
const MOST_YEARS = 20;

/** The step with which a chart of a period has some dozens of bars. */
export function stepFor({ from, until }: Period): TimeStep {
  const length = until.getTime() - from.getTime();
  if (length <= 4 * HOUR_MS) return TimeStep.QuarterHour;
  if (length <= 3 * DAY_MS) return TimeStep.Hour;
  if (length <= 93 * DAY_MS) return TimeStep.Day;
  return length <= 400 * DAY_MS ? TimeStep.Week : TimeStep.Month;
}

/**
 * When the steps of a period begin, as the calendar and the clocks of the zone have it; the first may lie
 * before the period. Steps follow each other without a gap: each ends where the next begins.
 * @throws Invalid `report.too-many-rows` where the period has more steps than anybody reads
 */
export function stepBegins(step: TimeStep, period: Period, timeZone: string): Date[] {
  refuseTooManySteps(step, period);
  const begins =
    step === TimeStep.QuarterHour || step === TimeStep.Hour
      ? clockSteps(SHORTEST[step], period, timeZone)
      : calendarSteps(step, period, timeZone);
  return begins.map((begin) => new Date(begin));
}

/**
 * Hours and quarters begin when the zone's clocks show full ones, and where the clocks change: those of Lord
 * Howe Island are set by half an hour, in the middle of an hour.
 */
function clockSteps(length: number, { from, until }: Period, timeZone: string): number[] {
  const offsets = ZoneOffsets.of(timeZone);
  const end = until.getTime();
  const stretches = [from.getTime(), ...offsets.changes(from.getTime(), end - 1)];
  return stretches.flatMap((begin, index) => {
    const offset = offsets.at(begin);
    const full = Math.floor((begin + offset) / length) * length - offset;
    const stop = stretches[index + 1] ?? end;
    const steps = index && full < begin ? [begin] : [];
    for (let at = full < begin && index ? full + length : full; at < stop; at += length)
      steps.push(at);
    return steps;
  });
}

function refuseTooManySteps(step: TimeStep, { from, until }: Period): void {
  const length = until.getTime() - from.getTime();
  const isReadable = length / SHORTEST[step] <= MOST_STEPS && length <= MOST_YEARS * 366 * DAY_MS;
  if (isReadable) return;
  const message = `This period is too long for ${step}s: choose a shorter one, or longer steps.`;
  throw new Invalid('report.too-many-rows', message, [{ field: 'from', message }]);
}
