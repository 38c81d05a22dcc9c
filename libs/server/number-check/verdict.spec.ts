import { Campaign } from '@belltower/campaign';
import {
  CallRule,
  CampaignClock,
  CampaignStatus,
  Channel,
  HoldReason,
  SubscriberState,
  UnknownZone,
  Verdict,
  WeekDay,
} from '@belltower/dto';
import { placeOf } from '@belltower/phone-number';
import fc from 'fast-check';
import { Case, judge } from './call-rules';
import { NumberFacts } from './number-facts';
import { judgeAll, verdictOf } from './verdict';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-03-27T12:00:00Z');

const NOTHING_AGAINST: NumberFacts = {
  suspended: false,
  lists: [],
  onPlatformList: false,
  optOuts: [],
  contacts: { all: 1, active: 1, elsewhere: 0 },
  subscriber: null,
  whereabouts: {},
  attempts: { caps: { perDay: null, perWeek: null }, inDay: 0, inWeek: 0, hold: null },
  gateways: { all: 1, allowing: 1 },
};

function caseOf(values: Partial<Case> = {}, campaign: Partial<Campaign> | null = null): Case {
  const terms = {
    ...{ status: CampaignStatus.Running, channel: Channel.Voice, timeZone: 'Europe/Madrid' },
    startsAt: new Date('2026-03-01T00:00:00Z'),
    endsAt: new Date('2026-06-01T00:00:00Z'),
    ...{ hoursFrom: '09:00', hoursUntil: '19:00', weekDays: Object.values(WeekDay) },
    excludedDates: [],
    ...{ clock: CampaignClock.Campaign, unknownZone: UnknownZone.Campaign, countryHours: true },
  };
  const number = values.number ?? '+12125550101';
  return {
    number,
    channel: Channel.Voice,
    campaign: campaign && ({ ...terms, ...campaign } as Campaign),
    facts: NOTHING_AGAINST,
    accountHours: null,
    place: placeOf(number, {}),
    timeZone: 'UTC',
    ...values,
  };
}

