import { Opening } from './calling-hours';

/** Whether calls may be made at an instant, and until or from when. */
export type Openings = (at: Date) => Opening;

/** Calls that may be made at the same times. */
export interface Party {
  calls: number;
  times: Timeline;
}

/** When so many calls will have been made, null if the schedule ends before; and how many are made by then. */
export interface FinishEstimate {
  finishesAt: Date | null;
  calledInTime: number;
}

/** Milliseconds since 1970, `end` not included. */
interface Span {
  start: number;
  end: number;
}

/** A schedule that opens more often than this is looked at no further: that is many years of days. */
const MOST_OPENINGS = 10_000;
const MINUTE = 60_000;

/** The times at which something is open, from an instant on; worked out once, as far as somebody looks. */
export class Timeline {
  private readonly spans: Span[] = [];
  private ended = false;

  constructor(
    private readonly openings: Openings,
    private readonly from: Date,
  ) {}

  /** The span that an instant is in, or the first one after it; null where there is none. */
  next(at: number): Span | null {
    const known = this.spans.find(({ end }) => end > at);
    if (known) return known;
    for (let looked = 0; looked < MOST_OPENINGS && !this.ended; looked++) {
      const span = this.further();
      if (span && span.end > at) return span;
    }
    return null;
  }

  private further(): Span | null {
    const from = new Date(this.spans.at(-1)?.end ?? this.from);
    const opening = this.openings(from);
    const start = opening.open ? from : opening.opensAt;
    const open = start && this.openings(start);
    if (!open?.open) {
      this.ended = true;
      return null;
    }
    const span = { start: start!.getTime(), end: open.closesAt.getTime() };
    this.spans.push(span);
    return span;
  }
}

/**
 * Walks through the times of all parties at a steady pace. Those that are open share it in proportion to what they have
 * left, as their numbers stand mixed in the queue.
 */
export function estimateFinish(
  parties: readonly Party[],
  callsPerMinute: number,
  from: Date,
): FinishEstimate {
  let left = parties.filter(({ calls }) => calls > 0).map((party) => ({ ...party }));
  let at = from.getTime();
  let made = 0;
  if (callsPerMinute <= 0 && left.length) return { finishesAt: null, calledInTime: 0 };
  for (let step = 0; step < MOST_OPENINGS && left.length; step++) {
    const spans = left.map(({ times }) => times.next(at));
    const open = left.filter((_, index) => (spans[index]?.start ?? Infinity) <= at);
    const until = Math.min(
      ...spans.map((span) => (!span ? Infinity : span.start > at ? span.start : span.end)),
    );
    if (until === Infinity) break;
    const waiting = open.reduce((sum, { calls }) => sum + calls, 0);
    const room = ((until - at) / MINUTE) * callsPerMinute;
    if (waiting && room >= waiting) {
      made += waiting;
      at += (waiting / callsPerMinute) * MINUTE;
      left = left.filter((party) => !open.includes(party));
      continue;
    }
    for (const party of open) party.calls -= room * (party.calls / waiting);
    if (waiting) made += room;
    at = until;
  }
  return left.length
    ? { finishesAt: null, calledInTime: Math.floor(made + 1e-6) }
    : { finishesAt: new Date(at), calledInTime: Math.round(made) };
}
