const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * A gateway's rest after congestion: a second, then twice as long each time, a minute at most, with jitter. Only calls
 * placed since the last rest say anything: a hundred that were under way when it began are one complaint, not hundred.
 */
export class BackOff {
  private level = 0;
  private restingUntil = 0;

  /** @param now in milliseconds, like every instant here */
  until(now: number): number | null {
    return this.restingUntil > now ? this.restingUntil : null;
  }

  /** @param random from 0 up to 1 */
  congested(placedAt: number, now: number, random: number): void {
    if (placedAt < this.restingUntil) return;
    const pause = Math.min(FIRST_MS * 2 ** this.level, LONGEST_MS);
    this.level++;
    this.restingUntil = now + pause * (0.75 + random / 2);
  }

  /** A call went through. */
  clear(placedAt: number): void {
    if (placedAt >= this.restingUntil) this.level = 0;
  }
}
