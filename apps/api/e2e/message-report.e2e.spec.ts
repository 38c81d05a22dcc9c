import {
  CampaignMessageStatisticsView,
  Channel,
  DashboardView,
  fieldsOf,
  MessageCampaignReportView,
  MessageCountsView,
  MessageDailyReportView,
  MessageDashboardView,
  MessageDetailView,
  MessagesKeptView,
  MessageState,
  MessageView,
  Page,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import {
  givenCampaignRow,
  givenGatewayRow,
  GivenMessage,
  givenMessages,
} from '../../../libs/server/report/report.builder';
import { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

/** The account's clocks, those of Madrid, go back on 25 October. */
const NOW = '2026-10-27T12:00:00Z';
const { Delivered, Expired, Failed, Rejected, Sent, Undelivered } = MessageState;
const ALL = 'from=2026-01-01T00:00:00Z';

describe('reports of messages over HTTP', () => {
  let api: TestApi;
  let campaignId: number;
  let surveyId: number;
  let gateways: number[];
  let ids: number[];

  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(new Date(NOW)) });
    const sms = { channel: Channel.Sms };
    const { database, accountId } = api;
    campaignId = await givenCampaignRow(database, accountId, { name: '=Reminders', ...sms });
    surveyId = await givenCampaignRow(database, accountId, { name: 'Survey', ...sms });
    gateways = [
      await givenGatewayRow(database, accountId, { name: 'North', ...sms }),
      await givenGatewayRow(database, accountId, { name: 'South', ...sms }),
    ];
    ids = await givenMessages(database, accountId, someMessages());
    await givenMessages(database, api.strangerAccountId, [
      { createdAt: '2026-10-27T11:00:00Z', campaignId: 99, gatewayId: 99 },
    ]);
  });
  afterAll(() => api.close());

  /** Two hours of the autumn night are both called two o’clock. */
  const someMessages = (): GivenMessage[] => {
    const message = (createdAt: string, more: Partial<GivenMessage> = {}): GivenMessage => ({
      ...{ createdAt, campaignId, gatewayId: gateways[0]! },
      ...more,
    });
    const history = [
      { at: '2026-10-25T01:20:01Z', state: Sent, ids: ['9F3', '9F4'] },
      { at: '2026-10-25T01:20:09Z', state: Delivered, part: 2 },
    ];
    return [
      message('2026-10-24T21:59:59.900Z', { state: Undelivered, code: '27', subscriberId: 7 }),
      message('2026-10-25T00:10:00Z', { state: Failed, code: '8', gatewayId: gateways[1] }),
      message('2026-10-25T00:40:00Z', { country: 'US', number: '+12025550101' }),
      message('2026-10-25T01:20:00Z', {
        ...{ state: Delivered, attempt: 2, subscriberId: 7, segments: 2, deliveryMs: 8_000 },
        ...{ history, text: '=1+1, "Zoë"\nsays hello', contactName: 'Zoë, "Zed"' },
      }),
      message('2026-10-25T22:59:00Z', { state: Delivered, country: '', deliveryMs: 4_000 }),
      message('2026-10-25T23:00:00.123Z', { state: Rejected, code: '=sender', attempt: 2 }),
      message('2026-10-27T11:58:30Z', { campaignId: surveyId, state: Expired, code: '27' }),
    ];
  };

  const get = async <T>(path: string, client: Client = api.viewer) => {
    const { status, body } = await client.get<T>(path);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const list = (query = '', client?: Client) => get<Page<MessageView>>(`messages?${query}`, client);
  const sum = (rows: readonly MessageCountsView[], figure: 'messages' | 'delivered') =>
    rows.reduce((total, row) => total + row[figure], 0);

  describe('the list', () => {
    it('has the last 30 days, newest first, with the names of campaign and gateway', async () => {
      const { items, total } = await list();
      expect([items.length, total]).toEqual([7, 7]);
      expect(items[3]).toEqual({
        ...{ id: ids[3], sentAt: '2026-10-25T01:20:00.000Z', campaignId, attempt: 2 },
        ...{ campaignName: '=Reminders', subscriberId: 7, contactId: null, country: 'ES' },
        ...{ contactName: 'Zoë, "Zed"', number: '+34600000001', sender: 'Clinic', segments: 2 },
        ...{ gatewayId: gateways[0], gatewayName: 'North', state: Delivered, code: null },
        ...{ text: '=1+1, "Zoë"\nsays hello', encoding: 'gsm-7', deliverySeconds: 8 },
        submittedAt: '2026-10-25T01:20:01.000Z',
        stateAt: '2026-10-25T01:20:09.000Z',
        deliveredAt: '2026-10-25T01:20:09.000Z',
      });
    });

    it('goes forth and back, page by page', async () => {
      const forth = [await list('limit=2')];
      for (let next = forth[0]!.next; next; next = forth.at(-1)!.next)
        forth.push(await list(`limit=2&after=${next}`));
      const back = [forth.at(-1)!];
      for (let before = back[0]!.previous; before; before = back[0]!.previous)
        back.unshift(await list(`limit=2&before=${before}`));
      expect(forth.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids.toReversed());
      expect(back.map(({ items }) => items)).toEqual(forth.map(({ items }) => items));
    });

    it.each([
      ['state=delivered', 2],
      ['state=failed,rejected', 2],
      ['code=27', 2],
      ['code=none', 3],
      ['country=US', 1],
      ['country=none', 1],
      ['number=555', 1],
      ['attempt=2', 2],
      ['hour=2', 3],
      ['weekDay=sunday&hour=2', 3],
      ['subscriberId=7', 2],
      ['from=2026-10-26T00:00:00Z', 1],
    ])('filters by %s', async (query, expected) => {
      expect(await list(query)).toMatchObject({ total: expected });
      expect((await list(query)).items).toHaveLength(expected);
    });

    it.each([
      ['state=lost', 'request.invalid'],
      ['sort=segments', 'list.unknown-sort'],
      ['after=nonsense', 'list.bad-cursor'],
      ['from=2026-10-24T00:00:00Z&until=2026-10-23T00:00:00Z', 'report.period'],
    ])('refuses %s and says why', async (query, code) => {
      const { status, body } = await api.viewer.get(`messages?${query}`);
      expect({ status, body }).toMatchObject({ status: 422, body: { code } });
    });

    it('says from when on there are messages', async () => {
      expect(await get<MessagesKeptView>('messages/kept')).toEqual({ messagesSince: null });
    });
  });

  describe('one message', () => {
    it('tells what was reported of it, and the other attempts to reach the subscriber', async () => {
      const body = await get<MessageDetailView>(`messages/${ids[3]}`);
      expect(body).toMatchObject({ id: ids[3], awaits: false });
      const told = { code: null, part: null, detail: null, ids: [] };
      expect(body.history).toEqual([
        { ...told, at: '2026-10-25T01:20:01Z', state: Sent, ids: ['9F3', '9F4'] },
        { ...told, at: '2026-10-25T01:20:09Z', state: Delivered, part: 2 },
      ]);
      expect(body.attempts.map(({ id }) => id)).toEqual([ids[0]]);
    });

    it('is nobody else’s', async () => {
      const { status, body } = await api.stranger.get(`messages/${ids[3]}`);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'message.not-found' } });
    });
  });

  describe('an export', () => {
    it('is the list with the same filters, row by row', async () => {
      const { items } = await list(`${ALL}&state=delivered,failed`);
      const lines = await get<string>(`messages.jsonl?${ALL}&state=delivered,failed`);
      expect(
        lines
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(items);
    });

    it('as CSV has the headings of the contract and guards what a spreadsheet would run', async () => {
      const body = await get<string>(`messages.csv?${ALL}`);
      const labels = fieldsOf(MessageView).map(
        ({ label, unit }) => label + (unit ? ` (${unit})` : ''),
      );
      const [heading] = body.split('\r\n');
      expect(heading?.replace('\uFEFF', '').split(',')).toEqual([
        ...labels,
        'Sent (Europe/Madrid)',
      ]);
      expect(body).toContain(`"'=1+1, ""Zoë""\nsays hello"`);
      expect(body).toContain(`,"'=sender",`);
    });

    it('is of the own account', async () => {
      const body = await get<string>(`messages.jsonl?${ALL}`, api.stranger);
      expect(body.trim().split('\n')).toHaveLength(1);
    });
  });

  describe('the daily report', () => {
    it('adds up to its total, which is the list’s', async () => {
      const { rows, total } = await get<MessageDailyReportView>('reports/messages/daily');
      expect(total).toMatchObject({ messages: 7, delivered: 2, segments: 8, deliverySeconds: 6 });
      expect(sum(rows, 'messages')).toBe(7);
      expect(sum(rows, 'delivered')).toBe(2);
    });

    it.each(['hour', 'campaign', 'gateway', 'country', 'code'])(
      'by %s leads to the rows behind each of its numbers',
      async (group) => {
        const { rows } = await get<MessageDailyReportView>(
          `reports/messages/daily?group=${group}&from=2026-10-24T00:00:00Z`,
        );
        expect(sum(rows, 'messages')).toBe(7);
        for (const { states, from, until, ...row } of rows) {
          const narrowing = (['campaignId', 'gatewayId', 'country', 'code'] as const)
            .filter((name) => row[name] !== null)
            .map((name) => `&${name}=${encodeURIComponent(row[name]!)}`);
          for (const { state, messages } of states) {
            const query = `from=${from}&until=${until}&state=${state}${narrowing.join('')}`;
            expect([query, (await list(query)).total]).toEqual([query, messages]);
          }
        }
      },
    );

    it('as CSV ends with the total', async () => {
      const body = await get<string>('reports/messages/daily.csv?group=code');
      const lines = body.trim().split('\r\n');
      expect(lines[0]).toMatch(
        /^code \(Europe\/Madrid\),Messages,Delivered,Delivery rate,Time to delivery \(seconds\),Segments,State queued/,
      );
      expect(lines.at(-1)).toMatch(/^Total,7,2,/);
    });

    it('is of the own account, whatever campaign is asked for', async () => {
      const path = `reports/messages/daily?campaignId=${surveyId}`;
      const { total } = await get<MessageDailyReportView>(path, api.stranger);
      expect(total.messages).toBe(0);
    });
  });

  describe('the dashboard', () => {
    it('says that there are messages and no calls, and tells them by themselves', async () => {
      const view = await get<DashboardView>('reports/dashboard');
      expect(view).toMatchObject({
        ...{ hasCalls: false, hasMessages: true, total: { calls: 0 } },
        firstSteps: { call: true },
      });
      expect(view.campaigns).toMatchObject([{ channel: 'sms' }, { channel: 'sms' }]);
      const messages = await get<MessageDashboardView>(
        'reports/messages/dashboard?from=2026-10-25T23:00:00Z',
      );
      expect(messages).toMatchObject({
        ...{ previousFrom: '2026-10-23T22:00:00.000Z', messagesNow: 0 },
        total: { messages: 2, delivered: 0, deliverySeconds: null },
        previous: { messages: 4, delivered: 1 },
        gateways: [{ name: 'North', messages: 2 }],
      });
      expect(messages.codes).toHaveLength(2);
      expect(sum(messages.overTime, 'messages')).toBe(2);
    });

    it('of another account knows nothing of this one', async () => {
      const path = `reports/messages/dashboard?campaignId=${surveyId}`;
      const view = await get<MessageDashboardView>(path, api.stranger);
      expect(view).toMatchObject({ total: { messages: 0 }, gateways: [], codes: [] });
    });
  });

  describe('of one campaign', () => {
    const report = (id = campaignId) =>
      get<MessageCampaignReportView>(`campaigns/${id}/message-report`);

    it('say what was asked, and what has come of it', async () => {
      expect(await report()).toMatchObject({
        ...{ madeAt: '2026-10-27T12:00:00.000Z', accountName: 'Clinic', step: 'day' },
        campaign: { id: campaignId, channel: 'sms' },
        firstMessageAt: '2026-10-24T21:59:59.900Z',
        lastMessageAt: '2026-10-25T23:00:00.123Z',
        ...{ messages: 6, segments: 7, delivered: 2, deliveryRate: 1 / 3, deliverySeconds: 6 },
      });
    });

    it('have rows that add up to the total, and filters for each of them', async () => {
      const view = await report();
      const all = `${ALL}&campaignId=${campaignId}`;
      for (const rows of [view.attempts, view.hours, view.overTime, view.gateways, view.countries])
        expect([sum(rows, 'messages'), sum(rows, 'delivered')]).toEqual([6, 2]);
      const counted = async (query: string, messages: number) =>
        expect([query, (await list(query)).items.length]).toEqual([query, messages]);
      for (const { attempt, messages } of view.attempts)
        await counted(`${all}&attempt=${attempt}`, messages);
      for (const { hour, messages } of view.hours) await counted(`${all}&hour=${hour}`, messages);
      for (const { from, until, messages } of view.overTime)
        await counted(`campaignId=${campaignId}&from=${from}&until=${until}`, messages);
      for (const { gatewayId, messages } of view.gateways)
        await counted(`${all}&gatewayId=${gatewayId}`, messages);
      for (const { country, messages } of view.countries)
        await counted(`${all}&country=${country}`, messages);
      for (const { code, messages } of view.codes)
        await counted(`${all}&code=${encodeURIComponent(code)}`, messages);
      expect(view.hours.map(({ hour, messages }) => [hour, messages])).toEqual([
        [0, 1],
        [2, 3],
        [23, 2],
      ]);
    });

    it('have no rows while nothing was sent', async () => {
      const draft = await givenCampaignRow(api.database, api.accountId, {
        ...{ status: 'draft', channel: Channel.Sms, name: 'Draft' },
      });
      expect(await report(draft)).toMatchObject({
        ...{ messages: 0, deliveryRate: null, firstMessageAt: null, attempts: [], hours: [] },
        ...{ overTime: [], gateways: [], countries: [], codes: [] },
      });
    });

    it('tell the last hour minute by minute', async () => {
      const view = await get<CampaignMessageStatisticsView>(
        `campaigns/${surveyId}/message-statistics`,
      );
      expect(view).toMatchObject({ messages: 1, delivered: 0 });
      expect(view.perMinute).toHaveLength(60);
      expect(view.perMinute.at(-3)).toEqual({
        ...{ minute: '2026-10-27T11:58:00.000Z', messages: 1, delivered: 0 },
      });
    });

    it.each(['message-report', 'message-statistics'])('are nobody else’s: %s', async (what) => {
      const { status, body } = await api.stranger.get(`campaigns/${campaignId}/${what}`);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'campaign.not-found' } });
    });
  });
});
