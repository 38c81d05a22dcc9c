import { Inject, Injectable } from '@nestjs/common';
import { MOST_LATE_MS, MOST_LATE_OWN_MS } from './placing-time';
import { ServerClock } from './server-clock';

/**
 * When calls are to leave: by the monotonic clock of the process that planned them and places them itself, or by the
 * server's clock where another process planned them; both in milliseconds.
 */
export type Departure = { ownAt: number } | { serverAt: number };

/** When calls may leave, on the monotonic clock. */
interface Span {
  from: number;
  until: number;
}

const NEVER: Span = { from: -Infinity, until: -Infinity };

/** Nobody plans so far ahead: a clock has been set. */
const MOST_EARLY_MS = 2_000;

/**
 * Calls that wait for their instant, and whether it has passed. Late calls would bunch with those that follow and exceed
 * a cap: they go back to the queue. Where this process is not sure enough what the server's clock shows, a call that
 * another process has planned is never in time.
 */
@Injectable()
export class Departures {
  constructor(@Inject(ServerClock) private readonly serverClock: ServerClock) {}

  /** Runs `leave` when their time has come, and at once where it has passed or never comes. */
  await(departure: Departure, leave: () => void): void {
    const now = performance.now();
    const early = this.span(departure, now).from - now;
    if (early <= 0 || early > MOST_EARLY_MS) leave();
    else setTimeout(() => this.await(departure, leave), early);
  }

  /** Asked at the last moment, for each call: whether to place it now, wait on, or give it back. */
  decide(departure: Departure, now = performance.now()): 'place' | 'wait' | 'late' {
    const { from, until } = this.span(departure, now);
    if (now > until || from - now > MOST_EARLY_MS) return 'late';
    return now < from ? 'wait' : 'place';
  }

  private span(departure: Departure, now: number): Span {
    if ('ownAt' in departure)
      return { from: departure.ownAt, until: departure.ownAt + MOST_LATE_OWN_MS };
    const at = this.serverClock.monotonic(departure.serverAt);
    const unsure = this.serverClock.uncertaintyMs(now);
    if (unsure * 2 > MOST_LATE_MS) return NEVER;
    return { from: at + unsure, until: at + MOST_LATE_MS - unsure };
  }
}
