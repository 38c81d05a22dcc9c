// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.

/** Packets are due at multiples of this: calls of 20 ms packets are spread over four phases. */
export const STEP_MS = 5;
/** RTP timestamp units in a step, at 8,000 Hz. */
export const STEP_SAMPLES = 40;
/** What is later than a packet of 20 ms is skipped, as two packets at once help nobody. */
const MOST_STEPS_LATE = 4;

/** Where a session is in the round; needed to take it out again. */
export interface Place {
  periodSteps: number;
  phase: number;
}

/** How punctual it has been since it was last asked. */
export interface Punctuality {
  steps: number;
  skipped: number;
  /** Worst lateness of a step, in milliseconds. */
  latestMs: number;
}

/**
 * One beat for all sessions, free of drift: when a step is due follows from the start alone, never from when the last
 * was run. Pure; whoever owns the timer asks it to run.
 */
export class Pacer<S> {
  private readonly rounds = new Map<number, Set<S>[]>();
  /** When the step 0 was. */
  readonly startMs: number;
  private step = 0;
  private punctuality: Punctuality = { steps: 0, skipped: 0, latestMs: 0 };

  constructor(nowMs: number) {
    this.startMs = nowMs;
  }

  /** Joins the phase with the fewest sessions. */
  add(session: S, packetMs: number): Place {
    const periodSteps = Math.max(1, Math.round(packetMs / STEP_MS));
    const round =
      this.rounds.get(periodSteps) ?? Array.from({ length: periodSteps }, () => new Set<S>());
    this.rounds.set(periodSteps, round);
    const phase = round.reduce((best, set, at) => (set.size < round[best]!.size ? at : best), 0);
    round[phase]!.add(session);
    return { periodSteps, phase };
  }

  remove(session: S, { periodSteps, phase }: Place): void {
    this.rounds.get(periodSteps)?.[phase]?.delete(session);
  }

  /** Lets every session send that is due; answers in how many milliseconds to come back. */
  run(nowMs: number, send: (session: S, step: number) => void): number {
    const due = Math.floor((nowMs - this.startMs) / STEP_MS);
    const late = due - this.step;
    if (late > MOST_STEPS_LATE) {
      this.punctuality.skipped += late - MOST_STEPS_LATE;
      this.step = due - MOST_STEPS_LATE;
    }
    while (this.step < due) {
      this.step++;
      this.note(nowMs - this.startMs - this.step * STEP_MS);
      for (const [period, round] of this.rounds)
        for (const session of round[this.step % period]!) send(session, this.step);
    }
    return this.startMs + (this.step + 1) * STEP_MS - nowMs;
  }

  /** Reads and resets. */
  report(): Punctuality {
    const read = this.punctuality;
    this.punctuality = { steps: 0, skipped: 0, latestMs: 0 };
    return read;
  }

  private note(lateMs: number): void {
    this.punctuality.steps++;
    this.punctuality.latestMs = Math.max(this.punctuality.latestMs, lateMs);
  }
}
