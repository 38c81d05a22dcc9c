import { MOST_LATE_MS } from './placing-time';

/** What becomes of calls that this process is late for. */
export type WhenLate = 'shift' | 'give-back';

/** Calls that are to be placed together. */
export interface Departure<T> {
  /** On the monotonic clock, in milliseconds. */
  dueAt: number;
  /** How far this process had been put back when they were planned. */
  shiftMs: number;
  whenLate: WhenLate;
  calls: T[];
}

/** Nothing is placed later than this in any case: what it was allowed by may no longer hold. */
const STALE_MS = 800;

/**
 * Calls that wait for their instant. Where this process falls behind, calls that came late must not bunch with those
 * that follow. A process that is alone is put back: all that follows is placed later by as much. Where others place
 * calls too, the late ones go back to the queue.
 */
export class Departures<T> {
  /** How far this process has fallen behind the monotonic clock. */
  shiftMs = 0;

  /** Runs `leave` when their time has come. */
  await(departure: Departure<T>, leave: (departure: Departure<T>) => void): void {
    const early = -this.lateness(departure);
    if (early <= 0) leave(departure);
    else setTimeout(() => this.await(departure, leave), early);
  }

  /** Asked at the last moment: whether to place them now, wait on, or give them back. */
  decide(departure: Departure<T>): 'place' | 'wait' | 'late' {
    const late = this.lateness(departure);
    if (late < 0) return 'wait';
    if (late <= MOST_LATE_MS) return 'place';
    if (departure.whenLate === 'give-back' || late > STALE_MS) return 'late';
    this.shiftMs += late;
    return 'place';
  }

  private lateness({ dueAt, shiftMs, whenLate }: Departure<T>): number {
    const putBack = whenLate === 'shift' ? this.shiftMs - shiftMs : 0;
    return performance.now() - dueAt - putBack;
  }
}
