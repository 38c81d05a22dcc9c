import { Params } from '@angular/router';
import {
  type CampaignHoldView,
  type CampaignReportView,
  type CampaignView,
  HoldReason,
  SubscriberState,
  SUPPRESSED_BY_WORDS,
} from '@belltower/dto';
import { HOLD_WORDS } from './hold-words';
import type { ShareRow } from './share-table';

/** What a report says about where subscribers stand. */
type Standing = Pick<
  CampaignReportView,
  'campaign' | 'holds' | 'suppressedAtLeast' | 'suppressedBy'
>;

/** Reasons that are counted as states of their own. */
const COUNTED_ELSEWHERE: readonly HoldReason[] = [
  HoldReason.BeingCalled,
  HoldReason.Suppressed,
  HoldReason.AttemptsUsedUp,
  HoldReason.Removed,
];

/** How a report speaks of subscribers, by its channel. */
export interface StandingWords {
  reached: string;
  notReached: string;
  left: string;
  first: string;
  again: string;
  now: string;
}

/** Query of the list of a campaign's subscribers in these states. */
export function subscribersIn(campaignId: number, ...states: SubscriberState[]): Params {
  return { campaignId, state: states.join() };
}

/** Where the subscribers of a campaign stand; what is below a row says more of it. */
export function standingRows(
  { campaign, holds, suppressedAtLeast, suppressedBy }: Standing,
  words: StandingWords,
  belowReached: readonly ShareRow[],
): ShareRow[] {
  const { id, reached, sent, attemptsUsedUp, suppressed, left } = campaign;
  const inState = (...states: SubscriberState[]) => ({ behind: subscribersIn(id, ...states) });
  return [
    { name: words.reached, count: reached, tone: 'green', ...inState(SubscriberState.Completed) },
    ...belowReached,
    ...(sent
      ? [
          {
            ...{ name: 'Sent, nothing reported yet', count: sent, tone: 'blue' as const },
            ...inState(SubscriberState.Sent),
          },
        ]
      : []),
    {
      ...{ name: words.notReached, count: attemptsUsedUp, tone: 'red' },
      ...inState(SubscriberState.Failed),
    },
    {
      ...{ name: 'On do-not-call', count: suppressed, tone: 'violet' },
      ...inState(SubscriberState.Suppressed),
    },
    ...suppressedBy.map(({ reason, listId, list, subscribers }) => ({
      name: list ? `On the list “${list}”` : SUPPRESSED_BY_WORDS[reason],
      count: subscribers,
      behind: {
        ...subscribersIn(id, SubscriberState.Suppressed),
        suppressedBy: reason,
        suppressionListId: listId,
      },
      note: suppressedAtLeast ? '(at least)' : '',
      below: true,
    })),
    {
      ...{ name: words.left, count: left, tone: 'slate' },
      ...inState(SubscriberState.Waiting, SubscriberState.Retry),
    },
    ...waiting({ campaign, holds }, words),
  ];
}

/** All of a campaign's subscribers but those that were taken out of it. */
export function subscribersOf(campaignId: number): Params {
  const states = Object.values(SubscriberState).filter((one) => one !== SubscriberState.Removed);
  return subscribersIn(campaignId, ...states);
}

/** Of those who are left, so many are on do-not-call and leave the queue when their turn comes; null where none is. */
export function suppressedAhead(
  { suppressed }: Pick<CampaignView, 'suppressed'>,
  holds: readonly CampaignHoldView[],
): { count: number; atLeast: boolean } | null {
  const hold = holds.find(({ reason }) => reason === HoldReason.Suppressed);
  const count = (hold?.subscribers ?? 0) - suppressed;
  return count > 0 ? { count, atLeast: hold!.atLeast } : null;
}

/** What those who are left wait for. Whoever is on the line still is in the state of before. */
function waiting(
  { campaign, holds }: Pick<Standing, 'campaign' | 'holds'>,
  words: StandingWords,
): ShareRow[] {
  if (!campaign.left) return [];
  const below = true;
  const underWay = campaign.inProgress > 0 ? { underWay: false } : {};
  const listed = (state: SubscriberState) => ({
    ...subscribersIn(campaign.id, state),
    ...underWay,
  });
  const ahead = suppressedAhead(campaign, holds);
  const reasons = holds.filter(({ reason }) => !COUNTED_ELSEWHERE.includes(reason));
  const whole = reasons.filter(({ wholeCampaign }) => wholeCampaign);
  const rows: ShareRow[] = [
    {
      name: words.first,
      count: campaign.waiting,
      below,
      behind: listed(SubscriberState.Waiting),
      note: whole.map(({ reason }) => HOLD_WORDS[reason].short).join(', '),
    },
    {
      name: words.again,
      count: campaign.waitingForRetry,
      below,
      behind: listed(SubscriberState.Retry),
    },
    {
      name: words.now,
      count: campaign.inProgress,
      below,
      behind: {
        ...subscribersIn(campaign.id, SubscriberState.Waiting, SubscriberState.Retry),
        underWay: true,
      },
    },
    {
      name: 'Of these: on do-not-call',
      count: ahead?.count ?? 0,
      note: ahead?.atLeast ? '(at least)' : '',
      below,
      behind: { campaignId: campaign.id, heldBy: HoldReason.Suppressed },
    },
    ...reasons
      .filter((hold) => !hold.wholeCampaign && hold.reason !== HoldReason.WaitingForRetry)
      .map(({ reason, subscribers, atLeast }) => ({
        name: `Of these: ${HOLD_WORDS[reason].short.toLowerCase()}`,
        count: subscribers ?? 0,
        note: atLeast ? '(at least)' : '',
        below,
        behind: { campaignId: campaign.id, heldBy: reason },
      })),
  ];
  return rows.filter(({ count }) => count > 0);
}

/** `2 were`, of those that were taken out of a campaign. */
export function takenOutWords(removed: number, count: string): string {
  return `${count} ${removed === 1 ? 'was' : 'were'} taken out`;
}
