import { SubscriberState } from '@belltower/dto';
import { WholeTerms, typicalOpening } from './calling-window';
import { Campaign } from './campaign.entity';
import { estimateFinish, FinishEstimate, Timeline } from './finish-estimate';
import {
  afterRounds,
  callsPerNumber,
  callsPerRetry,
  NO_RETRIES,
  OutcomeShares,
  retryOutlook,
} from './retry-outlook';

type Left = Pick<Record<SubscriberState, number>, SubscriberState.Waiting | SubscriberState.Retry>;

/**
 * When the numbers that a campaign under way has left are done, by the clocks of campaign and account. Retries are
 * reckoned as many as the outcomes of the account's calls lead to; without these everybody counts once.
 */
export function estimateRest(
  campaign: Campaign & WholeTerms,
  { waiting, retry }: Left,
  outcomes: OutcomeShares | null,
  callsPerMinute: number,
  now: Date,
): FinishEstimate {
  const outlook = outcomes ? retryOutlook(campaign, outcomes) : NO_RETRIES;
  const times = new Timeline((at) => typicalOpening(campaign, at), now);
  const calls = waiting * callsPerNumber(outlook) + retry * callsPerRetry(outlook);
  const all = estimateFinish([{ calls, times }], callsPerMinute, now);
  const first = estimateFinish([{ calls: waiting, times }], callsPerMinute, now);
  const rounds = outlook.reach.filter((share) => share * waiting >= 0.5).length;
  if (!all.finishesAt || !first.finishesAt || !outcomes) return all;
  // Whoever waits for a retry already may have just begun to.
  const waited = afterRounds(
    [{ times }],
    first.finishesAt,
    Math.max(rounds, retry && outlook.reach.length ? 1 : 0),
    outlook.afterMs,
  );
  if (!waited) return { finishesAt: null, calledInTime: first.calledInTime };
  return waited > all.finishesAt ? { ...all, finishesAt: waited } : all;
}
