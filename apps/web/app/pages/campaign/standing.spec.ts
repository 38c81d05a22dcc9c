import {
  CampaignHoldView,
  CampaignReportView,
  CampaignView,
  HoldReason,
  SuppressedBy,
} from '@belltower/dto';
import { standingRows, type StandingWords, subscribersOf, suppressedAhead } from './standing';

const WORDS: StandingWords = {
  ...{ reached: 'Reached', notReached: 'Not reached', left: 'Left' },
  ...{ first: 'First', again: 'Again', now: 'On the line' },
};
const hold = (values: Partial<CampaignHoldView>): CampaignHoldView => ({
  ...{ ...new CampaignHoldView(), wholeCampaign: false, atLeast: false, ...values },
});
const CAMPAIGN: CampaignView = {
  ...{ ...new CampaignView(), id: 5, subscribers: 40, reached: 10, attemptsUsedUp: 2 },
  ...{ suppressed: 3, left: 25, waiting: 18, waitingForRetry: 5, inProgress: 2 },
};
const REPORT: CampaignReportView = {
  ...{ ...new CampaignReportView(), campaign: CAMPAIGN },
  suppressedBy: [{ reason: SuppressedBy.List, listId: 7, list: 'Old', subscribers: 3 }],
  holds: [
    hold({ reason: HoldReason.BeingCalled, subscribers: 2 }),
    hold({ reason: HoldReason.CallingRule, subscribers: 4, atLeast: true }),
    hold({ reason: HoldReason.WaitingForRetry, subscribers: 5 }),
    hold({ reason: HoldReason.Suppressed, subscribers: 9, atLeast: true }),
  ],
};

describe('where the subscribers of a campaign stand', () => {
  const rows = (report = REPORT) => standingRows(report, WORDS, []);

  it('adds up: whatever is no part of a row above is a part of all', () => {
    const whole = rows().filter(({ below }) => !below);
    expect(whole.map(({ name, count }) => [name, count])).toEqual([
      ...[
        ['Reached', 10],
        ['Not reached', 2],
        ['On do-not-call', 3],
        ['Left', 25],
      ],
    ]);
  });

  it('has a list behind every number', () => {
    expect(rows().filter(({ behind }) => !behind)).toEqual([]);
    expect(
      rows()
        .slice(-5)
        .map(({ name, count, note, behind }) => [name, count, note, behind]),
    ).toEqual([
      ['First', 18, '', { campaignId: 5, state: 'waiting', underWay: false }],
      ['Again', 5, undefined, { campaignId: 5, state: 'retry', underWay: false }],
      ['On the line', 2, undefined, { campaignId: 5, state: 'waiting,retry', underWay: true }],
      ['Of these: on do-not-call', 6, '(at least)', { campaignId: 5, heldBy: 'suppressed' }],
      [
        ...['Of these: outside the calling hours of their country', 4, '(at least)'],
        { campaignId: 5, heldBy: 'calling-rule' },
      ],
    ]);
    expect(subscribersOf(5)).toEqual({
      campaignId: 5,
      state: 'waiting,retry,sent,completed,failed,suppressed',
    });
  });

  it('asks for nobody’s line while nobody is on it', () => {
    const quiet = { ...CAMPAIGN, waiting: 20, inProgress: 0 };
    const first = rows({ ...REPORT, campaign: quiet }).find(({ name }) => name === 'First');
    expect(first!.behind).toEqual({ campaignId: 5, state: 'waiting' });
  });

  it('tells those on do-not-call who still wait apart from those who are out', () => {
    expect(suppressedAhead(CAMPAIGN, REPORT.holds)).toEqual({ count: 6, atLeast: true });
    expect(suppressedAhead({ suppressed: 9 }, REPORT.holds)).toBeNull();
    expect(suppressedAhead({ suppressed: 0 }, [])).toBeNull();
  });
});
