import { CampaignView, Channel } from '@belltower/dto';
import { doneWords } from './done-words';

const campaign = (values: Partial<CampaignView>) =>
  Object.assign(new CampaignView(), { channel: Channel.Sms, subscribers: 400, ...values });

describe('how far a campaign is', () => {
  it.each([
    ['while some are left', { done: 100, left: 300, sent: 3 }, '100 of 400 done (25.0%)'],
    ['when all are done', { done: 400 }, 'All 400 done'],
    ['while one receipt is missing', { done: 399, sent: 1 }, 'All 400 texted, 1 awaits a receipt'],
    ['while receipts are missing', { done: 397, sent: 3 }, 'All 400 texted, 3 await a receipt'],
  ])('%s', (_when, values, words) => {
    expect(doneWords(campaign(values))).toBe(words);
  });
});
