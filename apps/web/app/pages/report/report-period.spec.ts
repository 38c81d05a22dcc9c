import { periodWords, presetPeriod } from './report-period';
import { stepNames, stepWords } from './step-words';

const MADRID = 'Europe/Madrid';
const now = new Date('2026-10-25T12:00:00Z');

describe('the period of a preset', () => {
  it('begins and ends with days of the account’s zone, also where clocks change', () => {
    expect(presetPeriod('today', MADRID, now)).toEqual({ from: '2026-10-24T22:00:00.000Z' });
    expect(presetPeriod('yesterday', MADRID, new Date('2026-10-26T12:00:00Z'))).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      until: '2026-10-25T23:00:00.000Z',
    });
  });

  it('is of the day that it is there, not here', () => {
    const late = new Date('2026-11-24T23:30:00Z');
    expect(presetPeriod('today', MADRID, late).from).toBe('2026-11-24T23:00:00.000Z');
    expect(presetPeriod('today', 'Asia/Kolkata', late).from).toBe('2026-11-24T18:30:00.000Z');
  });

  it('of the last days counts today', () => {
    expect(presetPeriod('last-7-days', 'UTC', now).from).toBe('2026-10-19T00:00:00.000Z');
  });

  it('of a month is the calendar’s', () => {
    expect(presetPeriod('this-month', 'UTC', now)).toEqual({ from: '2026-10-01T00:00:00.000Z' });
    expect(presetPeriod('last-month', 'UTC', new Date('2026-01-31T00:00:00Z'))).toEqual({
      from: '2025-12-01T00:00:00.000Z',
      until: '2026-01-01T00:00:00.000Z',
    });
  });
});

describe('the words for a period', () => {
  it('do not name the year before any call', () => {
    expect(periodWords(presetPeriod('all', MADRID, now), MADRID, now)).toBe('Any time');
  });

  it('are days where it has whole days, and times otherwise', () => {
    const day = { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' };
    expect(periodWords(day, MADRID, now)).toBe('25 Oct 2026');
    expect(periodWords({ from: '2026-10-19T22:00:00Z' }, MADRID, now)).toBe(
      '20 Oct 2026 – 25 Oct 2026',
    );
    expect(periodWords({ ...day, from: '2026-10-25T05:30:00Z' }, MADRID, now)).toBe(
      '25 Oct 2026, 06:30 – 26 Oct 2026, 00:00',
    );
  });
});

describe('the words for a step of time', () => {
  it('say as much as the step needs', () => {
    const from = '2026-11-23T23:00:00Z';
    expect(stepWords(from, 'day', MADRID)).toBe('Tue 24 Nov');
    expect(stepWords(from, 'week', MADRID)).toBe('Week of 24 Nov 2026');
    expect(stepWords(from, 'month', MADRID)).toBe('November 2026');
    expect(stepWords(from, 'hour', MADRID)).toBe('Tue 24 Nov, 00:00');
  });

  it('leave out the day of hours that are all of one', () => {
    const hours = ['2026-11-23T23:00:00Z', '2026-11-24T22:00:00Z'];
    expect(stepNames(hours, 'hour', MADRID)).toEqual(['00:00', '23:00']);
    expect(stepNames([...hours, '2026-11-24T23:00:00Z'], 'hour', MADRID)[2]).toBe(
      'Wed 25 Nov, 00:00',
    );
  });

  it('tell the two hours apart that an autumn night has of one name', () => {
    const hours = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'];
    expect(stepNames(hours, 'hour', MADRID)).toEqual(['02:00 (UTC+2)', '02:00 (UTC+1)', '03:00']);
  });
});
