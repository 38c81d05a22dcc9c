import { AccountZone, Principal } from '@belltower/auth';
import {
  Channel,
  MessageDailyQuery,
  MessageQuery,
  MessageReportGroup,
  MessageState,
  MessageView,
} from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { AttemptCount } from './attempt-count';
import { AttemptList } from './attempt-list';
import { DailyRows } from './daily-rows';
import { MessageDailyService } from './message-daily.service';
import { MessageDashboardService } from './message-dashboard.service';
import { messageFiguresOf } from './message-figures';
import { MESSAGES } from './message.source';
import { givenCampaignRow, givenGatewayRow, GivenMessage, givenMessages } from './report.builder';

const MINUTE = 60_000;
const NOW = new Date('2026-12-01T00:00:00Z');

/** With daylight saving by an hour and by half an hour, at half past, and a skipped day. */
const ZONES = [
  'Europe/Madrid',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
];

const CHANGES = [
  '2011-12-30T10:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-25T01:00:00Z',
].map((text) => Date.parse(text));

describe('reports of messages', () => {
  let database: TestDatabase;
  let user: Principal;
  let daily: MessageDailyService;
  let dashboard: MessageDashboardService;
  let messages: AttemptList;
  let campaigns: number[];
  let gateways: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    user = await givenAccount(database.source);
    const zone = new AccountZone(database.source);
    const clock = new FixedClock(NOW);
    daily = new MessageDailyService(new DailyRows(database.source, zone, clock));
    dashboard = new MessageDashboardService(database.source, zone, clock);
    const counts = new AttemptCount(database.source, zone, clock);
    messages = new AttemptList(database.source, counts, clock);
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
  beforeEach(() => truncate());

  const truncate = () =>
    database.source.query('truncate message, message_stat, message_attempt_stat');
  const inZone = (timeZone: string) =>
    database.source.query('update account set time_zone = $1', [timeZone]);
  const report = (query: Partial<MessageDailyQuery>) =>
    daily.report(user, Object.assign(new MessageDailyQuery(), query));
  const given = (...some: Partial<GivenMessage>[]) =>
    givenMessages(
      database.source,
      user.accountId,
      some.map((one) => ({
        ...{ createdAt: '2026-11-23T09:00:00Z', campaignId: campaigns[0]! },
        ...{ gatewayId: gateways[0]!, ...one },
      })),
    );
  const list = (query: Partial<MessageQuery>) =>
    messages.page<MessageQuery, MessageView>(MESSAGES, user.accountId, {
      ...new MessageQuery(),
      ...query,
    });

  it('count messages, segments, deliveries and states, and add them up', async () => {
    await inZone('Europe/Madrid');
    const delivered = { state: MessageState.Delivered };
    await given(
      { ...delivered, deliveryMs: 3_000, segments: 2 },
      { ...delivered, deliveryMs: 6_000, createdAt: '2026-11-23T22:59:59Z' },
      { state: MessageState.Sent, createdAt: '2026-11-23T23:00:00Z' },
      { state: MessageState.Undelivered, code: '27', createdAt: '2026-11-24T10:00:00Z' },
    );
    const { rows, total, timeZone } = await report({
      from: '2026-11-22T23:00:00Z',
      until: '2026-11-25T23:00:00Z',
    });
    expect(timeZone).toBe('Europe/Madrid');
    expect(
      rows.map(({ name, messages: some, segments, deliveryRate, deliverySeconds }) => [
        ...[name, some, segments, deliveryRate, deliverySeconds],
      ]),
    ).toEqual([
      ['2026-11-23', 2, 3, 1, 4.5],
      ['2026-11-24', 2, 2, 0, null],
      ['2026-11-25', 0, 0, null, null],
    ]);
    expect(total).toEqual({
      ...{ messages: 4, segments: 5, delivered: 2, deliveryRate: 0.5, deliverySeconds: 4.5 },
      states: [
        { state: MessageState.Sent, messages: 1 },
        { state: MessageState.Delivered, messages: 2 },
        { state: MessageState.Undelivered, messages: 1 },
      ],
    });
  });

  it('have days of 25 and of 23 hours, the repeated hour twice', async () => {
    await inZone('Europe/Madrid');
    const autumn = { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' };
    await given(
      ...Array.from({ length: 25 }, (_, hour) => ({
        createdAt: new Date(Date.parse(autumn.from) + hour * 60 * MINUTE),
      })),
    );
    const byDay = await report(autumn);
    expect(byDay.rows.map(({ name, messages: some }) => [name, some])).toEqual([
      ['2026-10-25', 25],
    ]);
    const byHour = await report({ ...autumn, group: MessageReportGroup.Hour });
    expect(byHour.rows.slice(2, 4).map(({ name }) => name)).toEqual([
      '2026-10-25 02:00 +02:00',
      '2026-10-25 02:00 +01:00',
    ]);
    expect(byHour.rows.map(({ messages: some }) => some)).toEqual(Array(25).fill(1));
    const spring = { from: '2026-03-28T23:00:00Z', until: '2026-03-29T22:00:00Z' };
    const { rows } = await report({ ...spring, group: MessageReportGroup.Hour });
    expect(rows).toHaveLength(23);
  });

  it('are grouped and narrowed by error code, those without one included', async () => {
    await inZone('Europe/Madrid');
    await given(...[{ code: '27' }, { code: '27' }, { code: '1' }, {}, {}], {
      code: '27',
      createdAt: '2026-11-23T09:20:01Z',
      campaignId: campaigns[1]!,
    });
    const period = { from: '2026-11-23T00:00:00Z', until: '2026-11-23T09:25:00Z' };
    const { rows } = await report({ ...period, group: MessageReportGroup.Code });
    expect(rows.map(({ name, messages: some, code }) => [name, some, code])).toEqual([
      ['27', 3, '27'],
      ['No error', 2, 'none'],
      ['1', 1, '1'],
    ]);
    expect((await report({ ...period, code: 'none' })).total.messages).toBe(2);
    const narrow = await report({ ...period, code: '27', group: MessageReportGroup.Campaign });
    expect(narrow.rows.map(({ name, messages: some, code }) => [name, some, code])).toEqual([
      ['Reminders', 2, '27'],
      ['Survey', 1, '27'],
    ]);
    for (const { code, messages: some } of rows)
      expect(await list({ ...period, code: code! })).toMatchObject({ total: some });
  });

  it('leave out what nothing is in any more', async () => {
    await given({ state: MessageState.Sent });
    await database.source.query(
      `insert into message_stat
       select account_id, quarter, campaign_id, $1, 'failed', '8', 'FR', 0, 0, 0 from message_stat`,
      [gateways[1]],
    );
    for (const group of [
      MessageReportGroup.Gateway,
      MessageReportGroup.Code,
      MessageReportGroup.Country,
    ])
      expect((await report({ group })).rows).toHaveLength(1);
    const view = await dashboard.show(user, {});
    expect(view.gateways.map(({ name }) => name)).toEqual(['North']);
    expect(view.codes).toEqual([]);
  });

  const scenario = fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      change: fc.constantFrom(...CHANGES),
      minutesBefore: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      minutesAfter: fc.integer({ min: 1, max: 3 * 24 * 60 }),
      group: fc.constantFrom(...Object.values(MessageReportGroup)),
      given: fc.array(
        fc.record({
          minute: fc.integer({ min: -4 * 24 * 60, max: 4 * 24 * 60 }),
          second: fc.constantFrom(0, 1, 59),
          campaign: fc.constantFrom(0, 1),
          gateway: fc.constantFrom(0, 1),
          country: fc.constantFrom('ES', 'US', ''),
          state: fc.constantFrom(...Object.values(MessageState)),
          code: fc.constantFrom('', '1', '27'),
          segments: fc.integer({ min: 1, max: 4 }),
          deliveryMs: fc.integer({ min: 0, max: 90_000 }),
        }),
        { maxLength: 40 },
      ),
      onlyCampaign: fc.constantFrom(undefined, 0, 1),
      onlyCode: fc.constantFrom(undefined, 'none', '27'),
    })
    .map(({ change, minutesBefore, minutesAfter, given: some, ...rest }) => ({
      ...rest,
      period: {
        from: new Date(change - minutesBefore * MINUTE).toISOString(),
        until: new Date(change + minutesAfter * MINUTE).toISOString(),
      },
      messages: some.map(({ minute, second, ...message }) => ({
        ...message,
        createdAt: new Date(change + minute * MINUTE + second * 1_000),
      })),
    }));
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
  type Message = Scenario['messages'][number];

  const prepare = async (one: Scenario) => {
    await truncate();
    await inZone(one.timeZone);
    if (one.messages.length)
      await given(
        ...one.messages.map(({ campaign, gateway, ...message }) => ({
          ...message,
          campaignId: campaigns[campaign]!,
          gatewayId: gateways[gateway]!,
        })),
      );
    return {
      ...one.period,
      campaignId: one.onlyCampaign === undefined ? undefined : campaigns[one.onlyCampaign],
      code: one.onlyCode,
    };
  };
  const expected = ({ messages: all, period, onlyCampaign, onlyCode }: Scenario) =>
    all.filter(
      ({ createdAt, campaign, code }) =>
        createdAt >= new Date(period.from) &&
        createdAt < new Date(period.until) &&
        (onlyCampaign === undefined || campaign === onlyCampaign) &&
        (onlyCode === undefined || (code || 'none') === onlyCode),
    );
  const figures = (some: readonly Message[]) =>
    messageFiguresOf(
      some.map(({ state, segments, deliveryMs }) => ({ state, segments, deliveryMs, messages: 1 })),
    );

  it('tell of any period in any zone what the messages themselves tell, and lead to them', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (one) => {
        const query = await prepare(one);
        const { group, timeZone } = one;
        const { rows, total } = await report({ ...query, group });
        const all = expected(one);
        expect(total).toEqual(figures(all));
        for (const row of rows) {
          const own = all.filter(({ createdAt, campaign, gateway, country, code }) => {
            if (group === MessageReportGroup.Campaign)
              return campaigns[campaign] === row.campaignId;
            if (group === MessageReportGroup.Gateway) return gateways[gateway] === row.gatewayId;
            if (group === MessageReportGroup.Country) return (country || 'none') === row.country;
            if (group === MessageReportGroup.Code) return (code || 'none') === row.code;
            return createdAt >= new Date(row.from) && createdAt < new Date(row.until);
          });
          expect(row).toMatchObject(figures(own));
          if (group !== MessageReportGroup.Day) continue;
          const days = own.map(({ createdAt }) =>
            DateTime.fromJSDate(createdAt, { zone: timeZone }).toISODate(),
          );
          expect(days.every((day) => day === row.name)).toBe(true);
        }
        expect(rows.reduce((sum, row) => sum + row.messages, 0)).toBe(total.messages);
        expect(rows.reduce((sum, row) => sum + row.segments, 0)).toBe(total.segments);
        // Each number opens as many rows as it says.
        for (const row of rows.filter((some) => some.messages > 0).slice(0, 2)) {
          const { from, until, campaignId, gatewayId, country, code } = row;
          const behind = { from, until, country: country ?? undefined, code: code ?? undefined };
          const only = { campaignId: campaignId ?? undefined, gatewayId: gatewayId ?? undefined };
          for (const { state, messages: some } of row.states) {
            const page = await list({ ...behind, ...only, state: [state], limit: 100 });
            expect(page.items).toHaveLength(some);
            expect(page.total).toBe(some);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('add up on the dashboard too: over time, by gateway, by error code', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (one) => {
        const view = await dashboard.show(user, await prepare(one));
        const all = expected(one);
        expect(view.total).toEqual(figures(all));
        for (const step of view.overTime) {
          const own = all.filter(
            ({ createdAt }) => createdAt >= new Date(step.from) && createdAt < new Date(step.until),
          );
          expect(step).toMatchObject(figures(own));
        }
        for (const { gatewayId, ...told } of view.gateways)
          expect(told).toMatchObject(
            figures(all.filter(({ gateway }) => gateways[gateway] === gatewayId)),
          );
        const sum = (counts: { messages: number }[]) =>
          counts.reduce((total, { messages: some }) => total + some, 0);
        expect(sum(view.gateways)).toBe(all.length);
        expect(sum(view.codes)).toBe(all.filter(({ code }) => code).length);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  describe('in a list', () => {
    const turned = async (query: Partial<MessageQuery>, way: 'next' | 'previous') => {
      const pages = [await list(query)];
      const key = way === 'next' ? 'after' : 'before';
      for (let at = pages[0]![way]; at; at = pages.at(-1)![way])
        pages.push(await list({ ...query, after: undefined, [key]: at }));
      return pages;
    };
    const YEAR = { from: '2025-12-01T00:00:00Z', until: NOW.toISOString() };

    it.each(['-sentAt', 'sentAt'])(
      'stand each once by %s, forwards and back, those of one instant too',
      async (sort) => {
        await given(
          ...Array.from({ length: 7 }, () => ({ createdAt: '2026-11-01T00:00:00Z' })),
          ...[1, 2, 3, 4].map((month) => ({ createdAt: `2026-0${month}-15T12:00:00Z` })),
        );
        const all = await database.source.query<{ id: number }[]>(
          `select id from message order by created_at ${sort.startsWith('-') ? 'desc, id desc' : ', id'}`,
        );
        const wanted = all.map(({ id }) => id);
        const idsOf = ({ items }: { items: MessageView[] }) => items.map(({ id }) => id);
        const forth = await turned({ ...YEAR, sort, limit: 3 }, 'next');
        expect(forth.flatMap(idsOf)).toEqual(wanted);
        expect(forth[0]).toMatchObject({ total: 11, estimated: false });
        const after = forth.at(-2)!.next!;
        const back = await turned({ ...YEAR, sort, limit: 3, after }, 'previous');
        expect(back.toReversed().flatMap(idsOf)).toEqual(wanted);
      },
    );

    it('are found by every filter, and counted exactly where the roll-up knows', async () => {
      await given(
        { state: MessageState.Delivered, number: '+34600000001', country: 'ES', attempt: 2 },
        { state: MessageState.Failed, code: '8', number: '+12025550101', country: 'US' },
        { state: MessageState.Expired, code: '8', number: '+870776123456', country: '' },
        { gatewayId: gateways[1]!, campaignId: campaigns[1]!, subscriberId: 9 },
      );
      const counted = async (query: Partial<MessageQuery>) => {
        const { items, total } = await list({ ...YEAR, ...query });
        expect(total).toBe(items.length);
        return items.length;
      };
      expect(await counted({ state: [MessageState.Delivered, MessageState.Failed] })).toBe(2);
      expect(await counted({ code: '8' })).toBe(2);
      expect(await counted({ code: 'none' })).toBe(2);
      expect(await counted({ country: 'none' })).toBe(1);
      expect(await counted({ number: '555' })).toBe(1);
      expect(await counted({ number: '+34' })).toBe(2);
      expect(await counted({ attempt: 2 })).toBe(1);
      expect(await counted({ gatewayId: gateways[1]! })).toBe(1);
      expect(await counted({ campaignId: campaigns[0]!, code: '8' })).toBe(2);
      expect(await counted({ subscriberId: 9 })).toBe(1);
    });
  });
});