describe('the judgement about a number', () => {
  it.each([
    ['a list of the account', CallRule.AccountLists, { lists: [listed()] }],
    ['a list of the platform', CallRule.PlatformLists, { onPlatformList: true }],
    [
      'an opt-out',
      CallRule.OptOuts,
      { optOuts: [{ channel: Channel.Voice, source: 'keypress 9', at: NOW, campaignName: null }] },
    ],
    ['a suspended account', CallRule.Account, { suspended: true }],
    [
      'contacts that are all inactive',
      CallRule.Contacts,
      { contacts: { all: 2, active: 0, elsewhere: 0 } },
    ],
    ['no gateway', CallRule.Destination, { gateways: { all: 0, allowing: 0 } }],
    ['no gateway that may', CallRule.Destination, { gateways: { all: 3, allowing: 0 } }],
  ])('is a refusal by %s, and by nothing else', (_, rule, facts) => {
    const asked = caseOf({ facts: { ...NOTHING_AGAINST, ...facts } });
    const { verdict, rulings, nextAt } = judgeAll(asked, NOW);
    expect({ verdict, nextAt }).toEqual({ verdict: Verdict.Refused, nextAt: null });
    const against = rulings.filter((ruling) => ruling.verdict !== Verdict.Allowed);
    expect(against.map((ruling) => ruling.rule)).toEqual([rule]);
  });

  it('does not count a list that applies to other campaigns, or an opt-out of messages', () => {
    const facts = {
      ...NOTHING_AGAINST,
      lists: [{ ...listed(), applies: false }],
      optOuts: [{ channel: Channel.Sms, source: 'STOP', at: NOW, campaignName: null }],
    };
    expect(judgeAll(caseOf({ facts }), NOW).verdict).toBe(Verdict.Allowed);
  });

  it('waits for the next attempt of a subscriber', () => {
    const nextAttemptAt = new Date(NOW.getTime() + HOUR_MS);
    const subscriber = { state: SubscriberState.Retry, attempts: 1, nextAttemptAt };
    const asked = caseOf({ facts: { ...NOTHING_AGAINST, subscriber } }, {});
    expect(judgeAll(asked, NOW)).toMatchObject({ verdict: Verdict.NotNow, nextAt: nextAttemptAt });
  });

  it('waits for the cap on attempts, by the window that is the fuller one', () => {
    const until = new Date(NOW.getTime() + 5 * HOUR_MS);
    const attempts = {
      caps: { perDay: 3, perWeek: 10 },
      ...{ inDay: 3, inWeek: 4, hold: { reason: HoldReason.AttemptsPerDay, until } },
    };
    const { verdict, nextAt, rulings } = judgeAll(
      caseOf({ facts: { ...NOTHING_AGAINST, attempts } }),
      NOW,
    );
    expect({ verdict, nextAt }).toEqual({ verdict: Verdict.NotNow, nextAt: until });
    const because = (rule: CallRule) => rulings.find((one) => one.rule === rule)!.because;
    expect(because(CallRule.AttemptsPerDay)).toBe('3 attempts of at most 3');
    expect(because(CallRule.AttemptsPerWeek)).toBe('4 attempts of at most 10');
  });

  it('waits for the account’s own hours, whether for a campaign or for any', () => {
    const accountHours = {
      hoursFrom: '15:00',
      hoursUntil: '20:00',
      weekDays: [WeekDay.Friday, WeekDay.Saturday],
      timeZone: 'Europe/Madrid',
    };
    for (const campaign of [null, {}]) {
      const { verdict, nextAt, rulings } = judgeAll(caseOf({ accountHours }, campaign), NOW);
      expect({ verdict, nextAt }).toEqual({
        verdict: Verdict.NotNow,
        nextAt: new Date('2026-03-27T14:00:00Z'),
      });
      expect(rulings.find(({ rule }) => rule === CallRule.AccountHours)!.because).toBe(
        'Outside of them (15:00–20:00 on Friday, Saturday in Europe/Madrid)',
      );
    }
    const own = caseOf({ accountHours }, { clock: CampaignClock.Contact });
    const ruling = judge(own, NOW).find(({ rule }) => rule === CallRule.AccountHours);
    expect(ruling).toMatchObject({
      because: 'Outside of them (15:00–20:00 on Friday, Saturday in America/New_York)',
      nextAt: new Date('2026-03-27T19:00:00Z'),
    });
  });

  it('is a refusal where the hours that open never meet', () => {
    // Night in Madrid, which is never day by the law in New York.
    const asked = caseOf({}, { hoursFrom: '03:00', hoursUntil: '04:00' });
    expect(judgeAll(asked, NOW)).toMatchObject({ verdict: Verdict.Refused, nextAt: null });
  });

  it('names the first instant at which everything allows it, and none before does', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    const clock = (hours: number) => `${String(hours).padStart(2, '0')}:00`;
    const hoursFrom = (hours: number) => ({
      hoursFrom: clock(hours),
      hoursUntil: clock((hours + 12) % 24),
      weekDays: Object.values(WeekDay),
      timeZone: 'Europe/Madrid',
    });
    const given = fc.record({
      from: hour,
      length: fc.integer({ min: 1, max: 23 }),
      days: fc.subarray(Object.values(WeekDay), { minLength: 1 }),
      zone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
      own: fc.boolean(),
      keeps: fc.boolean(),
      account: fc.option(hour),
      number: fc.constantFrom('+12125550101', '+18085550101', '+34612345678', '+61262000101'),
      at: fc.integer({ min: 0, max: 24 * 10 }),
    });
    fc.assert(
      fc.property(given, ({ from, length, days, zone, own, keeps, account, number, at }) => {
        const accountHours = account === null ? null : hoursFrom(account);
        const asked = caseOf(
          { number, accountHours },
          {
            hoursFrom: clock(from),
            hoursUntil: clock((from + length) % 24),
            weekDays: days,
            timeZone: zone,
            clock: own ? CampaignClock.Contact : CampaignClock.Campaign,
            countryHours: keeps,
          },
        );
        const start = new Date(NOW.getTime() + at * HOUR_MS);
        const { verdict, nextAt } = judgeAll(asked, start);
        const allows = (instant: number) =>
          verdictOf(judge(asked, new Date(instant))) === Verdict.Allowed;
        expect(verdict === Verdict.Allowed).toBe(allows(start.getTime()));
        if (verdict !== Verdict.NotNow) return;
        expect(allows(nextAt!.getTime())).toBe(true);
        for (let sample = 1; sample <= 24; sample++) {
          const between = start.getTime() + ((nextAt!.getTime() - start.getTime()) * sample) / 25;
          expect(allows(between)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function listed(): NumberFacts['lists'][number] {
  return { name: 'Letters', since: NOW, reason: null, source: 'form', applies: true };
}
