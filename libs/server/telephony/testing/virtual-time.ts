import { FixedClock } from '@belltower/testing';
import { Timer, Timers } from '../timers';

interface Due {
  atMs: number;
  run: () => void;
}

/** Time that passes only when it is told to; what falls due meanwhile is run in its order, at its instant. */
export class VirtualTime extends Timers {
  private readonly due = new Set<Due>();

  constructor(readonly clock = new FixedClock()) {
    super();
  }

  now(): number {
    return this.clock.now().getTime();
  }

  after(milliseconds: number, run: () => void): Timer {
    const entry = { atMs: this.now() + milliseconds, run };
    this.due.add(entry);
    return { cancel: () => this.due.delete(entry) };
  }

  /** How much is still to be run. */
  get pending(): number {
    return this.due.size;
  }

  pass(seconds: number): void {
    const until = this.now() + seconds * 1_000;
    for (let next = this.next(until); next; next = this.next(until)) {
      this.due.delete(next);
      this.clock.advance((next.atMs - this.now()) / 1_000);
      next.run();
    }
    this.clock.advance((until - this.now()) / 1_000);
  }

  private next(untilMs: number): Due | undefined {
    let first: Due | undefined;
    for (const entry of this.due)
      if (entry.atMs <= untilMs && (!first || entry.atMs < first.atMs)) first = entry;
    return first;
  }
}
