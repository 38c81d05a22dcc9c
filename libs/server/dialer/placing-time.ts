/** Calls are placed at whole multiples of this. */
export const STEP_MS = 5;

/** A call is placed so long after its time at most, and the pace is measured so much more widely. */
export const MOST_LATE_MS = 10;

const FIRST_LEAD_MS = 100;
/** Less than a second, so that a pause is obeyed in time. */
const LONGEST_LEAD_MS = 400;
const SHORTEST_LEAD_MS = 20;
const PATIENCE_MS = 10_000;

/**
 * The time in which calls are placed. Each call is given its instant when it is claimed, a little ahead, so that
 * neither a slow claim nor the way to another process disturbs the pace: calls follow each other on the wire as evenly
 * as they were planned. Where this process falls behind nevertheless, its time is put back (`shiftMs`) rather than late
 * calls bunched. Instants are milliseconds of the monotonic clock less the shift, and are planned once.
 */
export class PlacingTime {
  /** How far ahead calls are planned. */
  leadMs = FIRST_LEAD_MS;
  /** Up to which instant calls have been planned. */
  last = 0;
  private lateAt = -Infinity;

  /** The instants to plan for now. What lies in the past is left out: it cannot be placed in time any more. */
  steps(now: number, shiftMs: number): number[] {
    this.relax(now);
    const here = now - shiftMs;
    const steps: number[] = [];
    const first = Math.max(this.last + STEP_MS, here + SHORTEST_LEAD_MS);
    for (let at = Math.ceil(first / STEP_MS) * STEP_MS; at <= here + this.leadMs; at += STEP_MS)
      steps.push(at);
    this.last = steps.at(-1) ?? this.last;
    return steps;
  }

  /** Calls came too late to be placed: more time is left from now on. */
  wasLate(now: number): void {
    // The calls of one claim are late together, and say the same thing.
    if (now - this.lateAt < this.leadMs * 2) return;
    this.lateAt = now;
    this.leadMs = Math.min(this.leadMs * 1.5, LONGEST_LEAD_MS);
  }

  private relax(now: number): void {
    if (this.leadMs <= FIRST_LEAD_MS || now - this.lateAt < PATIENCE_MS) return;
    this.leadMs = Math.max(FIRST_LEAD_MS, this.leadMs / 1.5);
    this.lateAt = now;
  }
}
