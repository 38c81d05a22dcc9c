import { lengthWords, ordinal } from './report-words';

describe('the words of a campaign’s report', () => {
  it('tell how long it took in the two largest units', () => {
    expect(lengthWords(0.4)).toBe('less than a second');
    expect(lengthWords(61)).toBe('1 minute 1 second');
    expect(lengthWords(7_200)).toBe('2 hours');
    expect(lengthWords(2 * 86_400 + 3 * 3_600 + 59)).toBe('2 days 3 hours');
  });

  it('count attempts as people do', () => {
    expect([2, 3, 4, 11, 21].map(ordinal)).toEqual(['2nd', '3rd', '4th', '11th', '21st']);
  });
});
