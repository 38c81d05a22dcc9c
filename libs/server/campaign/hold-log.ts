import { HoldReason } from '@belltower/dto';

/** A campaign's hold at an instant, as the leading dialer sees it; null: it calls, or could. */
export interface Seen {
  accountId: number;
  id: number;
  heldBy: HoldReason | null;
}

/** A hold that stands in the activity log as begun and not as ended. */
export interface LoggedHold {
  reason: HoldReason;
  since: Date;
}

/** What is to be written about a campaign. */
export type HoldEntry =
  | { what: 'begins'; reason: HoldReason; since: Date }
  | { what: 'ends'; reason: HoldReason; since: Date; until: Date }
  /** It lasts no more, but nothing follows from it: the schedule closes besides. */
  | { what: 'lapses' };

/**
 * Holds that somebody would want to read about later, and for how long each has to last before it is written: what
 * comes and goes with every call would fill the log. The schedule and the campaign's own bounds are no news.
 */
const SETTLES_MS: Partial<Record<HoldReason, number>> = {
  [HoldReason.AccountSuspended]: 3_000,
  [HoldReason.NoGateway]: 3_000,
  [HoldReason.GatewayDown]: 3_000,
  [HoldReason.NoDialer]: 3_000,
  [HoldReason.AccountLimit]: 10_000,
  [HoldReason.GatewayBackOff]: 10_000,
};
const CALLING_MS = 3_000;

/** Says nothing about whether a hold goes on: there is just nobody to call. */
const SILENT: readonly HoldReason[] = [
  HoldReason.WaitingForRetry,
  HoldReason.AttemptsPerDay,
  HoldReason.AttemptsPerWeek,
  HoldReason.WaitingForGateway,
  HoldReason.BeingCalled,
];
/** Bounds of the campaign's own, or of a gateway that does its best: it calls. */
const CALLING: readonly (HoldReason | null)[] = [
  null,
  HoldReason.Pace,
  HoldReason.CampaignFull,
  HoldReason.GatewayFull,
];

/** Whether the log tells of holds for this reason. */
export const isLogged = (reason: HoldReason) => reason in SETTLES_MS;

/** What one campaign has been held by lately, so that only what lasts is written. */
export class HoldWatch {
  private candidate: { reason: HoldReason | 'calling'; since: Date } | null = null;

  /** @param logged what the log says at present */
  see(heldBy: HoldReason | null, logged: LoggedHold | null, now: Date): HoldEntry | null {
    if (heldBy && SILENT.includes(heldBy)) return null;
    const isNews = heldBy !== null && isLogged(heldBy);
    if (!isNews && !CALLING.includes(heldBy)) {
      this.candidate = null;
      return logged && { what: 'lapses' };
    }
    const reason = isNews ? heldBy : 'calling';
    if (reason === (logged?.reason ?? 'calling')) {
      this.candidate = null;
      return null;
    }
    if (this.candidate?.reason !== reason) this.candidate = { reason, since: now };
    const { since } = this.candidate;
    const settles = reason === 'calling' ? CALLING_MS : SETTLES_MS[reason]!;
    if (now.getTime() - since.getTime() < settles) return null;
    this.candidate = null;
    if (reason !== 'calling') return { what: 'begins', reason, since };
    return { what: 'ends', ...logged!, until: since };
  }
}
