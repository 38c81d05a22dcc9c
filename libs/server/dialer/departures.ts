import { Inject, Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { MOST_LATE_MS } from './placing-time';
import { ServerClock } from './server-clock';

/** What becomes of calls that this process is late for. */
export type WhenLate = 'shift' | 'give-back';

/** Calls that are to be placed together. */
export interface Departure {
  /** On the monotonic clock, in milliseconds. */
  dueAt: number;
  /** How far this process had been put back when they were planned. */
  shiftMs: number;
  whenLate: WhenLate;
}

/** Nothing is placed later than this in any case: what it was allowed by may no longer hold. */
const STALE_MS = 800;

/** Nobody plans so far ahead: the clock of the server has been set. */
const MOST_EARLY_MS = 2_000;

/**
 * Calls that wait for their instant. Where this process falls behind, calls that came late must not bunch with those
 * that follow. A process that is alone is put back: all that follows is placed later by as much. Where others place
 * calls too, the late ones go back to the queue.
 */
@Injectable()
export class Departures {
  /** How far this process has fallen behind the monotonic clock. */
  shiftMs = 0;
  /** Calls came too late for their instant: whoever plans should leave more time. */
  readonly late = new Subject<void>();

  constructor(@Inject(ServerClock) private readonly serverClock: ServerClock) {}

  /** @param placeAt by the server's clock, in milliseconds since 1970 */
  at(placeAt: number, whenLate: WhenLate): Departure {
    return { dueAt: this.serverClock.monotonic(placeAt), shiftMs: this.shiftMs, whenLate };
  }

  /** The server's time at an instant of placing time. */
  serverTime(at: number): Date {
    return new Date(this.serverClock.serverTime(at + this.shiftMs));
  }

  /** Runs `leave` when their time has come. */
  await(departure: Departure, leave: () => void): void {
    const early = -this.lateness(departure);
    if (early <= 0 || early > MOST_EARLY_MS) leave();
    else setTimeout(() => this.await(departure, leave), early);
  }

  /** Asked at the last moment: whether to place them now, wait on, or give them back. */
  decide(departure: Departure): 'place' | 'wait' | 'late' {
    const late = this.lateness(departure);
    if (late < -MOST_EARLY_MS) return 'late';
    if (late < 0) return 'wait';
    if (late <= MOST_LATE_MS) return 'place';
    this.late.next();
    if (departure.whenLate === 'give-back' || late > STALE_MS) return 'late';
    this.shiftMs += late;
    return 'place';
  }

  private lateness({ dueAt, shiftMs, whenLate }: Departure): number {
    const putBack = whenLate === 'shift' ? this.shiftMs - shiftMs : 0;
    return performance.now() - dueAt - putBack;
  }
}
