import { CampaignClock, HoldReason, UnknownZone, WeekDay } from '@belltower/dto';
import { placeOf } from '@belltower/phone-number';
import { HoursTerms, numberHold } from './calling-window';
import { CALLING_RULES, rulesOf } from './calling-rules';

/** Of a campaign that only the hours of countries hold. */
const AROUND_THE_CLOCK: HoursTerms = {
  startsAt: new Date('2026-11-01T00:00:00Z'),
  endsAt: new Date('2026-12-31T00:00:00Z'),
  hoursFrom: '00:00',
  hoursUntil: '24:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  clock: CampaignClock.Campaign,
  unknownZone: UnknownZone.Campaign,
  countryHours: true,
  accountHours: null,
};

describe('calling rules', () => {
  it.each(CALLING_RULES)('of $country are complete and say where they come from', (rule) => {
    expect(rule.country).toMatch(/^[A-Z]{2}$/);
    expect(rule.since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new URL(rule.sourceUrl).protocol).toBe('https:');
    expect(rule.source).not.toBe('');
    for (const { from, until, weekDays } of rule.hours) {
      expect(from < until).toBe(true);
      expect(weekDays.length).toBeGreaterThan(0);
    }
  });

  it('have the hours of the United States', () => {
    const [rule] = rulesOf(['US'], new Date('2026-11-24T12:00:00Z'));
    expect(rule).toMatchObject({
      hours: [{ from: '08:00', until: '21:00', weekDays: Object.values(WeekDay) }],
      source: '47 CFR § 64.1200(c)(1)',
    });
  });

  it('apply since they came into force', () => {
    expect(rulesOf(['FR'], new Date('2023-02-28T12:00:00Z'))).toEqual([]);
    expect(rulesOf(['FR', 'DE'], new Date('2023-03-01T12:00:00Z'))).toHaveLength(1);
  });

  it('say of one number whether it may be called, and when it next may', () => {
    const evening = new Date('2026-11-24T20:30:00Z');
    const hold = (number: string, at = evening, timeZone?: string) =>
      numberHold(AROUND_THE_CLOCK, placeOf(number, { timeZone }), at);
    const reason = HoldReason.CallingRule;
    expect(hold('+33199001234')).toEqual({ reason, opensAt: new Date('2026-11-25T09:00:00Z') });
    expect(hold('+33199001234', new Date('2026-11-25T12:30:00Z'))).toEqual({
      reason,
      opensAt: new Date('2026-11-25T13:00:00Z'),
    });
    expect(hold('+13035550123', evening, 'America/Denver')).toBeNull();
    expect(hold('+493012345678')).toBeNull();
  });
});
