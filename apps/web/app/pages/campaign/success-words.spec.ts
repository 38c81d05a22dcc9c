import { Channel } from '@belltower/dto';
import { successWords } from './success-words';

const of = (channel: Channel, reached: number, attemptsUsedUp: number, sent = 0) =>
  successWords({ channel, reached, attemptsUsedUp, sent });

describe('of whom a share of success is', () => {
  it('is of all that were called, or texted, to the end', () => {
    expect(of(Channel.Voice, 1_200, 300)).toBe('1,200 of 1,500 called');
    expect(of(Channel.Sms, 24, 6)).toBe('24 of 30 texted');
  });

  it('is of those that are reported on while others await receipts', () => {
    expect(of(Channel.Sms, 8, 0, 12)).toBe('8 of 8 reported on · 12 await a receipt');
    expect(of(Channel.Sms, 7, 1, 1)).toBe('7 of 8 reported on · 1 awaits a receipt');
  });

  it('says so where nothing is known yet', () => {
    expect(of(Channel.Sms, 0, 0, 20)).toBe('20 await a receipt');
    expect(of(Channel.Voice, 0, 0)).toBe('Nobody yet');
  });
});
