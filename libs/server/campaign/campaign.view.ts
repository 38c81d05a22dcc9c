import { Queryable } from '@belltower/core';
import { CampaignStatus, HoldReason } from '@belltower/dto';
import { openingAt } from './calling-hours';
import { campaignSchedule } from './calling-window';
import { CampaignCounters, countersOf, hasDialer } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { hasEnded } from './campaign.status';
import { campaignHold } from './eligibility';
import { estimateFinish } from './finish-estimate';

/** Campaigns of one account as the API shows them: with what they name, how far they are and what holds them. */
export async function campaignViews(
  db: Queryable,
  accountId: number,
  campaigns: readonly Campaign[],
  now: Date,
) {
  const ids = campaigns.map(({ id }) => id);
  const links = await linksOf(db, accountId, ids);
  const counters = await countersOf(db, accountId, ids, now);
  const dialed = await hasDialer(db, now);
  const sources = await sourceNames(db, accountId, campaigns);
  return campaigns.map((campaign) => ({
    ...campaign,
    ...links.get(campaign.id)!,
    sourceCampaignName: sources.get(campaign.sourceCampaignId!) ?? null,
    ...stateOf(campaign, counters.get(campaign.id)!, dialed, now),
  }));
}

/** The names of campaigns whose rest some of these call. */
async function sourceNames(
  db: Queryable,
  accountId: number,
  campaigns: readonly Campaign[],
): Promise<Map<number, string>> {
  const ids = campaigns.flatMap(({ sourceCampaignId }) => sourceCampaignId ?? []);
  if (!ids.length) return new Map();
  const rows = await db.query<{ id: number; name: string }[]>(
    'select id, name from campaign where account_id = $1 and id = any($2)',
    [accountId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** So long after a start, a resume or a change, the last minute says something about the pace. */
const SETTLES_MS = 120_000;

function stateOf(campaign: Campaign, counters: CampaignCounters, dialed: boolean, now: Date) {
  const progress = progressOf(counters);
  const opening = hasEnded(campaign.status) ? null : openingAt(campaignSchedule(campaign), now);
  const heldBy = holdOf(campaign, counters, dialed, now);
  // What was achieved in the last minute foretells the next hours, unless it was held up or changed just then.
  const isSteady = !heldBy && now.getTime() - campaign.updatedAt.getTime() > SETTLES_MS;
  const pace = (isSteady && counters.gauge?.callsLastMinute) || campaign.callsPerMinute;
  const running = campaign.status === CampaignStatus.Running;
  return {
    ...progress,
    heldBy,
    opensAt: opening && !opening.open ? opening.opensAt : null,
    closesAt: opening?.open ? opening.closesAt : null,
    callsLastMinute: running ? (counters.gauge?.callsLastMinute ?? null) : null,
    expectedFinishAt:
      running && progress.left > 0
        ? estimateFinish(campaign, pace, progress.left, now).finishesAt
        : null,
  };
}

/** Why a running campaign calls nobody at this moment; null while it can, and for any other campaign. */
export function holdOf(
  campaign: Campaign,
  { gauge }: Pick<CampaignCounters, 'gauge'>,
  dialed: boolean,
  now: Date,
): HoldReason | null {
  if (campaign.status !== CampaignStatus.Running) return null;
  const held = campaignHold(campaign, now)?.reason;
  return held ?? (dialed ? (gauge?.heldBy ?? null) : HoldReason.NoDialer);
}

function progressOf({ byState, firstCalls, retries }: CampaignCounters) {
  const { waiting, retry, completed, failed, suppressed, removed } = byState;
  const done = completed + failed + suppressed;
  const left = waiting + retry;
  // A number that was taken out while its call was under way is not waiting any more.
  const inProgress = Math.min(firstCalls + retries, left);
  const waitingForRetry = Math.max(retry - retries, 0);
  const called = completed + failed;
  return {
    subscribers: done + left,
    done,
    left,
    inProgress,
    waiting: Math.max(left - inProgress - waitingForRetry, 0),
    waitingForRetry,
    reached: completed,
    attemptsUsedUp: failed,
    suppressed,
    removed,
    answeredPercent: called ? Math.round((completed / called) * 1_000) / 10 : null,
  };
}
