import { resolve } from 'node:path';
import { ordeal } from '../testing/ordeal';

jest.setTimeout(300_000);

describe('a campaign whose processes and database die', () => {
  it('dials no number twice for one attempt, loses none, and keeps its pace', async () => {
    const verdict = await ordeal({
      root: resolve(__dirname, '../../..'),
      seed: 7,
      numbers: 1_800,
      processes: 3,
      faults: 6,
      callsPerMinute: 3_600,
      say: () => undefined,
    });
    expect(verdict.problems).toEqual([]);
    expect(verdict.dialled).toBeGreaterThanOrEqual(1_800);
    expect(verdict.interrupted).toBeGreaterThan(0);
  });
});
