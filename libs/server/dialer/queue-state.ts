import { HoldReason } from '@belltower/dto';
import { Claim, ClaimOrder, Mark, QUEUE_HEAD } from './claim';

/** Rows that come to stand before the mark, by an edit that nobody announced, are found after this time. */
const MARK_MS = 10_000;

/**
 * Looked at beyond what may be placed, in case some turn out not to be called: their instants would pass unused, and a
 * campaign fall short of its pace by the share of its numbers that are suppressed. More while many do.
 */
const SPARE_ROWS = 5;
const EXTRA_ROWS = 100;

/**
 * For how long a queue without due rows is not asked again by claims. Longer than two surveys are apart, so that the
 * next one finds it dry and tells whether it is empty: were they as long, the two could keep missing each other, and
 * the campaign would never be finished.
 */
const DRY_MS = 3_000;

/** Rows that fall due one after the other are claimed together, rather than each by a statement of its own. */
const LEAST_DRY_MS = 40;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** What the leader remembers of one campaign's queue; instants of the monotonic clock. */
export class QueueState {
  mark: Mark = QUEUE_HEAD;
  /** Nothing is due before; what makes rows due earlier is announced, or found by the next survey. */
  dryUntil = 0;
  /** Whether the queue was seen to be empty, now and for later. */
  empty = false;
  /** Why the first row of a dry queue waits; null where it is a retry or nothing is known. */
  heldBy: HoldReason | null = null;
  /** It has just run dry, and nobody has looked yet for how long. */
  ranDry = false;
  private markedAt = 0;
  private extra = SPARE_ROWS;
  private failures = 0;

  /** Looks at all of the queue again: something about the campaign has changed. */
  reset(): void {
    this.mark = QUEUE_HEAD;
    this.dryUntil = 0;
    this.empty = false;
  }

  isDry(now: number): boolean {
    return now < this.dryUntil;
  }

  /** How many rows to look at for so many calls. */
  reach(calls: number, now: number): Pick<ClaimOrder, 'most' | 'mark'> {
    if (now - this.markedAt > MARK_MS) {
      this.mark = QUEUE_HEAD;
      this.markedAt = now;
    }
    return { most: calls + this.extra, mark: this.mark };
  }

  claimed(claimed: Claim, most: number, now: number): void {
    const { picked, dropped, postponed, asked, mark, calls } = claimed;
    this.failures = 0;
    this.extra = dropped + postponed > SPARE_ROWS / 2 ? EXTRA_ROWS : SPARE_ROWS;
    if (picked === most || asked.length) {
      this.mark = mark;
    } else if (this.mark !== QUEUE_HEAD) {
      this.mark = QUEUE_HEAD;
    } else if (picked <= dropped + postponed + calls.length) {
      this.dryUntil = now + DRY_MS;
      this.ranDry = true;
    }
  }

  /** The campaign may not call at this moment, whatever the last survey said. */
  refused(now: number): void {
    this.dryUntil = now + FIRST_PAUSE_MS;
  }

  /** Claiming failed: it is left alone for a while, so that the others go on. */
  failed(now: number): void {
    this.dryUntil = now + Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures++;
  }

  /** What a survey of a dry queue has found: when its first row is due, null for none, and why not before. */
  surveyed(dueInMs: number | null, now: number, heldBy: HoldReason | null = null): void {
    this.ranDry = false;
    if (this.failures) return;
    this.heldBy = heldBy;
    this.empty = dueInMs === null;
    this.dryUntil = now + (dueInMs === null ? DRY_MS : Math.max(LEAST_DRY_MS, dueInMs));
  }
}
