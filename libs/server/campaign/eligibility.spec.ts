import { CampaignStatus, HoldReason, SubscriberState, WeekDay } from '@belltower/dto';
import { CampaignTerms, Candidate, eligibility } from './eligibility';

const NOW = new Date('2026-06-01T10:00:00Z');

const candidate = (values: Partial<Candidate> = {}): Candidate => ({
  state: SubscriberState.Waiting,
  attempts: 0,
  nextAttemptAt: new Date('2026-06-01T09:00:00Z'),
  heldBy: null,
  suppressed: false,
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

  it('says why a number was put off until its next attempt', () => {
    const nextAttemptAt = new Date('2026-06-01T10:00:05Z');
    expect(held({ heldBy: HoldReason.WaitingForGateway, nextAttemptAt })).toEqual([
      HoldReason.WaitingForGateway,
      nextAttemptAt.toISOString(),
    ]);
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
