import { RetryPolicy, retryRuleOf } from '@belltower/dto';
import { estimateFinish, FinishEstimate, Party, Timeline } from './finish-estimate';

/** How the calls of an account end. */
export interface OutcomeShares {
  /** How many calls that is known from. */
  calls: number;
  /** From 0 to 1 each; together all attempts that count. */
  shares: Partial<Record<string, number>>;
}

/** What retries add to a first call of everybody. */
export interface RetryOutlook {
  /** The share of numbers that get a first retry, a second one, and so on. */
  reach: readonly number[];
  /** From a call to its retry, on average. */
  afterMs: number;
}

export const NO_RETRIES: RetryOutlook = { reach: [], afterMs: 0 };

/** What is less likely changes no estimate. */
const NEGLIGIBLE = 1e-6;

/** What a campaign's retries come to where its calls end as others of the account did. */
export function retryOutlook(policy: RetryPolicy, { shares }: OutcomeShares): RetryOutlook {
  const retried = policy.retryOn.flatMap((disposition) => {
    const rule = retryRuleOf(policy, disposition);
    const share = shares[disposition] ?? 0;
    return rule && share ? [{ share, ...rule }] : [];
  });
  const all = retried.reduce((sum, { share }) => sum + share, 0);
  if (!all) return NO_RETRIES;
  const reach: number[] = [];
  // How often each outcome has been retried, with the share of numbers of which that is so.
  let tallies = new Map<string, { counts: number[]; share: number }>([
    ['', { counts: retried.map(() => 0), share: 1 }],
  ]);
  while (reach.length < policy.maxRetries) {
    const next: typeof tallies = new Map();
    for (const { counts, share } of tallies.values())
      retried.forEach((outcome, index) => {
        const part = share * outcome.share;
        if (counts[index]! >= outcome.times || part < NEGLIGIBLE) return;
        // One that may be as often as all retries together needs no count of its own.
        const step = outcome.times < policy.maxRetries ? 1 : 0;
        const after = counts.with(index, counts[index]! + step);
        const held = next.get(after.join()) ?? { counts: after, share: 0 };
        next.set(after.join(), { ...held, share: held.share + part });
      });
    const again = [...next.values()].reduce((sum, { share }) => sum + share, 0);
    if (!again) break;
    reach.push(again);
    tallies = next;
  }
  const afterSeconds = retried.reduce((sum, one) => sum + one.share * one.afterSeconds, 0) / all;
  return { reach, afterMs: afterSeconds * 1_000 };
}

/** Calls that a number takes on average, its first included. */
export const callsPerNumber = ({ reach }: RetryOutlook) =>
  reach.reduce((sum, share) => sum + share, 1);

/** Calls that a number takes on average which waits for a retry already. */
export const callsPerRetry = ({ reach }: RetryOutlook) =>
  reach.length ? reach.reduce((sum, share) => sum + share, 0) / reach[0]! : 1;

/**
 * When everybody is done, retries included: what all calls take at the pace, and at least as long as somebody waits who is
 * called first when all others have been, and retried as often as is likely among so many.
 * @param parties with a first call for every number
 */
export function estimateWithRetries(
  parties: readonly Party[],
  outlook: RetryOutlook,
  callsPerMinute: number,
  from: Date,
): FinishEstimate {
  const first = estimateFinish(parties, callsPerMinute, from);
  const numbers = parties.reduce((sum, { calls }) => sum + calls, 0);
  const rounds = outlook.reach.filter((share) => share * numbers >= 0.5).length;
  if (!first.finishesAt || !rounds) return first;
  const each = callsPerNumber(outlook);
  const all = estimateFinish(
    parties.map((party) => ({ ...party, calls: party.calls * each })),
    callsPerMinute,
    from,
  );
  const waited = afterRounds(parties, first.finishesAt, rounds, outlook.afterMs);
  const { calledInTime } = first;
  if (!all.finishesAt || !waited) return { finishesAt: null, calledInTime };
  return { finishesAt: all.finishesAt > waited ? all.finishesAt : waited, calledInTime };
}

/** When somebody is called for the last time who has to wait so often, each time until calls are made again. */
export function afterRounds(
  parties: readonly { times: Timeline }[],
  from: Date,
  rounds: number,
  afterMs: number,
): Date | null {
  let at = from.getTime();
  for (let round = 0; round < rounds; round++) {
    const due = at + afterMs;
    const spans = parties.flatMap(({ times }) => times.next(due) ?? []);
    if (!spans.length) return null;
    at = Math.max(due, Math.min(...spans.map(({ start }) => start)));
  }
  return new Date(at);
}
