import { areGone, goneNote } from './gone-note';

describe('a note on calls that are not kept any more', () => {
  const SINCE = '2026-08-01T00:00:00Z';

  it('says from when on they are, where the period begins before', () => {
    expect(goneNote(SINCE, '2026-07-31T22:00:00Z', 'UTC')).toBe(
      'Calls before 1 Aug 2026, 00:00:00 are not kept any more: they are counted, and cannot be listed.',
    );
  });

  it('says nothing where all are kept', () => {
    expect(goneNote(SINCE, SINCE, 'UTC')).toBe('');
    expect(goneNote(null, '2016-07-31T22:00:00Z', 'UTC')).toBe('');
  });

  it('knows whether any call of a period can still be listed', () => {
    expect(areGone(SINCE, SINCE)).toBe(true);
    expect(areGone(SINCE, '2026-08-01T00:00:00.001Z')).toBe(false);
    expect([areGone(SINCE, undefined), areGone(null, SINCE)]).toEqual([false, false]);
  });
});
