import { ZoneOffsets } from '@belltower/campaign';
import { TimeStep } from '@belltower/dto';
import { Period } from './period';

const DAY_MS = 86_400_000;
/** From Monday to 1 January 1970. */
const DAYS_INTO_WEEK = 3;

/** Steps of the calendar, which the clocks of a zone make longer or shorter. */
export type CalendarStep = TimeStep.Day | TimeStep.Week | TimeStep.Month;

/** When the day, week or month of a zone begins in which an instant lies. */
export function beginOf(step: CalendarStep, at: Date, timeZone: string): Date {
  const offsets = ZoneOffsets.of(timeZone);
  return new Date(firstInstant(midnightOf(step, at.getTime(), offsets), offsets));
}

/** When the first day, week or month of a zone begins that does so at an instant or later. */
export function nextBegin(step: CalendarStep, at: Date, timeZone: string): Date {
  const offsets = ZoneOffsets.of(timeZone);
  let midnight = midnightOf(step, at.getTime(), offsets);
  while (firstInstant(midnight, offsets) < at.getTime()) midnight = following(step, midnight);
  return new Date(firstInstant(midnight, offsets));
}

/** When the days, weeks or months of a period begin, in milliseconds; the first may lie before the period. */
export function calendarSteps(
  step: CalendarStep,
  { from, until }: Period,
  timeZone: string,
): number[] {
  const offsets = ZoneOffsets.of(timeZone);
  const steps: number[] = [];
  let midnight = midnightOf(step, from.getTime(), offsets);
  for (;;) {
    const begin = firstInstant(midnight, offsets);
    if (begin >= until.getTime()) return steps;
    // A day that a zone leaves out, as Apia did one of 2011, begins when the next one does.
    if (steps.at(-1) !== begin) steps.push(begin);
    midnight = following(step, midnight);
  }
}

/** What the clock shows when the step begins in which an instant lies, in milliseconds as if it showed UTC. */
function midnightOf(step: CalendarStep, at: number, offsets: ZoneOffsets): number {
  const midnight = midnightBefore(step, offsets.wallClock(at));
  // Where clocks are set back past midnight, a day has begun although they show the one before.
  const next = following(step, midnight);
  return firstInstant(next, offsets) <= at ? next : midnight;
}

function midnightBefore(step: CalendarStep, wall: number): number {
  const day = Math.floor(wall / DAY_MS);
  if (step === TimeStep.Day) return day * DAY_MS;
  if (step === TimeStep.Week) return (day - ((((day + DAYS_INTO_WEEK) % 7) + 7) % 7)) * DAY_MS;
  return monthOf(wall, 0);
}

function following(step: CalendarStep, midnight: number): number {
  if (step === TimeStep.Day) return midnight + DAY_MS;
  if (step === TimeStep.Week) return midnight + 7 * DAY_MS;
  return monthOf(midnight, 1);
}

/** `Date.UTC` would take the first centuries for the twentieth. */
function monthOf(wall: number, later: number): number {
  const date = new Date(wall);
  return new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}

/** The first instant at which a clock shows this, or more where it is set forward past it. */
function firstInstant(wall: number, offsets: ZoneOffsets): number {
  const early = wall - offsets.at(wall - DAY_MS);
  if (offsets.wallClock(early) === wall) return early;
  const late = wall - offsets.at(wall + DAY_MS);
  if (offsets.wallClock(late) === wall) return late;
  return offsets.changes(late, early)[0] ?? early;
}
