import { Clock } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { SessionPool } from './session';

/** Readings older than this no longer count: clocks drift, and are set. */
const LASTING_MS = 20_000;

/** So much may two clocks drift apart in a millisecond: ten times what an ordinary crystal does. */
const DRIFT = 1e-4;

/** Two readings that contradict each other by more than this: a clock has been set, or this machine was asleep. */
const TOLERANCE_MS = 1;

interface Reading {
  takenAt: number;
  /** Between question and answer: the reading is right to half of it. */
  roundTripMs: number;
  offsetMs: number;
}

/**
 * The database server's clock, read over the network: what all processes agree on, though their machines need not. The
 * engine knows no other time of day, so that a machine whose clock is wrong, or is set while it dials, neither calls
 * outside the hours nor too soon. Of several readings the most exact one counts: the one that came back fastest, unless
 * it is long ago.
 */
@Injectable()
export class ServerClock extends Clock {
  private readings: Reading[] = [];
  private best: Reading = { takenAt: 0, roundTripMs: Infinity, offsetMs: performance.timeOrigin };

  constructor(@Inject(SessionPool) private readonly db: SessionPool) {
    super();
  }

  override now(): Date {
    return new Date(this.serverTime(performance.now()));
  }

  /** Reads the clock; call it every second. */
  async read(): Promise<void> {
    const asked = performance.now();
    const [{ now }] = await this.db.query<[{ now: number }]>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
    );
    this.add(now, asked, performance.now());
  }

  /** A reading of `server` milliseconds since 1970 between two instants of the monotonic clock. */
  add(server: number, asked: number, answered: number): void {
    const roundTripMs = answered - asked;
    const newest = { takenAt: answered, roundTripMs, offsetMs: server - (asked + answered) / 2 };
    const lasting = this.readings.filter(
      (reading) => answered - reading.takenAt < LASTING_MS && agree(reading, newest),
    );
    this.readings = [...lasting, newest];
    this.best = this.readings.reduce((a, b) =>
      uncertainty(b, answered) < uncertainty(a, answered) ? b : a,
    );
  }

  /** By how much {@link serverTime} may be wrong at this instant, to either side; infinite before the first reading. */
  uncertaintyMs(monotonic: number): number {
    return uncertainty(this.best, monotonic);
  }

  /** The server's time, in milliseconds since 1970, at an instant of the monotonic clock. */
  serverTime(monotonic: number): number {
    return monotonic + this.best.offsetMs;
  }

  /** An instant of a machine's clock by the server's: both are read together, so that only its age counts. */
  dated(at: Date, machine: Clock): Date {
    return new Date(at.getTime() + this.now().getTime() - machine.now().getTime());
  }

  /** The instant of the monotonic clock at which the server's clock shows this. */
  monotonic(serverTime: number): number {
    return serverTime - this.best.offsetMs;
  }
}

function uncertainty({ roundTripMs, takenAt }: Reading, now: number): number {
  return roundTripMs / 2 + Math.max(0, now - takenAt) * DRIFT;
}

/** Whether both can be right about clocks that nobody has set. */
function agree(older: Reading, newer: Reading): boolean {
  const apart = Math.abs(older.offsetMs - newer.offsetMs);
  return apart <= uncertainty(older, newer.takenAt) + newer.roundTripMs / 2 + TOLERANCE_MS;
}
