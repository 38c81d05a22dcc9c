import { Timers } from './timers';

/** What is known of the slowest answer is of the last one or two of these. */
const SPAN_MS = 30_000;

/** How long a switch takes for its answers, and how many never come. */
export class RoundTrips {
  sent = 0;
  unanswered = 0;
  private sinceMs = -Infinity;
  private slowest: number | null = null;
  private slowestBefore: number | null = null;

  constructor(private readonly timers: Timers) {}

  /** Something is asked now; what this answers is to be told once, whether an answer has come or will not. */
  begin(): (answered: boolean) => void {
    const sentMs = this.timers.now();
    this.sent += 1;
    return (answered) => {
      if (!answered) {
        this.unanswered += 1;
        return;
      }
      this.turn();
      this.slowest = Math.max(this.slowest ?? 0, this.timers.now() - sentMs);
    };
  }

  /** In milliseconds, of half a minute at least and a minute at most; null where nothing was answered. */
  get slowestMs(): number | null {
    this.turn();
    if (this.slowest === null) return this.slowestBefore;
    return Math.max(this.slowest, this.slowestBefore ?? 0);
  }

  private turn(): void {
    const nowMs = this.timers.now();
    const spans = Math.floor((nowMs - this.sinceMs) / SPAN_MS);
    if (spans < 1) return;
    this.slowestBefore = spans === 1 ? this.slowest : null;
    this.slowest = null;
    this.sinceMs = spans === 1 ? this.sinceMs + SPAN_MS : nowMs;
  }
}
