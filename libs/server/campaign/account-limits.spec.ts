import { Channel, WeekDay } from '@belltower/dto';
import fc from 'fast-check';
import { AccountHoursColumns } from './account-hours';
import {
  AccountLimits,
  forbiddingLimit,
  LIMIT_OF,
  LimitedField,
  withinLimits,
} from './account-limits';

const NONE: AccountLimits & AccountHoursColumns = {
  maxCallsPerMinute: null,
  maxChannels: null,
  maxRetries: null,
  maxRingTimeoutSeconds: null,
  maxCallSeconds: null,
  maxMessagesPerMinute: null,
  maxCampaigns: null,
  maxSubscribersPerCampaign: null,
  callFrom: null,
  callUntil: null,
  callDays: Object.values(WeekDay),
  timeZone: 'UTC',
};
const campaign = {
  channel: Channel.Voice,
  callsPerMinute: 60,
  channels: 10,
  maxRetries: 3,
  ringTimeoutSeconds: 45,
  maxCallSeconds: 600,
};
const FIELDS = Object.keys(LIMIT_OF) as LimitedField[];

describe('a campaign within the limits of its account', () => {
  it.each(FIELDS)('has of %s what the stricter of the two allows', (field) => {
    const limited = (most: number | null) =>
      withinLimits(campaign, { ...NONE, [LIMIT_OF[field]]: most })[field];
    expect(limited(null)).toBe(campaign[field]);
    expect(limited(campaign[field] + 1)).toBe(campaign[field]);
    expect(limited(campaign[field] - 1)).toBe(campaign[field] - 1);
    expect(limited(0)).toBe(0);
  });

  it('has the account’s channels where it names none of its own', () => {
    const open = { ...campaign, channels: null };
    expect(withinLimits(open, { ...NONE, maxChannels: 5 }).channels).toBe(5);
    expect(withinLimits(open, NONE).channels).toBeNull();
  });

  it('has of messages what the account allows of messages, and channels without bounds', () => {
    const texting = { ...campaign, channel: Channel.Sms };
    const limits = { ...NONE, maxCallsPerMinute: 1, maxChannels: 1, maxMessagesPerMinute: 7 };
    expect(withinLimits(texting, limits)).toMatchObject({ callsPerMinute: 7, channels: 10 });
  });

  it('has the account’s calling hours, where it has any', () => {
    expect(withinLimits(campaign, NONE).accountHours).toBeNull();
    const hours = { callFrom: '09:00', callUntil: '17:00', timeZone: 'Europe/Madrid' };
    expect(withinLimits(campaign, { ...NONE, ...hours }).accountHours).toEqual({
      hoursFrom: '09:00',
      hoursUntil: '17:00',
      weekDays: NONE.callDays,
      timeZone: 'Europe/Madrid',
    });
    const days = { ...NONE, callDays: [WeekDay.Friday] };
    expect(withinLimits(campaign, days).accountHours).toMatchObject({
      hoursFrom: '00:00',
      hoursUntil: '24:00',
      weekDays: [WeekDay.Friday],
    });
  });

  it('never has more than either says, and changes nothing else', () => {
    const value = fc.option(fc.nat(1_000));
    const limits = fc.record({
      maxCallsPerMinute: value,
      maxChannels: value,
      maxRetries: value,
      maxRingTimeoutSeconds: value,
      maxCallSeconds: value,
    });
    fc.assert(
      fc.property(limits, (some) => {
        const limited = withinLimits({ ...campaign, name: 'Reminder' }, { ...NONE, ...some });
        expect(limited.name).toBe('Reminder');
        for (const field of FIELDS)
          expect(limited[field]).toBe(Math.min(campaign[field], some[LIMIT_OF[field]] ?? Infinity));
      }),
    );
  });
});

describe('a limit that lets nobody call', () => {
  it.each([
    ['maxCallsPerMinute', 'Calls per minute'],
    ['maxChannels', 'Channels'],
    ['maxRingTimeoutSeconds', 'Ring timeout'],
    ['maxCallSeconds', 'Longest call'],
    ['maxCampaigns', 'Campaigns'],
  ] as const)('is named where %s is 0', (limit, label) => {
    expect(forbiddingLimit({ ...NONE, [limit]: 0 }, Channel.Voice, 0)).toContain(`“${label}” is 0`);
  });

  it('is none where it is blank, or 0 means only that nothing is repeated', () => {
    expect(forbiddingLimit(NONE, Channel.Voice, 1_000)).toBeNull();
    expect(forbiddingLimit({ ...NONE, maxRetries: 0 }, Channel.Voice, 0)).toBeNull();
  });

  it('is that of campaigns for those beyond it, in the order of their start', () => {
    const limits = { ...NONE, maxCampaigns: 2 };
    expect(forbiddingLimit(limits, Channel.Voice, 1)).toBeNull();
    expect(forbiddingLimit(limits, Channel.Voice, 2)).toBe(
      'The account’s limit “Campaigns” is 2, and as many that were started before this one are running',
    );
  });
});
