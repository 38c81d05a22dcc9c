import { instantOf, offsetName, wallClockOf, zoneCity } from './zone';

const MADRID = 'Europe/Madrid';

describe('wall clocks and instants', () => {
  it('shows an instant as clocks in the zone show it, summer and winter', () => {
    expect(wallClockOf('2026-07-01T12:00:00Z', MADRID)).toBe('2026-07-01T14:00');
    expect(wallClockOf('2026-12-01T12:00:00Z', MADRID)).toBe('2026-12-01T13:00');
  });

  it('reads a wall clock as the instant at which it is that time there', () => {
    expect(instantOf('2026-07-01T14:00', MADRID)).toBe('2026-07-01T12:00:00.000Z');
    expect(instantOf('2026-12-01T13:00', MADRID)).toBe('2026-12-01T12:00:00.000Z');
    expect(instantOf('2026-07-01T14:00', 'Asia/Kathmandu')).toBe('2026-07-01T08:15:00.000Z');
  });

  it('moves a time that daylight saving skips forward by as much', () => {
    expect(wallClockOf(instantOf('2026-03-29T02:30', MADRID), MADRID)).toBe('2026-03-29T03:30');
  });

  it('takes the first of a time that comes twice', () => {
    expect(instantOf('2026-10-25T02:30', MADRID)).toBe('2026-10-25T00:30:00.000Z');
  });

  it('gives back every hour of a year in which clocks change twice', () => {
    for (let hour = 0; hour < 365 * 24; hour++) {
      const instant = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      const wallClock = wallClockOf(instant, 'America/New_York');
      expect(wallClockOf(instantOf(wallClock, 'America/New_York'), 'America/New_York')).toBe(
        wallClock,
      );
    }
  });

  it('leaves a blank blank', () => {
    expect(wallClockOf('', MADRID)).toBe('');
    expect(instantOf('', MADRID)).toBe('');
    expect(instantOf('not a time', MADRID)).toBe('');
  });
});

describe('names of zones', () => {
  it('names the offset at that time of the year', () => {
    expect(offsetName(MADRID, new Date('2026-07-01'))).toBe('UTC+2');
    expect(offsetName('America/St_Johns', new Date('2026-12-01'))).toBe('UTC−3:30');
    expect(offsetName('UTC')).toBe('UTC');
  });

  it('shortens a zone to its city', () => {
    expect(zoneCity('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  });
});
