const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
/** How much more congestion than its opposite it takes; a call that goes through makes up for a quarter of one. */
const MOST_STRAIN = 5;
const RELIEF = 0.25;
/** Enough to find out that a carrier has recovered. */
const LEAST_SHARE = 1 / 64;
/** From nothing to the whole pace. */
const RECOVERY_MS = 20_000;

/**
 * How a gateway gives way to congestion. A carrier refuses an odd call on any day: only where more than about a fifth
 * of them are refused is the gateway's pace too high. It is then halved, and grows again steadily, as TCP's window does
 * (additive increase, multiplicative decrease; RFC 5681 §3.1), so that a carrier that takes less than we offer is used
 * to what it takes. Where nothing at all goes through, it rests besides: a second, then twice as long each time,
 * a minute at most, with jitter. Only calls placed since it last gave way say anything: a hundred that were under way
 * then are one complaint, not hundred.
 */
export class BackOff {
  private strain = 0;
  private anyThrough = false;
  private gaveWayAt = Number.NEGATIVE_INFINITY;
  private shareThen = 1;
  private recoversFrom = 0;
  private rests = 0;
  private restingUntil = 0;

  /** @param now in milliseconds, like every instant here */
  until(now: number): number | null {
    return this.restingUntil > now ? this.restingUntil : null;
  }

  /** How much of its pace the gateway may use, up to 1. */
  share(now: number): number {
    return Math.min(1, this.shareThen + Math.max(0, now - this.recoversFrom) / RECOVERY_MS);
  }

  /** @param random from 0 up to 1 */
  congested(placedAt: number, now: number, random: number): void {
    if (placedAt < this.restingUntil || placedAt <= this.gaveWayAt) return;
    this.strain++;
    if (this.strain < MOST_STRAIN) return;
    if (this.anyThrough) this.slowDown(now);
    else this.rest(now, random);
    this.anyThrough = false;
  }

  /** A call went through. */
  clear(placedAt: number): void {
    if (placedAt < this.restingUntil) return;
    this.anyThrough = true;
    this.rests = 0;
    this.strain = Math.max(0, this.strain - RELIEF);
  }

  private slowDown(now: number): void {
    this.giveWay(now, now);
    this.strain = 0;
  }

  private rest(now: number, random: number): void {
    const pause = Math.min(FIRST_REST_MS * 2 ** this.rests, LONGEST_REST_MS);
    this.rests++;
    this.restingUntil = now + pause * (0.75 + random / 2);
    this.giveWay(now, this.restingUntil);
    // The first call after the rest is asked whether it is over.
    this.strain = MOST_STRAIN - 1;
  }

  private giveWay(now: number, recoversFrom: number): void {
    this.shareThen = Math.max(this.share(now) / 2, LEAST_SHARE);
    this.gaveWayAt = now;
    this.recoversFrom = recoversFrom;
  }
}
