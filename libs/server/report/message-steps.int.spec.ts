import { AccountZone, Principal } from '@belltower/auth';
import { Jobs } from '@belltower/core';
import { keepReports } from '@belltower/dialer';
import {
  Channel,
  MessageDailyQuery,
  MessageReportGroup,
  MessageReportQuery,
  MessageState,
} from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { closeSteps, reopenSteps } from './closed-steps';
import { DailyRows } from './daily-rows';
import { MessageDailyService } from './message-daily.service';
import { MessageDashboardService } from './message-dashboard.service';
import { GivenMessage, givenCampaignRow, givenGatewayRow, givenMessages } from './report.builder';
import { StepCloser } from './step-closer';
import { MESSAGE_STEPS } from './step-levels';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 40;

const ZONES = ['Europe/Madrid', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'];
const { Delivered, Expired, Failed, Sent, Undelivered } = MessageState;

describe('closed steps of messages', () => {
  const now = Date.now();
  let database: TestDatabase;
  let user: Principal;
  let daily: MessageDailyService;
  let dashboard: MessageDashboardService;
  let closer: StepCloser;
  let campaigns: number[];
  let gateways: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    user = await givenAccount(database.source);
    const zone = new AccountZone(database.source);
    const clock = new FixedClock(new Date(now));
    daily = new MessageDailyService(new DailyRows(database.source, zone, clock));
    dashboard = new MessageDashboardService(database.source, zone, clock);
    closer = new StepCloser(database.source, new Jobs(database.url));
    const sms = { channel: Channel.Sms };
    const { accountId } = user;
    campaigns = [
      await givenCampaignRow(database.source, accountId, { name: 'Reminders', ...sms }),
      await givenCampaignRow(database.source, accountId, { name: 'Survey', ...sms }),
    ];
    gateways = [
      await givenGatewayRow(database.source, accountId, { name: 'North', ...sms }),
      await givenGatewayRow(database.source, accountId, { name: 'South', ...sms }),
    ];
  });
  afterAll(() => database.drop());
  beforeEach(() => empty());

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);
  const empty = () =>
    query(`truncate message, message_part, message_stat, message_attempt_stat, message_stat_step,
                    message_campaign_step, message_route_step, message_stat_mark, inflight`);
  const inZone = (timeZone: string) => query('update account set time_zone = $1', [timeZone]);
  const given = (messages: readonly Partial<GivenMessage>[]) =>
    givenMessages(
      database.source,
      user.accountId,
      messages.map((one) => ({
        ...{ createdAt: new Date(now - 10 * DAY), campaignId: campaigns[0]! },
        ...{ gatewayId: gateways[0]!, ...one },
      })),
    );
  /** Receipts on these may come yet, under the ids that we know them by. */
  const awaitReceipts = (ids: readonly number[]) =>
    query(
      `insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
       select gateway_id, id::text, account_id, id, created_at, 1, state from message where id = any($1)`,
      [ids],
    );
  const hear = (id: number, gatewayId: number, state: MessageState, code: string | null = null) =>
    database.source.transaction((db) =>
      keepReports(
        db,
        [{ gatewayId, key: String(id), report: { at: new Date(now).toISOString(), state, code } }],
        new Date(now),
      ),
    );
  const days = async () => (await query(`select from message_stat_step where step = 'day'`)).length;

  /** Everything that the reports tell of a period. */
  const told = async (period: MessageReportQuery) => {
    const reports = [];
    for (const group of Object.values(MessageReportGroup))
      reports.push(
        await daily.report(user, Object.assign(new MessageDailyQuery(), period, { group })),
      );
    return { reports, view: await dashboard.show(user, period) };
  };

  const scenario = fc.record({
    timeZone: fc.constantFrom(...ZONES),
    /** Minutes before now. */
    ends: fc
      .tuple(
        fc.integer({ min: 0, max: DAYS * 24 * 60 }),
        fc.integer({ min: 0, max: DAYS * 24 * 60 }),
      )
      .filter(([a, b]) => a !== b),
    only: fc.record({
      campaign: fc.constantFrom(undefined, undefined, 0),
      gateway: fc.constantFrom(undefined, undefined, 1),
      country: fc.constantFrom(undefined, undefined, 'US', 'none'),
      code: fc.constantFrom(undefined, undefined, '27', 'none'),
    }),
    messages: fc.array(
      fc.record({
        minutesAgo: fc.integer({ min: 1, max: DAYS * 24 * 60 }),
        campaign: fc.constantFrom(0, 1),
        gateway: fc.constantFrom(0, 1),
        country: fc.constantFrom('ES', 'US', ''),
        state: fc.constantFrom(Sent, Delivered, Undelivered, Failed),
        code: fc.constantFrom('', '1', '27'),
        segments: fc.integer({ min: 1, max: 4 }),
        /** What is told of it, after how many closings of days; of some nothing is. */
        reports: fc.array(
          fc.record({
            round: fc.constantFrom(0, 1, 2),
            state: fc.constantFrom(Delivered, Undelivered, Expired),
            code: fc.constantFrom(null, '27'),
          }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 40 },
    ),
  });

  it('change no figure of any report while receipts move old messages from state to state', async () => {
    let closedDays = 0;
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ timeZone, ends, only, messages }) => {
        await empty();
        await inZone(timeZone);
        const rows = messages.map(({ minutesAgo, campaign, gateway, reports, ...message }) => ({
          ...message,
          createdAt: new Date(now - minutesAgo * MINUTE),
          campaignId: campaigns[campaign]!,
          gatewayId: gateways[gateway]!,
          reports,
        }));
        const ids = rows.length ? await given(rows.map(({ reports: _, ...row }) => row)) : [];
        const awaited = rows.flatMap((row, at) => (row.reports.length ? [ids[at]!] : []));
        await awaitReceipts(awaited);
        const period = Object.assign(new MessageReportQuery(), {
          from: new Date(now - Math.max(...ends) * MINUTE).toISOString(),
          until: new Date(now - Math.min(...ends) * MINUTE).toISOString(),
          campaignId: only.campaign === undefined ? undefined : campaigns[only.campaign],
          gatewayId: only.gateway === undefined ? undefined : gateways[only.gateway],
          country: only.country,
          code: only.code,
        });
        for (const round of [0, 1, 2]) {
          await closer.closeAll();
          for (const [at, row] of rows.entries())
            for (const report of row.reports.filter((one) => one.round === round)) {
              await hear(ids[at]!, row.gatewayId, report.state, report.code);
              moved += 1;
            }
        }
        const whileAwaited = await told(period);
        await query('delete from message_part');
        await closer.closeAll();
        closedDays += await days();
        const closed = await told(period);
        await query('truncate message_stat_mark');
        const plain = await told(period);
        expect(whileAwaited).toEqual(plain);
        expect(closed).toEqual(plain);
        const [{ own }] = (await query(
          `select count(*)::int as own from message where created_at >= $1 and created_at < $2
              and campaign_id = coalesce($3, campaign_id) and gateway_id = coalesce($4, gateway_id)
              and country = coalesce($5, country) and code = coalesce($6, code)`,
          [
            ...[period.from, period.until, period.campaignId, period.gatewayId],
            ...[period.country?.replace('none', ''), period.code?.replace('none', '')],
          ],
        )) as [{ own: number }];
        expect(plain.view.total.messages).toBe(own);
        for (const { total } of plain.reports) expect(total).toEqual(plain.view.total);
      }),
      { numRuns: 15 },
    );
    // Sums of nothing would be right as well.
    expect(closedDays).toBeGreaterThan(20);
    expect(moved).toBeGreaterThan(20);
  }, 120_000);

  it('are counted once nothing can be told of their messages any more', async () => {
    await inZone('UTC');
    const [open] = await given([
      { createdAt: new Date(now - 3 * DAY) },
      { createdAt: new Date(now - 6 * DAY), state: Delivered },
    ]);
    await awaitReceipts([open!]);
    await closer.closeAll();
    expect(await days()).toBe(1);
    await hear(open!, gateways[0]!, Delivered);
    expect(await query('select from message_part')).toEqual([]);
    await closer.closeAll();
    expect(await query(`select state, messages from message_stat_step where step = 'day'`)).toEqual(
      [
        { state: Delivered, messages: 1 },
        { state: Delivered, messages: 1 },
      ],
    );
  });

  it('are not counted while a message of the day is being handed over', async () => {
    await inZone('UTC');
    await given([{ createdAt: new Date(now - 2 * DAY), state: Delivered }]);
    await query(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       values ($1, $2, 1, '+34600000001', $3, 1, gen_random_uuid(), $4)`,
      [user.accountId, campaigns[0], gateways[0], new Date(now - 2 * DAY)],
    );
    await closer.closeAll();
    expect(await days()).toBe(0);
    await query('truncate inflight');
    await closer.closeAll();
    expect(await days()).toBe(1);
  });

  it('are what long periods are read from, by every key', async () => {
    await inZone('America/New_York');
    const message = { country: 'US', segments: 2 };
    await given([
      { ...message, createdAt: '2026-01-15T12:00:00Z', state: Delivered, deliveryMs: 3_000 },
      { ...message, createdAt: '2026-02-10T23:00:00Z', state: Failed, code: '27' },
    ]);
    const until = new Date('2026-03-03T12:00:00Z');
    while (
      await database.source.transaction((db) =>
        closeSteps(db, MESSAGE_STEPS, user.accountId, 'America/New_York', until),
      )
    );
    const period = { from: '2026-01-10T12:00:00.000Z', until: '2026-03-05T12:00:00.000Z' };
    const before = await told(period);
    expect(before.view.total).toMatchObject({
      ...{ messages: 2, delivered: 1, segments: 4, deliverySeconds: 3 },
    });
    await query('truncate message_stat');
    expect(await told(period)).toEqual(before);
    await reopenSteps(
      ...([database.source.manager, MESSAGE_STEPS, user.accountId] as const),
      new Date('2026-02-10T00:00:00Z'),
    );
    expect((await dashboard.show(user, period)).total.messages).toBe(1);
  });
});
