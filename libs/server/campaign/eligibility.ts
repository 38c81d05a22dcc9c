import { CampaignStatus, HoldReason, SubscriberState } from '@belltower/dto';
import { Place } from '@belltower/phone-number';
import {
  campaignOpening,
  firstCallableAt,
  HoursTerms,
  numberHold,
  WholeTerms,
} from './calling-window';

/** What decides about one number besides its campaign. */
export interface Candidate {
  state: SubscriberState;
  /** Attempts made so far. */
  attempts: number;
  /** Null while it is not in the queue. */
  nextAttemptAt: Date | null;
  /** Why the claim last put it off until `nextAttemptAt`; null where it did not. */
  heldBy: HoldReason | null;
  /** Whether it stands on a do-not-call list that applies, or has opted out. */
  suppressed: boolean;
  /** What the account's caps on attempts say: until when they leave no room for another; null where they do. */
  capped: { reason: HoldReason; until: Date } | null;
  /** Where it may be, by its number and its contact. */
  place: Place;
}

/** What decides about all numbers of a campaign. */
export interface CampaignTerms extends HoursTerms {
  status: CampaignStatus;
  /** Attempts after the first. */
  maxRetries: number;
}

/** Whether a number may be called now; if not, why, and when that may change without anybody's doing (null: never). */
export type Eligibility =
  { allowed: true } | { allowed: false; reason: HoldReason; nextEligibleAt: Date | null };

const HELD_BY_STATE: Partial<Record<SubscriberState, HoldReason>> = {
  [SubscriberState.Sent]: HoldReason.AwaitingReceipt,
  [SubscriberState.Completed]: HoldReason.Completed,
  [SubscriberState.Removed]: HoldReason.Removed,
  [SubscriberState.Suppressed]: HoldReason.Suppressed,
  [SubscriberState.Failed]: HoldReason.AttemptsUsedUp,
};

const HELD_BY_STATUS: Record<CampaignStatus, HoldReason | null> = {
  [CampaignStatus.Draft]: HoldReason.NotStarted,
  [CampaignStatus.Running]: null,
  [CampaignStatus.Paused]: HoldReason.Paused,
  [CampaignStatus.Stopped]: HoldReason.Ended,
  [CampaignStatus.Finished]: HoldReason.Ended,
  [CampaignStatus.Expired]: HoldReason.Ended,
};

/**
 * The one rule about who may be called when. What concerns the number for good comes first, then the
 * campaign's status, its schedule and the account's hours, then the hours at the number's own place, and last what passes by itself. The
 * claim applies the same rule in SQL (`campaignOpenSql`, `hoursOpenSql`, and the queue's own columns).
 */
export function eligibility(
  subscriber: Candidate,
  campaign: CampaignTerms,
  now: Date,
): Eligibility {
  const lasting = lastingReason(subscriber, campaign);
  if (lasting) return { allowed: false, reason: lasting, nextEligibleAt: null };
  const { nextAttemptAt, heldBy, capped } = subscriber;
  if (!nextAttemptAt)
    return { allowed: false, reason: HoldReason.BeingCalled, nextEligibleAt: null };

  const held = campaignHold(campaign, now) ?? numberHold(campaign, subscriber.place, now);
  const isDue = nextAttemptAt <= now;
  if (!held && isDue && !capped) return { allowed: true };
  const earliest = latest(isDue ? now : nextAttemptAt, capped?.until);
  const nextEligibleAt =
    campaign.status === CampaignStatus.Running
      ? firstCallableAt(campaign, subscriber.place, earliest)
      : null;
  const waitsFor = (isDue ? capped?.reason : heldBy) ?? HoldReason.WaitingForRetry;
  return { allowed: false, reason: held?.reason ?? waitsFor, nextEligibleAt };
}

/** Why a campaign as a whole calls nobody now, and when its schedule opens; null while it may call. */
export function campaignHold(
  campaign: WholeTerms & Pick<CampaignTerms, 'status'>,
  now: Date,
): { reason: HoldReason; opensAt: Date | null } | null {
  const byStatus = HELD_BY_STATUS[campaign.status];
  if (byStatus) return { reason: byStatus, opensAt: null };
  const opening = campaignOpening(campaign, now);
  return opening.open ? null : { reason: opening.reason, opensAt: opening.opensAt };
}

const latest = (one: Date, other?: Date) => (other && other > one ? other : one);

function lastingReason(
  { state, suppressed, attempts }: Candidate,
  { maxRetries }: CampaignTerms,
): HoldReason | null {
  const byState = HELD_BY_STATE[state];
  if (byState) return byState;
  if (suppressed) return HoldReason.Suppressed;
  return attempts > maxRetries ? HoldReason.AttemptsUsedUp : null;
}
