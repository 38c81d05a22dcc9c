import { resolve } from 'node:path';
import { ordeal } from '../testing/ordeal';

jest.setTimeout(300_000);

describe('a campaign whose processes and database die', () => {
  it('dials no number twice for one attempt, loses none, and keeps its pace', async () => {
    const verdict = await ordeal({
      root: resolve(__dirname, '../../..'),
      seed: 7,
      processes: 3,
      faults: 8,
      callsPerMinute: 3_600,
      say: () => undefined,
    });
    expect(verdict.problems).toEqual([]);
    expect(verdict.dialled).toBeGreaterThanOrEqual(verdict.numbers);
    expect(verdict.interrupted).toBeGreaterThan(0);
  });
});
