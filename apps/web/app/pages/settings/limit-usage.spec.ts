import { lineOf } from './limit-usage';

const line = (used: number | null, allowed: number | null) =>
  lineOf({ limit: 'maxContacts', label: 'Contacts', used, allowed });

describe('a limit', () => {
  it.each([
    [5, 10, '5 of 10', 50, 'calm'],
    [8, 10, '8 of 10', 80, 'near'],
    [10, 10, '10 of 10', 100, 'full'],
    // Lowered by an operator after the fact.
    [1_200, 1_000, '1,200 of 1,000', 100, 'full'],
    [0, 0, 'None allowed', null, 'calm'],
    [3, 0, '3, none allowed', null, 'calm'],
    [5, null, '5, unlimited', null, 'calm'],
    // A ceiling for each call or campaign is not used up.
    [null, 600, 'At most 600', null, 'calm'],
    [null, null, 'Unlimited', null, 'calm'],
  ])('of which %p is used and %p allowed reads “%s”', (used, allowed, words, percent, tone) => {
    expect(line(used, allowed)).toMatchObject({ words, percent, tone });
  });

  it('says of what passes when it is used', () => {
    const pace = { limit: 'maxCallsPerMinute', label: 'Calls per minute', used: 25, allowed: 100 };
    expect(lineOf(pace).words).toBe('25 of 100 in the last minute');
  });

  it('says its unit', () => {
    const longest = { limit: 'maxCallSeconds', label: 'Longest call', used: null, allowed: 600 };
    expect(lineOf(longest).words).toBe('At most 600 seconds');
  });
});
