import { WeekDay } from '@belltower/dto';
import fc from 'fast-check';
import { firstOpenAt, openingAt, Schedule } from './calling-hours';
import { arbitraryInstant, arbitrarySchedule } from './campaign.builder';

const { Monday, Tuesday, Friday, Saturday } = WeekDay;

const schedule = (values: Partial<Schedule> = {}): Schedule => ({
  startsAt: new Date('2026-01-01T00:00:00Z'),
  endsAt: new Date('2027-01-01T00:00:00Z'),
  hoursFrom: '09:00',
  hoursUntil: '18:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'Europe/Madrid',
  ...values,
});

/** `2026-06-01 10:00+02:00`: the instant with the offset of the zone, so that a test reads in local time. */
const at = (text: string) => new Date(text.replace(' ', 'T'));
const opensAt = (values: Partial<Schedule>, now: string) => {
  const opening = openingAt(schedule(values), at(now));
  return opening.open ? 'open' : `${opening.reason} ${opening.opensAt?.toISOString() ?? 'never'}`;
};
const closesAt = (values: Partial<Schedule>, now: string) => {
  const opening = openingAt(schedule(values), at(now));
  return opening.open ? opening.closesAt.toISOString() : 'closed';
};

describe('calling hours', () => {
  it('begin at the minute they begin and end before the minute they end', () => {
    expect(opensAt({}, '2026-06-01 08:59:59.999+02:00')).toBe(
      'outside-hours 2026-06-01T07:00:00.000Z',
    );
    expect(opensAt({}, '2026-06-01 09:00+02:00')).toBe('open');
    expect(opensAt({}, '2026-06-01 17:59:59.999+02:00')).toBe('open');
    expect(opensAt({}, '2026-06-01 18:00+02:00')).toBe('outside-hours 2026-06-02T07:00:00.000Z');
  });

  it('know when they close', () => {
    expect(closesAt({}, '2026-06-01 12:00+02:00')).toBe('2026-06-01T16:00:00.000Z');
  });

  it('of whole days close only where a day is left out', () => {
    const hours = { hoursFrom: '00:00', hoursUntil: '24:00' };
    expect(closesAt({ ...hours, excludedDates: ['2026-06-05'] }, '2026-06-01 12:00+02:00')).toBe(
      '2026-06-04T22:00:00.000Z',
    );
    expect(closesAt(hours, '2026-06-01 12:00+02:00')).toBe('2027-01-01T00:00:00.000Z');
  });

  it('wait for the start and are over at the finish', () => {
    expect(opensAt({ startsAt: at('2026-06-03 20:00+02:00') }, '2026-06-01 12:00+02:00')).toBe(
      'before-start 2026-06-04T07:00:00.000Z',
    );
    expect(opensAt({ startsAt: at('2026-06-03 10:00+02:00') }, '2026-06-01 12:00+02:00')).toBe(
      'before-start 2026-06-03T08:00:00.000Z',
    );
    expect(opensAt({ endsAt: at('2026-06-01 12:00+02:00') }, '2026-06-01 12:00+02:00')).toBe(
      'after-finish never',
    );
    expect(closesAt({ endsAt: at('2026-06-01 13:00+02:00') }, '2026-06-01 12:00+02:00')).toBe(
      '2026-06-01T11:00:00.000Z',
    );
  });

  it('never open again where the finish comes before the next hours', () => {
    expect(opensAt({ endsAt: at('2026-06-02 08:00+02:00') }, '2026-06-01 19:00+02:00')).toBe(
      'outside-hours never',
    );
  });

  it('skip days of the week and excluded dates, and say which', () => {
    const days = { weekDays: [Monday, Tuesday], excludedDates: ['2026-06-02'] };
    expect(opensAt(days, '2026-06-02 12:00+02:00')).toBe('excluded-date 2026-06-08T07:00:00.000Z');
    expect(opensAt(days, '2026-06-05 12:00+02:00')).toBe('week-day-off 2026-06-08T07:00:00.000Z');
  });

  it('that cross midnight belong to the day they began on', () => {
    const night = { hoursFrom: '20:00', hoursUntil: '02:00', weekDays: [Friday] };
    expect(opensAt(night, '2026-06-05 21:00+02:00')).toBe('open');
    expect(closesAt(night, '2026-06-05 21:00+02:00')).toBe('2026-06-06T00:00:00.000Z');
    expect(opensAt(night, '2026-06-06 01:59+02:00')).toBe('open');
    expect(opensAt(night, '2026-06-05 01:00+02:00')).toBe('week-day-off 2026-06-05T18:00:00.000Z');
    expect(opensAt({ ...night, excludedDates: ['2026-06-06'] }, '2026-06-06 01:00+02:00')).toBe(
      'open',
    );
    expect(opensAt({ ...night, excludedDates: ['2026-06-05'] }, '2026-06-06 01:00+02:00')).toMatch(
      /^excluded-date/,
    );
  });

  it('that end when they begin never open', () => {
    expect(opensAt({ hoursFrom: '24:00', hoursUntil: '00:00' }, '2026-06-01 09:00+02:00')).toBe(
      'outside-hours never',
    );
    expect(opensAt({ hoursFrom: '09:00', hoursUntil: '09:00' }, '2026-06-01 09:00+02:00')).toBe(
      'outside-hours never',
    );
  });

  describe('when clocks change', () => {
    it('open after the hour that is skipped', () => {
      const early = { hoursFrom: '02:30', hoursUntil: '05:00', weekDays: Object.values(WeekDay) };
      expect(opensAt(early, '2026-03-29 01:30+01:00')).toBe(
        'outside-hours 2026-03-29T01:00:00.000Z',
      );
    });

    it('do not open where all of them are skipped', () => {
      const skipped = { hoursFrom: '02:00', hoursUntil: '03:00' };
      expect(opensAt(skipped, '2026-03-29 01:30+01:00')).toBe(
        'outside-hours 2026-03-30T00:00:00.000Z',
      );
    });

    it('open twice in the hour that is repeated', () => {
      const repeated = { hoursFrom: '02:15', hoursUntil: '02:45' };
      expect(closesAt(repeated, '2026-10-25 02:20+02:00')).toBe('2026-10-25T00:45:00.000Z');
      expect(opensAt(repeated, '2026-10-25 02:50+02:00')).toBe(
        'outside-hours 2026-10-25T01:15:00.000Z',
      );
      expect(closesAt(repeated, '2026-10-25 02:20+01:00')).toBe('2026-10-25T01:45:00.000Z');
    });

    it('by half an hour only follow the clock too', () => {
      const early = { hoursFrom: '02:15', hoursUntil: '05:00', timeZone: 'Australia/Lord_Howe' };
      expect(opensAt(early, '2026-10-04 01:59+10:30')).toBe(
        'outside-hours 2026-10-03T15:30:00.000Z',
      );
    });

    it('by a whole day leave that day out', () => {
      const apia = {
        startsAt: at('2011-12-01 00:00Z'),
        endsAt: at('2012-02-01 00:00Z'),
        timeZone: 'Pacific/Apia',
        weekDays: [Friday, Saturday],
      };
      expect(opensAt(apia, '2011-12-29 12:00-10:00')).toBe('week-day-off 2011-12-30T19:00:00.000Z');
    });
  });

  it('open exactly when they say, for any schedule', () => {
    fc.assert(
      fc.property(
        arbitrarySchedule,
        arbitraryInstant,
        fc.nat(90 * 24 * 60),
        (values, now, minutes) => {
          const opening = openingAt(values, now);
          if (opening.open) {
            expect(openingAt(values, new Date(opening.closesAt.getTime() - 1)).open).toBe(true);
            expect(openingAt(values, opening.closesAt).open).toBe(false);
            expect(firstOpenAt(values, now)).toEqual(now);
          } else if (opening.opensAt) {
            expect(openingAt(values, opening.opensAt).open).toBe(true);
            expect(openingAt(values, new Date(opening.opensAt.getTime() - 1)).open).toBe(false);
            expect(firstOpenAt(values, now)).toEqual(opening.opensAt);
            const between = new Date((now.getTime() + opening.opensAt.getTime() - 1) / 2);
            expect(openingAt(values, between)).toMatchObject({
              open: false,
              opensAt: opening.opensAt,
            });
          } else {
            expect(openingAt(values, new Date(now.getTime() + minutes * 60_000)).open).toBe(false);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
