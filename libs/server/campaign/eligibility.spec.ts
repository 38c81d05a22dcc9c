import {
  CampaignClock,
  CampaignStatus,
  HoldReason,
  SubscriberState,
  UnknownZone,
  WeekDay,
} from '@belltower/dto';
import { placeOf } from '@belltower/phone-number';
import { CampaignTerms, Candidate, eligibility } from './eligibility';

const NOW = new Date('2026-06-01T10:00:00Z');

const candidate = (values: Partial<Candidate> = {}): Candidate => ({
  state: SubscriberState.Waiting,
  attempts: 0,
  nextAttemptAt: new Date('2026-06-01T09:00:00Z'),
  heldBy: null,
  suppressed: false,
  place: placeOf('+12125550123', {}),
  capped: null,
  ...values,
});
const campaign = (values: Partial<CampaignTerms> = {}): CampaignTerms => ({
  status: CampaignStatus.Running,
  maxRetries: 1,
  startsAt: new Date('2026-06-01T00:00:00Z'),
  endsAt: new Date('2026-06-08T00:00:00Z'),
  hoursFrom: '09:00',
  hoursUntil: '18:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  clock: CampaignClock.Campaign,
  unknownZone: UnknownZone.Campaign,
  countryHours: false,
  accountHours: null,
  ...values,
});

const held = (subscriber: Partial<Candidate>, terms: Partial<CampaignTerms> = {}, now = NOW) => {
  const answer = eligibility(candidate(subscriber), campaign(terms), now);
  return answer.allowed ? 'allowed' : [answer.reason, answer.nextEligibleAt?.toISOString() ?? null];
};

