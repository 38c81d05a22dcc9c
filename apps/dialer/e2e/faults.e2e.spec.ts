import { ordeal } from '../testing/ordeal';

jest.setTimeout(300_000);

describe('a campaign whose processes and database die', () => {
  it('dials no number twice for one attempt, loses none, and keeps its pace', async () => {
    const verdict = await ordeal({
      seed: 7,
      numbers: 900,
      processes: 3,
      faults: 7,
      callsPerMinute: 3_600,
      say: () => undefined,
    });
    expect(verdict.problems).toEqual([]);
    expect(verdict.dialled).toBeGreaterThanOrEqual(900);
  });
});
