/** What a campaign, an account or a gateway allows at most; null is no limit. */
export interface Cap {
  callsPerSecond: number | null;
  /** Calls at the same time. */
  channels: number | null;
}

/** Over how long a pace is kept: a second, and as much more as is not known of when calls are really placed. */
export interface PaceWindow {
  milliseconds: number;
}

/** Calls placed at one instant, in milliseconds of a monotonic clock. */
interface Placed {
  at: number;
  calls: number;
}

const SECOND = 1_000;
const SMOOTH_MS = 100;

/**
 * Unused pace is kept for so long beyond the next call, to make up for a leader that was held up and for a call that
 * waited for its turn; a minute exceeds its cap by less than 0.7 percent for that.
 */
const SAVED_SECONDS = 0.4;

/** A little more than a tenth of the pace in a tenth of a second makes up for a late tick. */
const SMOOTH_FACTOR = 1.25;

/**
 * One level of the pace: a token bucket for the long run, and the calls of the last second so that no second, wherever
 * it begins, holds more than the cap and one call.
 */
export class Meter {
  private cap: Cap = { callsPerSecond: null, channels: null };
  private tokens = 1;
  private filledAt: number | null = null;
  private recent: Placed[] = [];
  private lastSecond = 0;
  inUse = 0;

  constructor(private readonly window: PaceWindow = { milliseconds: SECOND }) {}

  /** A change of cap keeps what has been counted. */
  setCap(cap: Cap, now: number): void {
    this.fill(now);
    this.cap = cap;
    this.tokens = Math.min(this.tokens, this.depth);
  }

  /** How many calls may be placed now. */
  room(now: number): number {
    return Math.min(this.freeChannels, this.paceRoom(now));
  }

  get freeChannels(): number {
    return this.cap.channels === null ? Infinity : Math.max(0, this.cap.channels - this.inUse);
  }

  /** Whether nothing at all is allowed, by a limit of 0. */
  get closed(): boolean {
    return this.cap.callsPerSecond === 0 || this.cap.channels === 0;
  }

  placed(calls: number, now: number): void {
    this.fill(now);
    this.forget(now);
    this.tokens -= calls;
    this.lastSecond += calls;
    this.recent.push({ at: now, calls });
    this.inUse += calls;
  }

  /** A call that was counted at this instant does not happen. */
  withdrawn(at: number): void {
    this.tokens = Math.min(this.tokens + 1, this.depth);
    this.inUse = Math.max(0, this.inUse - 1);
    if (this.uncount(at)) this.lastSecond--;
  }

  /** A call that was counted at one instant was really placed at another. */
  moved(from: number, to: number): void {
    if (!this.uncount(from)) return;
    const before = this.recent.findLastIndex(({ at }) => at <= to);
    const there = this.recent[before];
    if (there?.at === to) there.calls++;
    else this.recent.splice(before + 1, 0, { at: to, calls: 1 });
  }

  private uncount(at: number): boolean {
    const counted = this.recent.findLast((placed) => placed.at === at && placed.calls > 0);
    if (counted) counted.calls--;
    return counted !== undefined;
  }

  /** Calls placed in the last second. */
  callsLastSecond(now: number): number {
    this.forget(now);
    return this.lastSecond;
  }

  private paceRoom(now: number): number {
    const rate = this.cap.callsPerSecond;
    if (rate === null) return Infinity;
    if (rate <= 0) return 0;
    this.fill(now);
    this.forget(now);
    const second = Math.floor(rate + 1) - this.lastSecond;
    const moment =
      Math.floor((rate * SMOOTH_MS * SMOOTH_FACTOR) / SECOND + 1) - this.lastMoment(now);
    return Math.max(0, Math.min(Math.floor(this.tokens), second, moment));
  }

  private get depth(): number {
    return 1 + (this.cap.callsPerSecond ?? 0) * SAVED_SECONDS;
  }

  private fill(now: number): void {
    const passed = Math.max(0, now - (this.filledAt ?? now));
    this.filledAt = Math.max(now, this.filledAt ?? now);
    const gained = ((this.cap.callsPerSecond ?? 0) * passed) / SECOND;
    this.tokens = Math.min(this.tokens + gained, this.depth);
  }

  private lastMoment(now: number): number {
    let calls = 0;
    for (let index = this.recent.length - 1; index >= 0; index--) {
      const placed = this.recent[index]!;
      if (placed.at <= now - SMOOTH_MS) break;
      calls += placed.calls;
    }
    return calls;
  }

  private forget(now: number): void {
    let gone = 0;
    while (gone < this.recent.length && this.recent[gone]!.at <= now - this.window.milliseconds) {
      this.lastSecond -= this.recent[gone]!.calls;
      gone++;
    }
    if (gone) this.recent.splice(0, gone);
  }
}