describe('eligibility', () => {
  it('allows a number that waits in an open campaign', () => {
    expect(held({})).toBe('allowed');
  });

  it.each([
    [CampaignStatus.Draft, HoldReason.NotStarted],
    [CampaignStatus.Paused, HoldReason.Paused],
    [CampaignStatus.Stopped, HoldReason.Ended],
    [CampaignStatus.Finished, HoldReason.Ended],
    [CampaignStatus.Expired, HoldReason.Ended],
  ])('holds the numbers of a campaign that is %s', (status, reason) => {
    expect(held({}, { status })).toEqual([reason, null]);
  });

  it('says when the hours next open', () => {
    expect(held({}, { hoursFrom: '12:00' })).toEqual([
      HoldReason.OutsideHours,
      '2026-06-01T12:00:00.000Z',
    ]);
  });

  it('waits for a retry, at the earliest in the next hours', () => {
    expect(
      held({
        state: SubscriberState.Retry,
        attempts: 1,
        nextAttemptAt: new Date('2026-06-01T10:05:00Z'),
      }),
    ).toEqual([HoldReason.WaitingForRetry, '2026-06-01T10:05:00.000Z']);
    expect(
      held({
        state: SubscriberState.Retry,
        attempts: 1,
        nextAttemptAt: new Date('2026-06-01T19:00:00Z'),
      }),
    ).toEqual([HoldReason.WaitingForRetry, '2026-06-02T09:00:00.000Z']);
  });

  it('counts the retry besides the hours', () => {
    const retry = {
      state: SubscriberState.Retry,
      attempts: 1,
      nextAttemptAt: new Date('2026-06-01T13:00:00Z'),
    };
    expect(held(retry, { hoursFrom: '12:00' })).toEqual([
      HoldReason.OutsideHours,
      '2026-06-01T13:00:00.000Z',
    ]);
  });

  describe('where the number is', () => {
    const contact = { clock: CampaignClock.Contact };
    const inZone = (timeZone: string) => ({ place: placeOf('+80012345678', { timeZone }) });

    it('counts the hours by its own clock', () => {
      expect(held(inZone('Europe/Madrid'), contact)).toBe('allowed');
      // It is six in the morning in New York.
      expect(held(inZone('America/New_York'), contact)).toEqual([
        HoldReason.OutsideOwnHours,
        '2026-06-01T13:00:00.000Z',
      ]);
      expect(held(inZone('America/New_York'))).toBe('allowed');
    });

    it('is within the hours of all time zones that it may be in', () => {
      const place = { zones: ['Europe/Madrid', 'America/New_York'], countries: [] };
      expect(held({ place }, contact)).toEqual([
        HoldReason.OutsideOwnHours,
        '2026-06-01T13:00:00.000Z',
      ]);
      // Nine to eighteen in both: the hours of the two never meet where they are shorter.
      expect(held({ place }, { ...contact, hoursUntil: '12:00' })).toEqual([
        HoldReason.OutsideOwnHours,
        null,
      ]);
    });

    it('is the campaign’s, or holds the number, while nobody knows it', () => {
      const place = placeOf('+80012345678', {});
      expect(held({ place }, contact)).toBe('allowed');
      expect(held({ place }, { ...contact, timeZone: 'America/New_York' })).toEqual([
        HoldReason.OutsideOwnHours,
        '2026-06-01T13:00:00.000Z',
      ]);
      expect(held({ place }, { ...contact, unknownZone: UnknownZone.Hold })).toEqual([
        HoldReason.UnknownTimeZone,
        null,
      ]);
      expect(held({ place }, { unknownZone: UnknownZone.Hold })).toBe('allowed');
    });

    it('has calling hours that hold whatever the campaign’s clock', () => {
      const american = { place: placeOf('+12125550123', { timeZone: 'America/New_York' }) };
      expect(held(american, { countryHours: true })).toEqual([
        HoldReason.CallingRule,
        '2026-06-01T12:00:00.000Z',
      ]);
      expect(held(american, { countryHours: false })).toBe('allowed');
      const evening = new Date('2026-06-02T00:59:59Z');
      const late = { countryHours: true, hoursUntil: '24:00', timeZone: 'America/Los_Angeles' };
      expect(held(american, late, evening)).toBe('allowed');
      expect(held(american, late, new Date('2026-06-02T01:00:00Z'))).toEqual([
        HoldReason.CallingRule,
        '2026-06-02T16:00:00.000Z',
      ]);
    });
  });

  describe('the account’s own calling hours', () => {
    const accountHours = {
      hoursFrom: '14:00',
      hoursUntil: '20:00',
      weekDays: [WeekDay.Monday, WeekDay.Tuesday],
      timeZone: 'Europe/Madrid',
    };

    it('are read by the account’s clock where the campaign’s own counts', () => {
      expect(held({}, { accountHours })).toEqual([
        HoldReason.AccountHours,
        '2026-06-01T12:00:00.000Z',
      ]);
      expect(held({}, { accountHours }, new Date('2026-06-01T12:00:00Z'))).toBe('allowed');
      expect(held({}, { accountHours }, new Date('2026-06-02T17:30:00Z'))).toBe('allowed');
    });

    it('are read where the number is where each contact’s own clock counts', () => {
      const contact = { accountHours, clock: CampaignClock.Contact };
      const indian = { place: placeOf('+919812345678', {}) };
      expect(held(indian, contact)).toBe('allowed');
      const spanish = { place: placeOf('+34612345678', { timeZone: 'Europe/Madrid' }) };
      expect(held(spanish, contact)).toEqual([HoldReason.AccountHours, '2026-06-01T12:00:00.000Z']);
      // Nobody knows where it is: the account's own zone.
      expect(held({ place: { zones: [], countries: [] } }, contact)).toEqual([
        HoldReason.AccountHours,
        '2026-06-01T12:00:00.000Z',
      ]);
    });

    it('may cross midnight, and leave days out', () => {
      const night = { ...accountHours, hoursFrom: '22:00', hoursUntil: '12:30' };
      const at = (now: string) => held({}, { accountHours: night }, new Date(now));
      expect(at('2026-06-02T10:00:00Z')).toBe('allowed');
      expect(at('2026-06-03T10:00:00Z')).toBe('allowed');
      // The night of Tuesday ends on Wednesday, and Wednesday’s own never begins.
      expect(at('2026-06-03T10:31:00Z')).toEqual([HoldReason.AccountHours, null]);
    });

    it('that never meet the campaign’s hold it for good', () => {
      const never = { ...accountHours, hoursFrom: '20:30', hoursUntil: '23:00' };
      expect(held({}, { accountHours: never })).toEqual([HoldReason.AccountHours, null]);
    });
  });

  it('says why a number was put off until its next attempt', () => {
    const nextAttemptAt = new Date('2026-06-01T10:00:05Z');
    expect(held({ heldBy: HoldReason.WaitingForGateway, nextAttemptAt })).toEqual([
      HoldReason.WaitingForGateway,
      nextAttemptAt.toISOString(),
    ]);
  });

  it('holds back a number that the account has tried often enough, until there is room and the hours are open', () => {
    const capped = { reason: HoldReason.AttemptsPerDay, until: new Date('2026-06-01T20:00:00Z') };
    expect(held({ capped })).toEqual([HoldReason.AttemptsPerDay, '2026-06-02T09:00:00.000Z']);
    const soon = { ...capped, until: new Date('2026-06-01T10:20:00Z') };
    expect(held({ capped: soon })).toEqual([HoldReason.AttemptsPerDay, '2026-06-01T10:20:00.000Z']);
    const later = { capped: soon, nextAttemptAt: new Date('2026-06-01T11:00:00Z') };
    expect(held(later)).toEqual([HoldReason.WaitingForRetry, '2026-06-01T11:00:00.000Z']);
  });

  it('never allows a number again that is done', () => {
    expect(held({ state: SubscriberState.Completed, nextAttemptAt: null })).toEqual([
      HoldReason.Completed,
      null,
    ]);
    expect(held({ state: SubscriberState.Removed, nextAttemptAt: null })).toEqual([
      HoldReason.Removed,
      null,
    ]);
    expect(held({ state: SubscriberState.Failed, nextAttemptAt: null })).toEqual([
      HoldReason.AttemptsUsedUp,
      null,
    ]);
    expect(held({ state: SubscriberState.Suppressed, nextAttemptAt: null })).toEqual([
      HoldReason.Suppressed,
      null,
    ]);
  });

  it('holds a suppressed number, whatever the campaign', () => {
    expect(held({ suppressed: true }, { status: CampaignStatus.Paused })).toEqual([
      HoldReason.Suppressed,
      null,
    ]);
  });

  it('holds a number whose attempts were cut by an edit', () => {
    expect(held({ state: SubscriberState.Retry, attempts: 2 })).toEqual([
      HoldReason.AttemptsUsedUp,
      null,
    ]);
    expect(held({ state: SubscriberState.Retry, attempts: 1 })).toBe('allowed');
  });

  it('does not dial a number that is on the line', () => {
    expect(held({ nextAttemptAt: null })).toEqual([HoldReason.BeingCalled, null]);
  });
});
