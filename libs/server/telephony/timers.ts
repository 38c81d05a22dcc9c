/** Something that will be run unless it is cancelled before. */
export interface Timer {
  cancel(): void;
}

/** Time as protocols need it: how long ago, and in how long. Injected, so that specs pass it themselves. */
export abstract class Timers {
  /** Milliseconds since some instant; never goes back. */
  abstract now(): number;

  abstract after(milliseconds: number, run: () => void): Timer;
}

export class RealTimers extends Timers {
  now(): number {
    return performance.now();
  }

  after(milliseconds: number, run: () => void): Timer {
    const timeout = setTimeout(run, milliseconds);
    return { cancel: () => clearTimeout(timeout) };
  }
}
