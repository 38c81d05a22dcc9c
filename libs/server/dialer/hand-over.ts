const FIRST_LEAD_MS = 150;
/** A call that was handed over is placed at its time or not at all: late calls would bunch, and exceed a cap. */
export const MOST_LATE_MS = 30;

/** Less than a second, so that a pause is obeyed in time. */
const LONGEST_LEAD_MS = 600;
const PATIENCE_MS = 10_000;

/**
 * When calls are placed that are claimed now; instants of the monotonic clock. Alone, a process places what it claims
 * at once. Where several place calls, each call is placed a moment after it was claimed, so that all are told in time
 * and calls follow each other on the wire as they were claimed: the pace then holds over all processes. The pace is
 * measured on these instants, which never go back.
 */
export class HandOver {
  /** How long telling others takes, with room to spare. */
  leadMs = FIRST_LEAD_MS;
  /** How far ahead of now the calls are placed that are claimed now. */
  aheadMs = 0;
  private last = 0;
  private lateAt = -Infinity;

  /** Begins a round of claims, and answers the instant at which its calls will be placed. */
  begin(now: number, leadMs: number): number {
    if (this.leadMs > FIRST_LEAD_MS && now - this.lateAt > PATIENCE_MS) {
      this.leadMs = Math.max(FIRST_LEAD_MS, this.leadMs / 2);
      this.lateAt = now;
    }
    const placing = Math.max(now + leadMs, this.last);
    this.aheadMs = Math.max(0, Math.round(placing - now));
    return placing;
  }

  /** When calls are placed whose claim has just been committed. */
  placing(now: number): number {
    this.last = Math.max(this.last, now + this.aheadMs);
    return this.last;
  }

  /** Somebody was told too late: more time is left from now on. */
  wasLate(): void {
    const now = performance.now();
    // Many calls of one hand-over are late together, and say the same thing.
    if (now - this.lateAt < this.leadMs) return;
    this.lateAt = now;
    this.leadMs = Math.min(this.leadMs * 2, LONGEST_LEAD_MS);
  }
}
