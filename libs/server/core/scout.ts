import { setTimeout as pause } from 'node:timers/promises';

/** How much longer one waits each time, from the first to the longest, in milliseconds. */
const FIRST_MS = 100;
const LONGEST_MS = 2_000;

/** The other side is away: somebody has tried a moment ago. */
export class StillAway extends Error {
  constructor(found: Error) {
    super(found.message, { cause: found });
    // Whoever asks for it finds the code of what was found out.
    Object.assign(this, { code: (found as { code?: string }).code });
  }
}

/**
 * Keeps a process from knocking all the time at a door behind which nobody is. While the other side is away one tries
 * for all, after 100 ms, then 200, 400 and so on up to two seconds; the others wait for what it finds. As the pauses
 * grow with the time that it is away, it is found again after no longer than that, and two seconds at most.
 */
export class Scout {
  private losses = 0;
  private lostAtMs = 0;
  private underWay: Promise<Error | null> | null = null;

  /** @param isAway whether what an attempt was refused with means that nobody is there at all */
  constructor(
    private readonly isAway: (error: Error) => boolean,
    private readonly sleep: (milliseconds: number) => Promise<void> = pause,
  ) {}

  /** Makes an attempt as soon as it makes sense. @throws StillAway, and what the attempt throws */
  async send(attempt: () => Promise<unknown>): Promise<void> {
    if (!this.losses) return this.tried(attempt);
    if (!this.underWay) return this.goAhead(attempt);
    const found = await this.found(this.underWay);
    if (found) throw new StillAway(found);
    return this.tried(attempt);
  }

  /** What the one has found who tries; null where it is there, or where that takes too long. */
  private async found(underWay: Promise<Error | null>): Promise<Error | null> {
    const over = new AbortController();
    try {
      return await Promise.race([underWay, pause(LONGEST_MS, null, over)]);
    } finally {
      over.abort();
    }
  }

  private async goAhead(attempt: () => Promise<unknown>): Promise<void> {
    const tried = this.waited().then(() => this.tried(attempt));
    const found = tried.then(
      () => null,
      (error: Error) => (this.isAway(error) ? error : null),
    );
    this.underWay = found;
    try {
      await tried;
    } finally {
      this.underWay = null;
    }
  }

  private async waited(): Promise<void> {
    const untilMs = this.lostAtMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.losses - 1));
    await this.sleep(Math.max(0, untilMs - performance.now()));
  }

  private async tried(attempt: () => Promise<unknown>): Promise<void> {
    const startedMs = performance.now();
    try {
      await attempt();
      this.losses = 0;
    } catch (error) {
      if (!this.isAway(error as Error)) this.losses = 0;
      else if (startedMs >= this.lostAtMs) {
        // Attempts that were under way together are one.
        this.losses = Math.min(this.losses + 1, 10);
        this.lostAtMs = performance.now();
      }
      throw error;
    }
  }
}
