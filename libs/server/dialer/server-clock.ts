import { Inject, Injectable } from '@nestjs/common';
import { SessionPool } from './session';

/** Readings older than this no longer count: clocks drift, and are set. */
const LASTING_MS = 20_000;

interface Reading {
  takenAt: number;
  /** Between question and answer: the reading is right to half of it. */
  roundTripMs: number;
  offsetMs: number;
}

/**
 * The database server's clock, read over the network: what all processes agree on, though their machines need not. Of
 * several readings the one that came back fastest is the most exact.
 */
@Injectable()
export class ServerClock {
  private readings: Reading[] = [];
  private best: Reading = { takenAt: 0, roundTripMs: Infinity, offsetMs: performance.timeOrigin };

  constructor(@Inject(SessionPool) private readonly db: SessionPool) {}

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
    const reading = { takenAt: answered, roundTripMs, offsetMs: server - (asked + answered) / 2 };
    this.readings = [...this.readings, reading].filter(
      ({ takenAt }) => answered - takenAt < LASTING_MS,
    );
    this.best = this.readings.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a));
  }

  /** The server's time, in milliseconds since 1970, at an instant of the monotonic clock. */
  serverTime(monotonic: number): number {
    return monotonic + this.best.offsetMs;
  }

  /** The instant of the monotonic clock at which the server's clock shows this. */
  monotonic(serverTime: number): number {
    return serverTime - this.best.offsetMs;
  }
}
