import { ringTimeoutOver } from './ring-timeout';

describe('how long a call may ring over a gateway', () => {
  it.each([
    [45, null, null, 45],
    [45, 60, null, 60],
    [45, null, 30, 30],
    [45, 20, 60, 45],
    [5, 20, 60, 20],
    [90, 20, 60, 60],
  ])('asked for %s, with limits %s and %s, is %s seconds', (asked, min, max, expected) => {
    const limits = { minRingTimeoutSeconds: min, maxRingTimeoutSeconds: max };
    expect(ringTimeoutOver(limits, asked)).toBe(expected);
  });
});
