import { periodBefore, periodOf, quartersOf } from './period';

const now = new Date('2026-11-24T15:00:00Z');
const at = (text: string) => new Date(text);

describe('the period of a report', () => {
  it('is the last 30 days where none is named', () => {
    expect(periodOf({}, now)).toEqual({ from: at('2026-10-25T15:00:00Z'), until: now });
  });

  it('refuses to end before it begins', () => {
    const backwards = { from: '2026-11-24T00:00:00Z', until: '2026-11-23T00:00:00Z' };
    expect(() => periodOf(backwards, now)).toThrow('ends before it begins');
  });
});

describe('the period before', () => {
  it('of a whole local day is the whole local day before, of 23 hours where the clocks went forward', () => {
    const monday = { from: at('2026-03-29T22:00:00Z'), until: at('2026-03-30T22:00:00Z') };
    expect(periodBefore(monday, 'Europe/Madrid')).toEqual({
      from: at('2026-03-28T23:00:00Z'),
      until: at('2026-03-29T22:00:00Z'),
    });
  });

  it('of today so far is yesterday until the same time', () => {
    const today = { from: at('2026-11-24T00:00:00Z'), until: at('2026-11-24T15:00:00Z') };
    expect(periodBefore(today, 'UTC')).toEqual({
      from: at('2026-11-23T00:00:00Z'),
      until: at('2026-11-23T15:00:00Z'),
    });
  });

  it('of seven days is the seven days before', () => {
    const week = { from: at('2026-11-16T23:00:00Z'), until: at('2026-11-23T23:00:00Z') };
    expect(periodBefore(week, 'Europe/Madrid').from).toEqual(at('2026-11-09T23:00:00Z'));
  });
});

describe('whole quarters of an hour', () => {
  it('are the period itself where it begins and ends with one', () => {
    const whole = { from: at('2026-11-24T00:15:00Z'), until: at('2026-11-24T01:45:00Z') };
    expect(quartersOf(whole)).toEqual({ whole, rest: [] });
  });

  it('leave what is over on both sides', () => {
    const { whole, rest } = quartersOf({
      from: at('2026-11-24T00:01:00Z'),
      until: at('2026-11-24T01:46:00Z'),
    });
    expect(whole).toEqual({ from: at('2026-11-24T00:15:00Z'), until: at('2026-11-24T01:45:00Z') });
    expect(rest.map(({ from }) => from)).toEqual([
      at('2026-11-24T00:01:00Z'),
      at('2026-11-24T01:45:00Z'),
    ]);
  });

  it('do not exist in a period that has none', () => {
    const short = { from: at('2026-11-24T00:01:00Z'), until: at('2026-11-24T00:29:00Z') };
    expect(quartersOf(short)).toEqual({ whole: null, rest: [short] });
  });
});
