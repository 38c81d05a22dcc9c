type End = () => Promise<unknown>;

/** Starts things one after the other and ends them in the opposite order, once, when the process is told to stop. */
export class Lifetime {
  private readonly ends: End[] = [];
  private current: Promise<unknown> = Promise.resolve();
  private ending?: Promise<void>;

  /** Ends everything on Ctrl-C, on SIGTERM, and when the process that started this one is gone. */
  constructor() {
    const leave = () => void this.end().then(() => process.exit(0));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, leave);
  }

  /**
   * Takes one step of the start. A stop waits for a step under way and then ends what it began; once a stop
   * has been asked for, no further step begins and the answer never comes.
   */
  async begin<T>(step: () => Promise<T>, end?: (begun: T) => Promise<unknown>): Promise<T> {
    if (this.ending) return new Promise<T>(() => undefined);
    const begun = step();
    this.current = begun.then(
      (value) => end && this.ends.push(() => end(value)),
      () => undefined,
    );
    await this.current;
    return begun;
  }

  /** Adds something to end that has begun outside of a step. */
  onEnd(end: End): void {
    this.ends.push(end);
  }

  /** Ends all that has begun; asking again waits for the same end. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    await this.current;
    for (const end of this.ends.reverse()) {
      // One part that will not end must not keep the next from ending.
      await end().catch((error: unknown) => console.error(error));
    }
  }
}
