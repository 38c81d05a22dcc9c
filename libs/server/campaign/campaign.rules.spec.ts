import { Account } from '@belltower/auth';
import {
  CampaignInput,
  CHANGEABLE_UNDER_WAY,
  Disposition,
  fieldsOf,
  RetryRule,
  standardSchema,
} from '@belltower/dto';
import { changesOf, limitProblems, lockedProblems } from './campaign.rules';

const campaign = (values: Partial<CampaignInput> = {}): CampaignInput => ({
  ...new CampaignInput(),
  name: 'Reminder',
  message: 'Your appointment is tomorrow.',
  phonebookIds: [1],
  gatewayIds: [1],
  startsAt: '2026-06-01T08:00:00Z',
  endsAt: '2026-06-02T08:00:00Z',
  ...values,
});
const fields = (problems: readonly { field: string }[]) => problems.map(({ field }) => field);

describe('a campaign, checked in the browser by the rules of the API', () => {
  const problems = (values: Partial<CampaignInput>) =>
    standardSchema(CampaignInput)
      ['~standard'].validate(campaign(values))
      .issues?.map(({ message }) => message) ?? [];

  it('passes as it usually is', () => {
    expect(problems({})).toEqual([]);
  });

  it('finishes later than it starts', () => {
    expect(problems({ endsAt: '2026-06-01T08:00:00Z' })).toEqual([
      'Finish must be later than the start',
    ]);
    expect(problems({ endsAt: '2026-06-01T11:00:00+02:00' })).toEqual([]);
  });

  it('has daily hours, which may cross midnight', () => {
    const empty = ['Until must differ from the beginning of the hours'];
    expect(problems({ hoursFrom: '09:00', hoursUntil: '09:00' })).toEqual(empty);
    expect(problems({ hoursFrom: '24:00', hoursUntil: '00:00' })).toEqual(empty);
    expect(problems({ hoursFrom: '20:00', hoursUntil: '02:00' })).toEqual([]);
  });

  it('has a day of the week and a phonebook', () => {
    expect(problems({ weekDays: [], phonebookIds: [] })).toEqual([
      'Phonebooks needs at least one',
      'Week days needs at least one day',
    ]);
  });

  it('is retried only after outcomes where that makes sense', () => {
    expect(problems({ retryOn: ['answered' as never] })).toHaveLength(1);
  });

  it('has one rule at most for an outcome, and only for one that is retried', () => {
    const [busy, rejected] = [Disposition.Busy, Disposition.Rejected];
    const rule = (values: object = {}) => ({
      disposition: busy,
      times: 2,
      afterSeconds: 600,
      ...values,
    });
    const said = (...retryRules: unknown[]) => problems({ retryRules: retryRules as RetryRule[] });
    expect(said(rule(), rule({ disposition: Disposition.NoAnswer, times: null }))).toEqual([]);
    expect(said(rule(), rule())).toEqual(['Retries by outcome: there are two rules for busy']);
    expect(said(rule({ disposition: rejected }))).toEqual([
      'Retries by outcome: rejected is not retried at all',
    ]);
    expect(said(rule({ times: 0 }))).toEqual([
      'Retries by outcome: busy: At most must not be less than 1',
    ]);
    expect(said(rule({ afterSeconds: 5 }))).toEqual([
      'Retries by outcome: busy: After must not be less than 30',
    ]);
    expect(said(rule({ interval: 5 }), 7, null, [])).toHaveLength(1);
    expect(said({ times: 3 })).toHaveLength(1);
  });
});

describe('the limits of an account', () => {
  const account = (values: Partial<Account>) =>
    ({
      maxCallsPerMinute: null,
      maxChannels: null,
      maxRetries: null,
      maxRingTimeoutSeconds: null,
      maxCallSeconds: null,
      ...values,
    }) as Account;

  it('bound nothing where they are blank', () => {
    expect(limitProblems(campaign({ callsPerMinute: 60_000 }), account({}))).toEqual([]);
  });

  it('are named where a campaign goes beyond them', () => {
    const limits = account({ maxRingTimeoutSeconds: 30, maxRetries: 0, maxCallsPerMinute: 60 });
    expect(limitProblems(campaign({ maxRetries: 1 }), limits)).toEqual([
      { field: 'maxRetries', message: 'Retries may be at most 0: the limit of your account' },
      {
        field: 'ringTimeoutSeconds',
        message: 'Ring timeout may be at most 30 seconds: the limit of your account',
      },
    ]);
  });

  it('leave channels alone that are left blank', () => {
    expect(limitProblems(campaign({ channels: null }), account({ maxChannels: 0 }))).toEqual([]);
  });
});

describe('a change of a campaign', () => {
  it('is none where only the spelling differs', () => {
    const same = campaign({
      startsAt: '2026-06-01T10:00:00+02:00',
      description: null,
      weekDays: [...new CampaignInput().weekDays].reverse(),
    });
    expect(changesOf(campaign(), same)).toEqual([]);
  });

  it('is one where gateways change their order, as that is their preference', () => {
    const changes = changesOf(campaign({ gatewayIds: [1, 2] }), campaign({ gatewayIds: [2, 1] }));
    expect(fields(changes)).toEqual(['gatewayIds']);
  });

  it('under way is locked, but for pace, channels, retries, schedule and message', () => {
    const other: Partial<Record<keyof CampaignInput, unknown>> = {};
    for (const { name } of fieldsOf(CampaignInput)) other[name as keyof CampaignInput] = 'other';
    const changes = changesOf(campaign(), {
      ...(other as unknown as CampaignInput),
      startsAt: '2026-06-01T09:00:00Z',
      endsAt: '2026-06-03T09:00:00Z',
    });
    const locked = fields(lockedProblems(changes));
    expect(locked).toEqual(
      fieldsOf(CampaignInput)
        .map(({ name }) => name)
        .filter((name) => !(CHANGEABLE_UNDER_WAY as readonly string[]).includes(name)),
    );
    expect(locked).toContain('phonebookIds');
  });
});
