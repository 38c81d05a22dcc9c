import { CampaignStatus } from '@belltower/dto';
import {
  CAMPAIGN_ACTIONS,
  CAMPAIGN_TRANSITIONS,
  hasEnded,
  transitionProblems,
} from './campaign.status';

describe('the statuses of a campaign', () => {
  it('fit together', () => {
    expect(transitionProblems()).toEqual([]);
  });

  it('are reported where one cannot be reached', () => {
    const transitions = {
      ...CAMPAIGN_TRANSITIONS,
      [CampaignStatus.Running]: [CampaignStatus.Paused],
    };
    expect(transitionProblems(transitions)).toEqual(
      expect.arrayContaining(['no way leads to finished', 'no way leads to expired']),
    );
  });

  it('are reported where an action takes a step that is not allowed', () => {
    const actions = {
      ...CAMPAIGN_ACTIONS,
      resume: { from: [CampaignStatus.Stopped], to: CampaignStatus.Running },
    };
    expect(transitionProblems(CAMPAIGN_TRANSITIONS, actions)).toEqual([
      'not a transition: resume: stopped → running',
    ]);
  });

  it('end in stopped, finished or expired', () => {
    expect(Object.values(CampaignStatus).filter(hasEnded)).toEqual([
      CampaignStatus.Stopped,
      CampaignStatus.Finished,
      CampaignStatus.Expired,
    ]);
  });

  it('let only a running campaign finish or expire', () => {
    const before = (to: CampaignStatus) =>
      Object.values(CampaignStatus).filter((from) => CAMPAIGN_TRANSITIONS[from].includes(to));
    expect(before(CampaignStatus.Finished)).toEqual([CampaignStatus.Running]);
    expect(before(CampaignStatus.Expired)).toEqual([CampaignStatus.Running]);
  });
});
