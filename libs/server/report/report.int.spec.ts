import { AccountZone, Principal } from '@belltower/auth';
import { DailyQuery, Disposition, ReportGroup, WeekDay } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DailyRows } from './daily-rows';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { figuresOf } from './figures';
import { GivenCall, givenCalls, givenCampaignRow, givenGatewayRow } from './report.builder';

const MINUTE = 60_000;
const WEEK_DAYS = Object.values(WeekDay);

/** With daylight saving by an hour and by half an hour, at half and three quarters past, and a skipped day. */
const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
];

const CHANGES = [
  '2011-12-30T10:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-10-25T01:00:00Z',
].map((text) => Date.parse(text));

describe('reports of calls', () => {
  let database: TestDatabase;
  let user: Principal;
  let daily: DailyService;
  let dashboard: DashboardService;
  let campaigns: number[];
  let gateways: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    user = await givenAccount(database.source);
    const zone = new AccountZone(database.source);
    const clock = new FixedClock(new Date('2026-12-01T00:00:00Z'));
    daily = new DailyService(new DailyRows(database.source, zone, clock));
    dashboard = new DashboardService(database.source, zone, clock);
    const { accountId } = user;
    campaigns = [
      await givenCampaignRow(database.source, accountId, { name: 'Reminders' }),
      await givenCampaignRow(database.source, accountId, { name: 'Survey' }),
    ];
    gateways = [
      await givenGatewayRow(database.source, accountId, { name: 'North' }),
      await givenGatewayRow(database.source, accountId, { name: 'South' }),
    ];
  });
  afterAll(() => database.drop());
  beforeEach(() => database.source.query('truncate call, call_stat, attempt_stat'));

  const inZone = (timeZone: string) =>
    database.source.query('update account set time_zone = $1', [timeZone]);
  const report = (query: Partial<DailyQuery>) =>
    daily.report(user, Object.assign(new DailyQuery(), query));

  it('counts calls, answers, talk time and dispositions, and adds them up', async () => {
    await inZone('Europe/Madrid');
    const common = { campaignId: campaigns[0]!, gatewayId: gateways[0]! };
    await givenCalls(database.source, user.accountId, [
      {
        ...common,
        createdAt: '2026-11-23T09:00:00Z',
        disposition: Disposition.Answered,
        talkSeconds: 30,
      },
      {
        ...common,
        createdAt: '2026-11-23T22:59:59Z',
        disposition: Disposition.Answered,
        talkSeconds: 60,
      },
      { ...common, createdAt: '2026-11-23T23:00:00Z', disposition: Disposition.Busy },
      { ...common, createdAt: '2026-11-24T10:00:00Z', disposition: Disposition.Congestion },
    ]);
    const { rows, total, timeZone } = await report({
      from: '2026-11-22T23:00:00Z',
      until: '2026-11-25T23:00:00Z',
    });
    expect(timeZone).toBe('Europe/Madrid');
    expect(
      rows.map(({ name, calls, answered, asr, ner, acdSeconds, talkSeconds }) => [
        name,
        calls,
        answered,
        asr,
        ner,
        acdSeconds,
        talkSeconds,
      ]),
    ).toEqual([
      ['2026-11-23', 2, 2, 1, 1, 45, 90],
      ['2026-11-24', 2, 0, 0, 0.5, null, 0],
      ['2026-11-25', 0, 0, null, null, null, 0],
    ]);
    expect(total).toEqual({
      calls: 4,
      answered: 2,
      asr: 0.5,
      ner: 0.75,
      acdSeconds: 45,
      talkSeconds: 90,
      dispositions: [
        { disposition: Disposition.Answered, calls: 2 },
        { disposition: Disposition.Busy, calls: 1 },
        { disposition: Disposition.Congestion, calls: 1 },
      ],
    });
  });

  it('keeps time with machines out of the average call', () => {
    const { acdSeconds, talkSeconds } = figuresOf([
      { disposition: Disposition.Answered, calls: 2, talkSeconds: 100 },
      { disposition: Disposition.Machine, calls: 1, talkSeconds: 20 },
    ]);
    expect({ acdSeconds, talkSeconds }).toEqual({ acdSeconds: 50, talkSeconds: 120 });
  });

  it('has a day of 25 hours when the clocks go back, with the repeated hour twice', async () => {
    await inZone('Europe/Madrid');
    const day = { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' };
    const calls = Array.from({ length: 25 }, (_, hour) => ({
      createdAt: new Date(Date.parse(day.from) + hour * 60 * MINUTE),
      campaignId: campaigns[0]!,
      gatewayId: gateways[0]!,
    }));
    await givenCalls(database.source, user.accountId, calls);
    const byDay = await report({ ...day, group: ReportGroup.Day });
    expect(byDay.rows.map(({ name, calls: count }) => [name, count])).toEqual([['2026-10-25', 25]]);
    const byHour = await report({ ...day, group: ReportGroup.Hour });
    expect(byHour.rows).toHaveLength(25);
    expect(byHour.rows.slice(2, 4).map(({ name }) => name)).toEqual([
      '2026-10-25 02:00 +02:00',
      '2026-10-25 02:00 +01:00',
    ]);
    expect(byHour.rows.every(({ calls: count }) => count === 1)).toBe(true);
  });

  it('has a day of 23 hours when the clocks go forward', async () => {
    await inZone('Europe/Madrid');
    const { rows } = await report({
      group: ReportGroup.Hour,
      from: '2026-03-28T23:00:00Z',
      until: '2026-03-29T22:00:00Z',
    });
    expect(rows).toHaveLength(23);
  });

  it('begins a day of Kolkata at half past, within an hour of UTC', async () => {
    await inZone('Asia/Kolkata');
    const common = { campaignId: campaigns[0]!, gatewayId: gateways[0]! };
    await givenCalls(database.source, user.accountId, [
      { ...common, createdAt: '2026-11-23T18:29:59Z' },
      { ...common, createdAt: '2026-11-23T18:30:00Z' },
      { ...common, createdAt: '2026-11-23T18:59:00Z' },
    ]);
    const { rows } = await report({ from: '2026-11-22T18:30:00Z', until: '2026-11-24T18:30:00Z' });
    expect(rows.map(({ name, calls }) => [name, calls])).toEqual([
      ['2026-11-23', 1],
      ['2026-11-24', 2],
    ]);
  });

  it('groups by campaign and by gateway, most calls first, and filters by either', async () => {
    const call = (campaign: number, gateway: number): GivenCall => ({
      createdAt: '2026-11-20T10:00:00Z',
      campaignId: campaigns[campaign]!,
      gatewayId: gateways[gateway]!,
    });
    await givenCalls(database.source, user.accountId, [call(0, 0), call(1, 0), call(1, 1)]);
    const byCampaign = await report({ group: ReportGroup.Campaign });
    expect(byCampaign.rows.map(({ name, calls, campaignId }) => [name, calls, campaignId])).toEqual(
      [
        ['Survey', 2, campaigns[1]],
        ['Reminders', 1, campaigns[0]],
      ],
    );
    const byGateway = await report({ group: ReportGroup.Gateway, campaignId: campaigns[1] });
    expect(byGateway.rows.map(({ name, calls }) => [name, calls])).toEqual([
      ['North', 1],
      ['South', 1],
    ]);
    expect((await report({ gatewayId: gateways[1] })).total.calls).toBe(1);
  });

  it('groups by country and by it narrows', async () => {
    const call = {
      createdAt: '2026-11-23T09:00:00Z',
      campaignId: campaigns[0]!,
      gatewayId: gateways[0]!,
    };
    await givenCalls(database.source, user.accountId, [
      { ...call, country: 'US' },
      { ...call, country: 'US' },
      { ...call, country: '' },
      { ...call, country: '' },
      { ...call, country: '', createdAt: '2026-11-23T09:15:01Z' },
      { ...call, country: 'ES' },
    ]);
    const period = { from: '2026-11-23T00:00:00Z', until: '2026-11-23T09:16:00Z' };
    const { rows } = await report({ ...period, group: ReportGroup.Country });
    expect(rows.map(({ name, calls, country }) => [name, calls, country])).toEqual([
      ['No country', 3, 'none'],
      ['United States', 2, 'US'],
      ['Spain', 1, 'ES'],
    ]);
    expect((await report({ ...period, country: 'none' })).total.calls).toBe(3);
    const american = await report({ ...period, country: 'US', group: ReportGroup.Campaign });
    expect(american.rows.map(({ calls, country }) => [calls, country])).toEqual([[2, 'US']]);
  });

  it('refuses a period with more rows than anybody reads', async () => {
    const years = { from: '2016-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' };
    await expect(report({ ...years, group: ReportGroup.Hour })).rejects.toMatchObject({
      code: 'report.too-many-rows',
    });
  });

  const scenario = fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      change: fc.constantFrom(...CHANGES),
      minutesBefore: fc.integer({ min: 0, max: 4 * 24 * 60 }),
      minutesAfter: fc.integer({ min: 1, max: 4 * 24 * 60 }),
      group: fc.constantFrom(...Object.values(ReportGroup)),
      calls: fc.array(
        fc.record({
          minute: fc.integer({ min: -5 * 24 * 60, max: 5 * 24 * 60 }),
          second: fc.constantFrom(0, 1, 59),
          campaign: fc.constantFrom(0, 1),
          gateway: fc.constantFrom(0, 1),
          country: fc.constantFrom('ES', 'US', ''),
          disposition: fc.constantFrom(...Object.values(Disposition)),
          talkSeconds: fc.integer({ min: 0, max: 600 }),
        }),
        { maxLength: 40 },
      ),
      onlyCampaign: fc.constantFrom(undefined, 0, 1),
    })
    .map(({ change, minutesBefore, minutesAfter, calls, onlyCampaign, ...rest }) => ({
      ...rest,
      onlyCampaign,
      period: {
        from: new Date(change - minutesBefore * MINUTE).toISOString(),
        until: new Date(change + minutesAfter * MINUTE).toISOString(),
      },
      calls: calls.map(({ minute, second, ...call }) => ({
        ...call,
        createdAt: new Date(change + minute * MINUTE + second * 1_000),
      })),
    }));
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

  const prepare = async ({ timeZone, calls }: Scenario) => {
    await database.source.query('truncate call, call_stat, attempt_stat');
    await inZone(timeZone);
    const given = calls.map(({ campaign, gateway, ...call }) => ({
      ...call,
      campaignId: campaigns[campaign]!,
      gatewayId: gateways[gateway]!,
    }));
    if (given.length) await givenCalls(database.source, user.accountId, given);
  };
  const expected = ({ calls, period, onlyCampaign }: Scenario) =>
    calls.filter(
      ({ createdAt, campaign }) =>
        createdAt >= new Date(period.from) &&
        createdAt < new Date(period.until) &&
        (onlyCampaign === undefined || campaign === onlyCampaign),
    );
  const figures = (calls: Scenario['calls']) =>
    figuresOf(
      calls.map(({ disposition, talkSeconds }) => ({ disposition, talkSeconds, calls: 1 })),
    );

  it('tells of any period in any zone what the calls themselves tell', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        await prepare(given);
        const { period, group, onlyCampaign, timeZone } = given;
        const campaignId = onlyCampaign === undefined ? undefined : campaigns[onlyCampaign];
        const { rows, total } = await report({ ...period, group, campaignId });
        const calls = expected(given);
        expect(total).toEqual(figures(calls));
        for (const row of rows) {
          const own = calls.filter(({ createdAt, campaign, gateway, country }) => {
            if (group === ReportGroup.Campaign) return campaigns[campaign] === row.campaignId;
            if (group === ReportGroup.Gateway) return gateways[gateway] === row.gatewayId;
            if (group === ReportGroup.Country) return (country || 'none') === row.country;
            return createdAt >= new Date(row.from) && createdAt < new Date(row.until);
          });
          expect(row).toMatchObject(figures(own));
          if (group === ReportGroup.Day) {
            const days = own.map(({ createdAt }) =>
              DateTime.fromJSDate(createdAt, { zone: timeZone }).toISODate(),
            );
            expect(days.every((day) => day === row.name)).toBe(true);
          }
        }
        expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(total.calls);
        expect(rows.reduce((sum, row) => sum + row.talkSeconds, 0)).toBe(total.talkSeconds);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('adds up on the dashboard too: over time, by hour of the week, by gateway', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        await prepare(given);
        const { period, onlyCampaign, timeZone } = given;
        const campaignId = onlyCampaign === undefined ? undefined : campaigns[onlyCampaign];
        const view = await dashboard.show(user, { ...period, campaignId });
        const calls = expected(given);
        expect(view.total).toEqual(figures(calls));
        expect(view.overTime.reduce((sum, step) => sum + step.calls, 0)).toBe(calls.length);
        expect(view.gateways.reduce((sum, gateway) => sum + gateway.calls, 0)).toBe(calls.length);
        for (const step of view.overTime) {
          const own = calls.filter(
            ({ createdAt }) => createdAt >= new Date(step.from) && createdAt < new Date(step.until),
          );
          expect(step).toMatchObject(figures(own));
        }
        for (const { weekDay, hour, calls: count } of view.hoursOfWeek) {
          const own = calls.filter(({ createdAt }) => {
            const local = DateTime.fromJSDate(createdAt, { zone: timeZone });
            return local.hour === hour && WEEK_DAYS[local.weekday - 1] === weekDay;
          });
          expect(count).toBe(own.length);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
