import { CampaignClock, CampaignStatus, UnknownZone, WeekDay } from '@belltower/dto';
import fc from 'fast-check';
import { AccountHours } from './account-hours';
import { Schedule } from './calling-hours';
import { CampaignTerms } from './eligibility';

/** Zones with and without daylight saving, by an hour, by half an hour, and one that skipped a whole day. */
export const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/Phoenix',
  'America/Indiana/Indianapolis',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Hours around which clocks change in the zones above. */
const CHANGES = [
  '2011-12-30T10:00:00Z', // Apia leaves out a day
  '2026-03-08T07:00:00Z', // New York forward
  '2026-11-01T06:00:00Z', // New York back
  '2026-03-29T01:00:00Z', // Madrid forward
  '2026-10-25T01:00:00Z', // Madrid back
  '2026-04-04T15:00:00Z', // Lord Howe back
  '2026-10-03T15:30:00Z', // Lord Howe forward
].map((text) => Date.parse(text));

/** Any minute of fifteen years, and more often than chance the hours around a change of clocks. */
export const arbitraryInstant: fc.Arbitrary<Date> = fc
  .oneof(
    fc.integer({
      min: Date.parse('2011-12-01T00:00:00Z') / MINUTE,
      max: Date.parse('2027-01-01T00:00:00Z') / MINUTE,
    }),
    fc
      .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -30 * 60, max: 30 * 60 }))
      .map(([change, minutes]) => change / MINUTE + minutes),
  )
  .chain((minute) => fc.constantFrom(0, 1, 59_999).map((rest) => new Date(minute * MINUTE + rest)));

const timeOfDay = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('00:00', '24:00', '02:00', '02:30', '03:00') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
  },
);

/** Schedules of a few days or years, most of them around a change of clocks. */
export const arbitrarySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    middle: arbitraryInstant,
    hoursBefore: fc.integer({ min: 0, max: 24 * 40 }),
    hoursAfter: fc.integer({ min: 1, max: 24 * 40 }),
    hoursFrom: timeOfDay,
    hoursUntil: timeOfDay,
    weekDays: fc.subarray(Object.values(WeekDay), { minLength: 1 }),
    excluded: fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 4 }),
    timeZone: fc.constantFrom(...ZONES),
  })
  .map(({ middle, hoursBefore, hoursAfter, excluded, ...rest }) => ({
    ...rest,
    startsAt: new Date(middle.getTime() - hoursBefore * HOUR),
    endsAt: new Date(middle.getTime() + hoursAfter * HOUR),
    excludedDates: excluded.map((days) =>
      new Date(middle.getTime() + days * DAY).toISOString().slice(0, 10),
    ),
  }));

export const arbitraryStatus: fc.Arbitrary<CampaignStatus> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(CampaignStatus.Running) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(CampaignStatus)) },
);

/** Calling hours of an account, most often wide ones. */
export const arbitraryAccountHours: fc.Arbitrary<AccountHours> = fc.record({
  hoursFrom: timeOfDay,
  hoursUntil: fc.oneof(fc.constant('23:30'), timeOfDay),
  weekDays: fc.subarray(Object.values(WeekDay), { minLength: 4 }),
  timeZone: fc.constantFrom(...ZONES),
});

/** Schedules with all else that decides about the numbers of a campaign. */
export const arbitraryTerms: fc.Arbitrary<CampaignTerms> = fc
  .record({
    schedule: arbitrarySchedule,
    status: arbitraryStatus,
    maxRetries: fc.integer({ min: 0, max: 3 }),
    clock: fc.constantFrom(...Object.values(CampaignClock)),
    unknownZone: fc.constantFrom(...Object.values(UnknownZone)),
    countryHours: fc.boolean(),
    accountHours: fc.option(arbitraryAccountHours),
  })
  .map(({ schedule, ...terms }) => ({ ...schedule, ...terms }));
