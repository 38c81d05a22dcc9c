/** Calls are placed at whole multiples of this. */
export const STEP_MS = 5;

/**
 * A call that one process plans and another places leaves so long after its instant at most, by the server's clock:
 * the planner never hears when it left, and measures the pace so much more widely.
 */
export const MOST_LATE_MS = 10;

/** A call of the planner's own process may leave this late, as it is then counted by the instant at which it left. */
export const MOST_LATE_OWN_MS = 150;

const FIRST_LEAD_MS = 100;
/** Less than a second, so that a pause is obeyed in time, and so that lateness is known before it matters. */
export const LONGEST_LEAD_MS = 400;
const SHORTEST_LEAD_MS = 20;
const PATIENCE_MS = 10_000;

/** What the uncertainty of clocks may add. */
const MARGIN_MS = 50;

/**
 * For how long a new leader places nothing. Whatever the last one has claimed was committed before the lock was free,
 * was planned no further ahead than the longest lead, and is given back where it is later than the most that is
 * allowed; then it has to leave the second over which the pace is measured.
 */
export const SETTLE_MS = LONGEST_LEAD_MS + MOST_LATE_OWN_MS + 1_000 + MARGIN_MS;

/**
 * The time in which calls are placed. Each call is given its instant when it is claimed, a little ahead, so that
 * neither a slow claim nor the way to another process disturbs the pace: calls follow each other on the wire as evenly
 * as they were planned. Instants are milliseconds of the monotonic clock, and are planned once; what passed unplanned
 * is made up for by those that follow, as far as the pace allows.
 */
export class PlacingTime {
  /** How far ahead calls are planned. */
  leadMs = FIRST_LEAD_MS;
  /** Up to which instant calls have been planned. */
  last = 0;
  private lateAt = -Infinity;

  /** The instants to plan for now. What lies in the past is left out: it cannot be placed in time any more. */
  steps(now: number): number[] {
    this.relax(now);
    const steps: number[] = [];
    const first = Math.max(this.last + STEP_MS, now + SHORTEST_LEAD_MS);
    for (let at = Math.ceil(first / STEP_MS) * STEP_MS; at <= now + this.leadMs; at += STEP_MS)
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
