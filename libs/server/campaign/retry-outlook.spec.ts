import { Disposition, RetryPolicy } from '@belltower/dto';
import { Timeline } from './finish-estimate';
import { callsPerNumber, callsPerRetry, estimateWithRetries, retryOutlook } from './retry-outlook';

const { Answered, Busy, NoAnswer, Failed } = Disposition;
const HALF_BUSY = { calls: 1_000, shares: { [Answered]: 0.5, [Busy]: 0.5 } };
const policy = (values: Partial<RetryPolicy> = {}): RetryPolicy => ({
  maxRetries: 3,
  retryAfterSeconds: 600,
  retryOn: [Busy, NoAnswer],
  retryRules: [],
  ...values,
});
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

const NOW = new Date('2026-06-01T08:00:00Z');
const MINUTE = 60_000;
/** Open from eight to nine on every day. */
const mornings = new Timeline((at) => {
  const day = new Date(at.toISOString().slice(0, 10) + 'T08:00:00Z');
  const closesAt = new Date(day.getTime() + 60 * MINUTE);
  if (at < day) return { open: false, reason: 'outside-hours' as never, opensAt: day };
  if (at < closesAt) return { open: true, closesAt };
  const next = new Date(day.getTime() + 24 * 60 * MINUTE);
  return { open: false, reason: 'outside-hours' as never, opensAt: next };
}, NOW);

describe('what retries come to', () => {
  it('is half as many each time where half of all calls are retried', () => {
    const { reach, afterMs } = retryOutlook(policy(), HALF_BUSY);
    expect(rounded(reach)).toEqual([0.5, 0.25, 0.125]);
    expect(afterMs).toBe(600_000);
    expect(callsPerNumber({ reach, afterMs })).toBeCloseTo(1.875);
    expect(callsPerRetry({ reach, afterMs })).toBeCloseTo(1.75);
  });

  it('is nothing where none are made, or no call ends so', () => {
    expect(retryOutlook(policy({ maxRetries: 0 }), HALF_BUSY).reach).toEqual([]);
    expect(retryOutlook(policy({ retryOn: [Failed] }), HALF_BUSY).reach).toEqual([]);
    expect(callsPerRetry(retryOutlook(policy({ retryOn: [] }), HALF_BUSY))).toBe(1);
  });

  it('keeps to what an outcome has a number and an interval of its own for', () => {
    const shares = { calls: 1_000, shares: { [Busy]: 0.5, [NoAnswer]: 0.25 } };
    const once = { disposition: Busy, times: 1, afterSeconds: 60 };
    const { reach, afterMs } = retryOutlook(policy({ maxRetries: 2, retryRules: [once] }), shares);
    // The second retry after both orders of busy and no answer, or no answer twice: never busy twice.
    expect(rounded(reach)).toEqual([0.75, 0.5 * 0.25 * 2 + 0.25 * 0.25]);
    expect(afterMs).toBeCloseTo(((0.5 * 60 + 0.25 * 600) / 0.75) * 1_000);
  });

  it('makes everybody done later, and never before the last who is called has waited', () => {
    const none = estimateWithRetries(
      [{ calls: 300, times: mornings }],
      { reach: [], afterMs: 0 },
      30,
      NOW,
    );
    expect(none.finishesAt).toEqual(new Date('2026-06-01T08:10:00Z'));
    const outlook = retryOutlook(policy({ retryAfterSeconds: 60 }), HALF_BUSY);
    const many = estimateWithRetries([{ calls: 300, times: mornings }], outlook, 30, NOW);
    expect(many.finishesAt).toEqual(new Date(NOW.getTime() + 10 * 1.875 * MINUTE));
    // Three times twenty minutes after ten past eight is after nine: the last is called on the next day.
    const slow = retryOutlook(policy({ retryAfterSeconds: 1_200 }), HALF_BUSY);
    const waited = estimateWithRetries([{ calls: 300, times: mornings }], slow, 30, NOW);
    expect(waited).toEqual({ finishesAt: new Date('2026-06-02T08:00:00Z'), calledInTime: 300 });
  });
});
