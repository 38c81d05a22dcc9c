import { choiceLabel } from './choice-label';
import { countryName } from './country-name';
import { counted, formatCount, formatDuration, formatNumber, formatShare } from './format';

describe('numbers for people', () => {
  it('separates thousands and shows a dash for what is not known', () => {
    expect(formatNumber(12345)).toBe('12,345');
    expect(formatNumber(null)).toBe('—');
  });

  it('says that a count is an estimate', () => {
    expect(formatCount(12345, false)).toBe('12,345');
    expect(formatCount(48_211, true)).toBe('about 48,000');
    expect(formatCount(1_234_567, true)).toBe('about 1.2 million');
  });

  it('shows shares with one decimal, and none of nothing', () => {
    expect(formatShare(3, 8)).toBe('37.5%');
    expect(formatShare(0, 0)).toBe('—');
  });

  it('shows seconds as minutes, and hours from an hour on', () => {
    expect(formatDuration(9)).toBe('0:09');
    expect(formatDuration(754)).toBe('12:34');
    expect(formatDuration(3_661)).toBe('1:01:01');
  });

  it('counts one thing in the singular', () => {
    expect(counted(1, 'contact', 'contacts')).toBe('1 contact');
    expect(counted(2_000, 'contact', 'contacts')).toBe('2,000 contacts');
  });

  it('names countries, and leaves what is none', () => {
    expect(countryName('ES')).toBe('Spain');
    expect(countryName('none')).toBe('No country');
    expect(countryName('')).toBe('');
  });

  it('words a value by its field, else from the value itself', () => {
    expect(choiceLabel({ choices: { sms: 'SMS' } }, 'sms')).toBe('SMS');
    expect(choiceLabel({}, 'no-answer')).toBe('No answer');
  });
});
