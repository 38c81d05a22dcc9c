import { Queryable, versionOf } from '@belltower/core';
import { CampaignInput, CampaignStatus, Channel, HoldReason } from '@belltower/dto';
import { AccountHours, readAccountHours } from './account-hours';
import { campaignOpening } from './calling-window';
import { capacitiesOf } from './campaign.capacity';
import { CampaignCounters, countersOf, hasDialer } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { hasEnded } from './campaign.status';
import { campaignHold } from './eligibility';
import { outcomeShares } from './outcome-shares';
import { estimateRest } from './rest-estimate';
import { OutcomeShares } from './retry-outlook';

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
  const accountHours = await readAccountHours(db, accountId);
  const outcomes = new Map<Channel, OutcomeShares | null>();
  for (const channel of new Set(campaigns.map((campaign) => campaign.channel)))
    outcomes.set(channel, await outcomeShares(db, accountId, channel, now));
  const running = campaigns.filter(({ status }) => status === CampaignStatus.Running);
  const capacities = await capacitiesOf(db, accountId, running, now);
  return campaigns.map((campaign) => ({
    ...campaign,
    ...links.get(campaign.id)!,
    version: versionOf(CampaignInput, { ...campaign, ...links.get(campaign.id)! }),
    sourceCampaignName: sources.get(campaign.sourceCampaignId!) ?? null,
    ...stateOf({ ...campaign, accountHours }, counters.get(campaign.id)!, {
      dialed,
      outcomes: outcomes.get(campaign.channel) ?? null,
      capacity: capacities.get(campaign.id) ?? campaign.callsPerMinute,
      now,
    }),
  }));
}

/** A campaign as it is shown. */
export type CampaignRecord = Awaited<ReturnType<typeof campaignViews>>[number];

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

/** A campaign with what its account says about its hours. */
type Terms = Campaign & { accountHours: AccountHours | null };

interface Surroundings {
  /** Whether any process dials. */
  dialed: boolean;
  outcomes: OutcomeShares | null;
  /** Calls a minute that it can make. */
  capacity: number;
  now: Date;
}

function stateOf(
  campaign: Terms,
  counters: CampaignCounters,
  { dialed, outcomes, capacity, now }: Surroundings,
) {
  const progress = progressOf(counters);
  const opening = hasEnded(campaign.status) ? null : campaignOpening(campaign, now);
  const heldBy = holdOf(campaign, counters, dialed, now);
  // What was achieved in the last minute foretells the next hours, unless it was held up or changed just then.
  const isSteady = !heldBy && now.getTime() - campaign.updatedAt.getTime() > SETTLES_MS;
  const pace = (isSteady && counters.gauge?.callsLastMinute) || capacity;
  const running = campaign.status === CampaignStatus.Running;
  return {
    ...progress,
    heldBy,
    opensAt: opening && !opening.open ? opening.opensAt : null,
    closesAt: opening?.open ? opening.closesAt : null,
    callsLastMinute: running ? (counters.gauge?.callsLastMinute ?? null) : null,
    retriesCounted: running && campaign.maxRetries > 0 && outcomes !== null,
    expectedFinishAt:
      running && progress.left > 0
        ? estimateRest(campaign, counters.byState, outcomes, pace, now).finishesAt
        : null,
  };
}

/** Why a running campaign calls nobody at this moment; null while it can, and for any other campaign. */
export function holdOf(
  campaign: Terms,
  { gauge }: Pick<CampaignCounters, 'gauge'>,
  dialed: boolean,
  now: Date,
): HoldReason | null {
  if (campaign.status !== CampaignStatus.Running) return null;
  const held = campaignHold(campaign, now)?.reason;
  return held ?? (dialed ? (gauge?.heldBy ?? null) : HoldReason.NoDialer);
}

function progressOf({ byState, firstCalls, retries }: CampaignCounters) {
  const { waiting, retry, sent, completed, failed, suppressed, removed } = byState;
  const done = completed + sent + failed + suppressed;
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
    sent,
    attemptsUsedUp: failed,
    suppressed,
    removed,
    answeredPercent: called ? Math.round((completed / called) * 1_000) / 10 : null,
  };
}
