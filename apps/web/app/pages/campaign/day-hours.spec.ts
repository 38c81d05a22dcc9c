import {
  DAY_MINUTES,
  describeHours,
  lengthOf,
  minutesOf,
  partsOf,
  shifted,
  timeOf,
  withEdge,
} from './day-hours';

const hours = (from: string, until: string) => ({
  from: minutesOf(from)!,
  until: minutesOf(until)!,
});
const shown = ({ from, until }: { from: number; until: number }) =>
  `${timeOf(from)}–${timeOf(until)}`;

describe('daily hours on a band', () => {
  it('read and write times up to the end of the day', () => {
    expect(minutesOf('24:00')).toBe(DAY_MINUTES);
    expect(timeOf(DAY_MINUTES)).toBe('24:00');
    expect(['24:01', '9:00', '10:60', ''].map(minutesOf)).toEqual([null, null, null, null]);
  });

  it('are one part, or two where they cross midnight', () => {
    expect(partsOf(hours('09:00', '18:00'))).toEqual([{ start: 540, end: 1_080 }]);
    expect(partsOf(hours('20:00', '02:00'))).toEqual([
      { start: 0, end: 120 },
      { start: 1_200, end: 1_440 },
    ]);
    expect(partsOf(hours('09:00', '09:00'))).toEqual([]);
  });

  it('say plainly that they end on the next day', () => {
    expect(describeHours(hours('20:00', '02:30'))).toBe(
      '20:00 to 02:30 on the next day · 6 hours 30 minutes',
    );
    expect(describeHours(hours('09:00', '10:00'))).toBe('09:00 to 10:00 · 1 hour');
    expect(describeHours(hours('00:00', '24:00'))).toBe('The whole day');
  });

  it('keep their length when they are dragged past midnight and back', () => {
    const late = shifted(hours('18:00', '23:00'), 120);
    expect(shown(late)).toBe('20:00–01:00');
    expect(lengthOf(late)).toBe(300);
    expect(shown(shifted(late, -120))).toBe('18:00–23:00');
    expect(shown(shifted(hours('18:00', '23:00'), 60))).toBe('19:00–24:00');
  });

  it('of a whole day have nowhere to be dragged to', () => {
    expect(shown(shifted(hours('00:00', '24:00'), 60))).toBe('00:00–24:00');
  });

  it('cross midnight when an edge is drawn past the other, and never become empty', () => {
    expect(shown(withEdge(hours('09:00', '18:00'), 'from', minutesOf('19:00')!))).toBe(
      '19:00–18:00',
    );
    expect(shown(withEdge(hours('09:00', '18:00'), 'until', 540))).toBe('09:00–18:00');
    expect(shown(withEdge(hours('09:00', '18:00'), 'until', 0))).toBe('09:00–24:00');
    expect(shown(withEdge(hours('09:00', '18:00'), 'from', DAY_MINUTES))).toBe('00:00–18:00');
  });
});
