import { KeptSum, TotalsDifferenceView } from '@belltower/dto';
import { totalsInWords } from './totals-words';

const FOUND = {
  ...{ accounts: 2, accountsDone: 2, callsCounted: 50, messagesCounted: 0 },
  ...{ differences: 0, examples: [] },
};
const WRONG: TotalsDifferenceView = {
  ...new TotalsDifferenceView(),
  ...{ sum: KeptSum.Calls, accountName: 'Clinic', campaignName: 'Reminders' },
  ...{ quarter: '2026-11-23T10:00:00Z', detail: 'busy, ES, North', keptCalls: 3, countedCalls: 1 },
  ...{ keptTalkSeconds: 9, countedTalkSeconds: 4 },
};

describe('what a check of totals says', () => {
  it('is one sentence where all is well', () => {
    expect(totalsInWords(FOUND, false)).toEqual([
      '50 calls of 2 accounts counted: every total is what its rows come to.',
    ]);
  });

  it('names what differs, how much more there is, and what to do', () => {
    expect(totalsInWords({ ...FOUND, differences: 3, examples: [WRONG] }, false)).toEqual([
      '50 calls of 2 accounts counted: 3 totals differ.',
      '  Calls of a quarter of an hour: Clinic · Reminders · 2026-11-23T10:00:00Z · busy, ES, North: 3 calls kept, 1 counted; 9 seconds of talk kept, 4 counted',
      '  … and 2 more',
      'Run check-totals --repair to put them right.',
    ]);
  });

  it('tells subscribers by their state', () => {
    const { accountName, campaignName } = WRONG;
    const wrong = {
      ...{ ...new TotalsDifferenceView(), sum: KeptSum.Subscribers, accountName, campaignName },
      ...{ detail: 'waiting', keptSubscribers: 7, countedSubscribers: 0 },
    };
    expect(totalsInWords({ ...FOUND, differences: 1, examples: [wrong] }, false)[1]).toBe(
      '  Subscribers of a campaign: Clinic · Reminders · waiting: 7 subscribers kept, 0 counted',
    );
  });

  it('says what has been put right', () => {
    const lines = totalsInWords({ ...FOUND, differences: 1, examples: [WRONG] }, true);
    expect(lines[0]).toBe(
      '50 calls of 2 accounts counted: 1 totals differed and have been put right.',
    );
    expect(lines).toHaveLength(2);
  });
});
