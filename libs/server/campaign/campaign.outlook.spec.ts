import {
  CampaignInput,
  CampaignStatus,
  CHANGEABLE_UNDER_WAY,
  ForecastLimit,
  SubscriberState,
} from '@belltower/dto';
import fc from 'fast-check';
import { HoursTerms } from './calling-window';
import { arbitraryInstant, arbitrarySchedule } from './campaign.builder';
import { Campaign } from './campaign.entity';
import { effectOf } from './campaign.outlook';
import { columnsOf } from './campaign.input';

const NOW = new Date('2026-06-01T10:00:00Z');

type Terms = Campaign & Pick<HoursTerms, 'accountHours'>;
const campaign = (values: Partial<Terms> = {}): Terms =>
  ({
    accountHours: null,
    ...columnsOf(new CampaignInput()),
    status: CampaignStatus.Running,
    startsAt: new Date('2026-06-01T00:00:00Z'),
    endsAt: new Date('2026-06-03T00:00:00Z'),
    hoursFrom: '09:00',
    hoursUntil: '18:00',
    timeZone: 'UTC',
    callsPerMinute: 60,
    ...values,
  }) as Terms;
const situation = (values: Partial<Parameters<typeof effectOf>[1]> = {}) => {
  const byState = Object.fromEntries(Object.values(SubscriberState).map((state) => [state, 0]));
  const after = values.after ?? campaign();
  return {
    after,
    counters: {
      byState: { ...byState, waiting: 5_000, retry: 400 } as Record<SubscriberState, number>,
      firstCalls: 0,
      retries: 0,
      gauge: null,
    },
    capacity: {
      callsPerMinute: after.callsPerMinute,
      channels: 10,
      limitedBy: ForecastLimit.Pace,
    },
    again: 0,
    outcomes: null,
    now: NOW,
    ...values,
  };
};
const effect = (
  field: keyof CampaignInput,
  [from, to]: [unknown, unknown],
  values: Partial<Parameters<typeof effectOf>[1]> = {},
) => effectOf({ field, label: '', from, to }, situation(values));

describe('what a change of a campaign under way does', () => {
  it('to its pace: how fast from when on, and when everybody is done', () => {
    expect(effect('callsPerMinute', [30, 60])).toBe(
      'From the next second 60 calls a minute instead of 30: the 5,400 numbers left are done by Mon 1 Jun, 11:30 (UTC).',
    );
  });

  it('to its pace, where something else does not let it be that fast', () => {
    const capacity = {
      callsPerMinute: 20,
      channels: 10,
      limitedBy: ForecastLimit.GatewayChannels,
    };
    expect(effect('callsPerMinute', [30, 60], { capacity })).toBe(
      'From the next second 60 calls a minute instead of 30, but about 20 a minute is all that the channels of its gateways carry: the 5,400 numbers left are done by Mon 1 Jun, 14:30 (UTC).',
    );
  });

  it('to its pace, where the schedule is too short', () => {
    const after = campaign({ callsPerMinute: 1 });
    expect(effect('callsPerMinute', [60, 1], { after })).toContain(
      'the schedule ends with 1,020 of the 5,400 numbers left called',
    );
  });

  it('to its channels: calls on the line go on', () => {
    expect(effect('channels', [null, 3])).toContain(
      'At once no more than 3 at a time; calls on the line go on',
    );
    expect(effect('channels', [3, null])).toContain('as the gateways have channels');
  });

  it('to its schedule: whether it calls now, until when, or from when on', () => {
    expect(effect('hoursUntil', ['18:00', '20:00'])).toMatch(
      /^It calls now, until Mon 1 Jun, 18:00 \(UTC\): the 5,400 numbers left/,
    );
    const closed = campaign({ hoursFrom: '11:00' });
    expect(effect('hoursFrom', ['09:00', '11:00'], { after: closed })).toMatch(
      /^Nothing is called until Mon 1 Jun, 11:00 \(UTC\)/,
    );
    const over = campaign({ endsAt: new Date('2026-06-01T09:30:00Z') });
    expect(effect('endsAt', ['', ''], { after: over })).toMatch(/^It never calls again/);
  });

  it('is told for every field that may change, in whole sentences', () => {
    for (const field of CHANGEABLE_UNDER_WAY) expect(effect(field, [1, 2])).toMatch(/^[A-Z].*\.$/);
  });

  it('is told in every time zone and on days when clocks change, without a gap', () => {
    fc.assert(
      fc.property(arbitrarySchedule, arbitraryInstant, fc.nat(5_000), (schedule, now, left) => {
        const after = campaign(schedule as Partial<Campaign>);
        const some = situation({ after, now });
        some.counters.byState = { ...some.counters.byState, waiting: left, retry: 0 };
        for (const field of ['callsPerMinute', 'channels', 'hoursFrom', 'timeZone'] as const) {
          const told = effectOf({ field, label: '', from: 1, to: 2 }, some);
          expect(told).not.toMatch(/undefined|null|NaN|Invalid/);
          expect(told).toMatch(/\.$/);
        }
      }),
    );
  });
});
