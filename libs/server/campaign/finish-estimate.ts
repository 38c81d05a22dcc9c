import { openingAt, Schedule } from './calling-hours';

/** When so many calls will have been made, null if the schedule ends before; and how many are made by then. */
export interface FinishEstimate {
  finishesAt: Date | null;
  calledInTime: number;
}

/** A schedule that opens more often than this is looked at no further: that is many years of days. */
const MOST_OPENINGS = 10_000;
const MINUTE = 60_000;

/** For how many minutes a schedule is open, from an instant on. */
export function openMinutes(schedule: Schedule, from: Date): number {
  return estimateFinish(schedule, 1, Infinity, from).calledInTime;
}

/** Walks through the opening hours at a steady pace. */
export function estimateFinish(
  schedule: Schedule,
  callsPerMinute: number,
  calls: number,
  from: Date,
): FinishEstimate {
  let at = from;
  let made = 0;
  if (callsPerMinute <= 0 && calls > 0) return { finishesAt: null, calledInTime: 0 };
  for (let openings = 0; openings < MOST_OPENINGS && made < calls; openings++) {
    const opening = openingAt(schedule, at);
    if (!opening.open) {
      if (!opening.opensAt) return { finishesAt: null, calledInTime: Math.floor(made) };
      at = opening.opensAt;
      continue;
    }
    const room = ((opening.closesAt.getTime() - at.getTime()) / MINUTE) * callsPerMinute;
    if (made + room >= calls) {
      const minutes = (calls - made) / callsPerMinute;
      return { finishesAt: new Date(at.getTime() + minutes * MINUTE), calledInTime: calls };
    }
    made += room;
    at = opening.closesAt;
  }
  return made >= calls
    ? { finishesAt: at, calledInTime: calls }
    : { finishesAt: null, calledInTime: Math.floor(made) };
}
