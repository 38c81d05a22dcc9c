import { AccountZone, Principal } from '@belltower/auth';
import { Jobs } from '@belltower/core';
import { DailyQuery, Disposition, ReportGroup, ReportQuery } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { closeSteps, reopenSteps } from './closed-steps';
import { DailyRows } from './daily-rows';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { GivenCall, givenCalls, givenCampaignRow, givenGatewayRow } from './report.builder';
import { StepCloser } from './step-closer';
import { CALL_STEPS } from './step-levels';

const MINUTE = 60_000;
const DAYS = 24 * 60;

const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const CHANGES = [
  '2011-12-30T10:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-11-01T05:00:00Z',
].map((text) => Date.parse(text));

describe('closed steps of the calendar', () => {
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
    const clock = new FixedClock(new Date('2027-03-01T00:00:00Z'));
    daily = new DailyService(new DailyRows(database.source, zone, clock));
    dashboard = new DashboardService(database.source, zone, clock);
    campaigns = [
      await givenCampaignRow(database.source, user.accountId),
      await givenCampaignRow(database.source, user.accountId),
    ];
    gateways = [
      await givenGatewayRow(database.source, user.accountId, { name: 'North' }),
      await givenGatewayRow(database.source, user.accountId, { name: 'South' }),
    ];
  });
  afterAll(() => database.drop());

  const query = <T = object>(sql: string) => database.source.query<T[]>(sql);
  const empty = () =>
    query(`truncate call, call_stat, call_stat_step, call_hour_step, call_campaign_step, call_campaign_hour_step,
                    call_route_step, call_route_hour_step, call_stat_mark, inflight`);
  const inZone = (timeZone: string) =>
    database.source.query('update account set time_zone = $1', [timeZone]);
  const close = async (timeZone: string, until: Date) => {
    while (
      await database.source.transaction((db) =>
        closeSteps(db, CALL_STEPS, user.accountId, timeZone, until),
      )
    );
  };
  const given = async (calls: readonly GivenCall[]) => {
    if (calls.length) await givenCalls(database.source, user.accountId, calls);
  };
  /** Everything that the reports tell of a period. */
  const told = async (period: ReportQuery) => {
    const groups = Object.values(ReportGroup).filter(
      (group) => group !== ReportGroup.Hour || isShort(period),
    );
    const reports = [];
    for (const group of groups)
      reports.push(await daily.report(user, Object.assign(new DailyQuery(), period, { group })));
    const view = await dashboard.show(user, period);
    const hoursOfWeek = view.hoursOfWeek.sort((a, b) =>
      `${a.weekDay} ${a.hour}`.localeCompare(`${b.weekDay} ${b.hour}`),
    );
    return { reports, view: { ...view, hoursOfWeek } };
  };

  const minute = (days: number) => fc.integer({ min: -days * DAYS, max: days * DAYS });
  const scenario = fc.constantFrom(4, 75).chain((days) =>
    fc
      .record({
        change: fc.constantFrom(...CHANGES),
        timeZone: fc.constantFrom(...ZONES),
        zoneBefore: fc.option(fc.constantFrom(...ZONES), { nil: null }),
        ends: fc.tuple(minute(days), minute(days)).filter(([a, b]) => a !== b),
        /** When the steps before are closed for the first and for the second time. */
        closedUntil: fc.tuple(minute(days), minute(days)),
        only: fc.record({
          campaign: fc.constantFrom(undefined, undefined, 0),
          gateway: fc.constantFrom(undefined, undefined, 1),
          country: fc.constantFrom(undefined, undefined, 'US', 'none'),
        }),
        calls: fc.array(
          fc.record({
            minute: minute(days + 1),
            second: fc.constantFrom(0, 59),
            campaign: fc.constantFrom(0, 1),
            gateway: fc.constantFrom(0, 1),
            country: fc.constantFrom('ES', 'US', ''),
            disposition: fc.constantFrom(...Object.values(Disposition)),
            talkSeconds: fc.integer({ min: 0, max: 600 }),
            /** Whether it is written when its day has been closed. */
            late: fc.constantFrom(false, false, false, false, true),
          }),
          { maxLength: 50 },
        ),
      })
      .map(({ change, ends, closedUntil, calls, ...rest }) => {
        const at = (one: number) => new Date(change + one * MINUTE);
        return {
          ...rest,
          from: at(Math.min(...ends)),
          until: at(Math.max(...ends)),
          closedUntil: closedUntil.map(at).sort((a, b) => a.getTime() - b.getTime()),
          calls: calls.map(({ minute: one, second, ...call }) => ({
            ...call,
            createdAt: new Date(change + one * MINUTE + second * 1_000),
          })),
        };
      }),
  );

  it('change no figure of any report, whatever is closed, written late or moved to another zone', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (one) => {
        const { timeZone, zoneBefore, from, until, only } = one;
        const [first, second] = one.closedUntil as [Date, Date];
        const calls = one.calls.map(({ campaign, gateway, ...call }) => ({
          ...call,
          campaignId: campaigns[campaign]!,
          gatewayId: gateways[gateway]!,
        }));
        const [late, inTime] = [
          calls.filter((call) => call.late),
          calls.filter((call) => !call.late),
        ];
        await empty();
        await inZone(timeZone);
        await given(inTime.filter(({ createdAt }) => createdAt < first));
        if (zoneBefore) await close(zoneBefore, first);
        await close(timeZone, first);
        await given(inTime.filter(({ createdAt }) => createdAt >= first));
        const period = Object.assign(new ReportQuery(), {
          from: from.toISOString(),
          until: until.toISOString(),
          campaignId: only.campaign === undefined ? undefined : campaigns[only.campaign],
          gatewayId: only.gateway === undefined ? undefined : gateways[only.gateway],
          country: only.country,
        });
        const closed = await told(period);
        await given(late);
        for (const { createdAt } of late)
          await reopenSteps(database.source.manager, CALL_STEPS, user.accountId, createdAt);
        const reopened = await told(period);
        await close(timeZone, second);
        const closedAgain = await told(period);
        await query('truncate call_stat_mark');
        const plain = await told(period);
        expect(reopened).toEqual(plain);
        expect(closedAgain).toEqual(plain);
        if (!late.length) expect(closed).toEqual(plain);
        const [{ own }] = (await query(
          `select count(*)::int as own from call where created_at >= '${period.from}' and created_at < '${period.until}'
              and campaign_id = ${period.campaignId ?? 'campaign_id'} and gateway_id = ${period.gatewayId ?? 'gateway_id'}
              and country = ${period.country ? `'${period.country.replace('none', '')}'` : 'country'}`,
        )) as [{ own: number }];
        expect(plain.view.total.calls).toBe(own);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('are counted as soon as nothing can be added: not while a call of the day is on the line', async () => {
    await empty();
    await inZone('Europe/Madrid');
    const call = { campaignId: campaigns[0]!, gatewayId: gateways[0]! };
    const yesterday = new Date(Date.now() - 2 * DAYS * MINUTE);
    await given([{ ...call, createdAt: yesterday }]);
    await database.source.query(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       values ($1, $2, 1, '+34600000001', $3, 1, gen_random_uuid(), $4)`,
      [user.accountId, campaigns[0], gateways[0], yesterday],
    );
    const closer = new StepCloser(database.source, new Jobs(database.url));
    const days = async () => (await query(`select from call_stat_step where step = 'day'`)).length;
    await closer.closeAll();
    expect(await days()).toBe(0);
    await query('truncate inflight');
    await closer.closeAll();
    expect(await days()).toBe(1);
    await closer.closeAll();
    expect(await days()).toBe(1);
  });

  it('are what long periods are read from', async () => {
    await empty();
    await inZone('America/New_York');
    const call = { campaignId: campaigns[0]!, gatewayId: gateways[0]! };
    const talkSeconds = 30;
    await given([
      {
        ...call,
        createdAt: '2026-01-15T12:00:00Z',
        disposition: Disposition.Answered,
        talkSeconds,
      },
      { ...call, createdAt: '2026-02-10T23:00:00Z' },
    ]);
    await close('America/New_York', new Date('2026-03-03T12:00:00Z'));
    const period = { from: '2026-01-10T12:00:00.000Z', until: '2026-03-05T12:00:00.000Z' };
    const before = await told(period);
    expect(before.view.total).toMatchObject({ calls: 2, answered: 1, talkSeconds });
    await query('truncate call_stat');
    const view = await told(period);
    expect(view).toMatchObject({
      reports: before.reports,
      view: { hoursOfWeek: before.view.hoursOfWeek },
    });
  });

  it('of years are counted a month at a time', async () => {
    await empty();
    await inZone('UTC');
    const call = { campaignId: campaigns[0]!, gatewayId: gateways[0]! };
    await given([{ ...call, createdAt: '2024-01-15T12:00:00Z' }]);
    const until = new Date('2026-02-10T12:00:00Z');
    const step = () =>
      database.source.transaction((db) => closeSteps(db, CALL_STEPS, user.accountId, 'UTC', until));
    expect(await step()).toBe(true);
    expect(await query('select days_until "until" from call_stat_mark')).toEqual([
      { until: new Date('2024-02-01T00:00:00Z') },
    ]);
    let times = 1;
    while (await step()) times += 1;
    expect(times).toBe(25);
    expect(await query('select days_until "until" from call_stat_mark')).toEqual([
      { until: new Date('2026-02-10T00:00:00Z') },
    ]);
  });
});

function isShort({ from, until }: ReportQuery): boolean {
  return Date.parse(until!) - Date.parse(from!) < 20 * DAYS * MINUTE;
}
