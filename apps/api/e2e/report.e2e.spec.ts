import {
  CallDetailView,
  CallsKeptView,
  CallView,
  CampaignStatisticsView,
  DailyReportView,
  DashboardView,
  Disposition,
  fieldsOf,
  Page,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import {
  GivenCall,
  givenCalls,
  givenCampaignRow,
  givenGatewayRow,
} from '../../../libs/server/report/report.builder';
import { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

const NOW = '2026-11-24T12:00:00Z';

describe('reports over HTTP', () => {
  let api: TestApi;
  let campaignId: number;
  let surveyId: number;
  let gatewayId: number;
  let calls: number[];

  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(new Date(NOW)) });
    campaignId = await givenCampaignRow(api.database, api.accountId, {
      name: '=Reminders, "daily"',
    });
    surveyId = await givenCampaignRow(api.database, api.accountId, { name: 'Survey' });
    gatewayId = await givenGatewayRow(api.database, api.accountId);
    calls = await givenCalls(api.database, api.accountId, someCalls());
    const strangersCampaign = await givenCampaignRow(api.database, api.strangerAccountId);
    const strangersGateway = await givenGatewayRow(api.database, api.strangerAccountId, {
      name: 'Another simulator',
    });
    await givenCalls(api.database, api.strangerAccountId, [
      {
        createdAt: NOW.replace('12', '11'),
        campaignId: strangersCampaign,
        gatewayId: strangersGateway,
      },
    ]);
  });
  afterAll(() => api.close());

  /** Ten calls at one and the same instant, and five others. */
  const someCalls = (): GivenCall[] => [
    ...Array.from({ length: 10 }, (_, index) => ({
      createdAt: '2026-11-23T10:00:00Z',
      campaignId,
      gatewayId,
      subscriberId: 100 + index,
      number: `+3460000010${index}`,
      disposition: index % 2 ? Disposition.Busy : Disposition.NoAnswer,
      contactName: '=HYPERLINK("http://example.org")',
    })),
    {
      createdAt: '2026-11-24T09:00:00Z',
      campaignId,
      gatewayId,
      subscriberId: 101,
      number: '+34600000101',
      attempt: 2,
      disposition: Disposition.Answered,
      talkSeconds: 75,
      sipStatus: 200,
      contactName: 'Zoë "Zed", 2nd\nfloor',
      timeline: [
        { atMs: 0, event: 'placed' },
        { atMs: 900, event: 'ringing' },
        { atMs: 8_000, event: 'answered' },
        { atMs: 83_000, event: 'hung-up', detail: 'unreachable' },
      ],
    },
    ...[0, 1, 2].map((hour) => ({
      createdAt: `2026-11-24T0${hour}:30:00Z`,
      campaignId: surveyId,
      gatewayId,
      subscriberId: 200 + hour,
      number: `+1202555010${hour}`,
      country: hour === 2 ? '' : 'US',
      disposition: Disposition.Answered,
      talkSeconds: 10 * hour,
    })),
    { createdAt: '2026-09-01T00:00:00Z', campaignId: surveyId, gatewayId, subscriberId: 200 },
  ];

  const list = async (query = '', client: Client = api.viewer) => {
    const { status, body } = await client.get<Page<CallView>>(`calls?${query}`);
    expect(status).toBe(200);
    return body;
  };
  const everyPage = async (query: string) => {
    const pages = [await list(query)];
    for (let next = pages[0]!.next; next; next = pages.at(-1)!.next) {
      pages.push(await list(`${query}&after=${next}`));
    }
    return pages.flatMap(({ items }) => items);
  };

  describe('the list of calls', () => {
    it('has the last 30 days, newest first, with the names of campaign and gateway', async () => {
      const { items, total, estimated } = await list();
      expect({ length: items.length, total, estimated }).toEqual({
        length: 14,
        total: 14,
        estimated: false,
      });
      expect(items[0]).toMatchObject({
        startedAt: '2026-11-24T09:00:00.000Z',
        campaignName: '=Reminders, "daily"',
        gatewayName: 'Simulator',
        number: '+34600000101',
        attempt: 2,
        talkSeconds: 75,
      });
    });

    it.each(['-startedAt', 'startedAt', '-talkSeconds'])(
      'goes back by %s, page by page, the way it came',
      async (sort) => {
        const query = `limit=4&sort=${sort}`;
        const forth = [await list(query)];
        for (let next = forth[0]!.next; next; next = forth.at(-1)!.next)
          forth.push(await list(`${query}&after=${next}`));
        const back = [forth.at(-1)!];
        for (let before = back[0]!.previous; before; before = back[0]!.previous)
          back.unshift(await list(`${query}&before=${before}`));
        expect(back.map(({ items }) => items)).toEqual(forth.map(({ items }) => items));
        // The page before one leads to it again.
        expect(back.slice(1).map(({ next }) => next)).toEqual(
          forth.slice(1).map(({ next }) => next),
        );
      },
    );

    it.each(['-startedAt', 'startedAt', 'talkSeconds', '-talkSeconds', 'ringSeconds'])(
      'pages by %s without losing or repeating calls of one instant',
      async (sort) => {
        const all = await everyPage(`sort=${sort}&limit=3`);
        expect(all).toHaveLength(14);
        expect(new Set(all.map(({ id }) => id)).size).toBe(14);
        const name = sort.replace('-', '') as 'startedAt' | 'talkSeconds' | 'ringSeconds';
        const values = all.map((call) => call[name]);
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
      },
    );

    it('counts what matches, on the first page', async () => {
      expect(await list('limit=3')).toMatchObject({ total: 14, estimated: false });
      expect(await list(`limit=3&disposition=busy,answered`)).toMatchObject({ total: 9 });
      expect(await list('limit=3&number=6000001')).toMatchObject({ total: 11 });
    });

    it.each([
      ['disposition=busy', 5],
      ['disposition=busy,answered', 9],
      ['number=555', 3],
      ['number=%2B34 600 000 101', 2],
      ['number==%2B34600000101', 2],
      ['number==%2B3460000010', 0],
      ['number=*000101', 2],
      ['number=0600 000 101', 2],
      ['number=nobody', 0],
      ['minTalkSeconds=10', 3],
      ['minTalkSeconds=10&maxTalkSeconds=20', 2],
      ['from=2026-11-24T00:00:00Z', 4],
      ['from=2026-11-24T00:00:00Z&until=2026-11-24T01:30:00Z', 1],
      ['from=2026-01-01T00:00:00Z', 15],
      ['subscriberId=200', 2],
    ])('filters by %s', async (query, expected) => {
      const { items } = await list(query);
      expect(items).toHaveLength(expected);
    });

    it('filters by campaign and gateway', async () => {
      expect((await list(`campaignId=${surveyId}`)).items).toHaveLength(3);
      expect((await list(`gatewayId=${gatewayId}`)).items).toHaveLength(14);
      expect((await list(`gatewayId=${gatewayId + 1}`)).items).toHaveLength(0);
    });

    it('filters by the country of the number, and by having none', async () => {
      const { items } = await list('country=US');
      expect(items.map(({ country }) => country)).toEqual(['US', 'US']);
      expect((await list('country=none')).items.map(({ country }) => country)).toEqual([null]);
    });

    it.each([
      ['country=Spain', 'request.invalid'],
      ['sort=number', 'list.unknown-sort'],
      ['after=nonsense', 'list.bad-cursor'],
      ['from=2026-11-24T00:00:00Z&until=2026-11-23T00:00:00Z', 'report.period'],
      ['from=yesterday', 'request.invalid'],
      ['disposition=lost', 'request.invalid'],
    ])('refuses %s and says why', async (query, code) => {
      const { status, body } = await api.viewer.get(`calls?${query}`);
      expect({ status, body }).toMatchObject({ status: 422, body: { code } });
    });
  });

  describe('one call', () => {
    it('tells its events and the other attempts to reach the subscriber', async () => {
      const { body } = await api.viewer.get<CallDetailView>(`calls/${calls[10]}`);
      expect(body).toMatchObject({ sipStatus: 200, endedAt: '2026-11-24T09:01:35.000Z' });
      expect(body.timeline.map(({ event }) => event)).toEqual([
        'placed',
        'ringing',
        'answered',
        'hung-up',
      ]);
      expect(body.attempts.map(({ id, attempt }) => [id, attempt])).toEqual([[calls[1], 1]]);
    });

    it('is nobody else’s', async () => {
      const { status, body } = await api.stranger.get(`calls/${calls[10]}`);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'call.not-found' } });
    });
  });

  describe('an export', () => {
    const filters = 'from=2026-01-01T00:00:00Z&disposition=busy,answered';

    it('as JSON is the list with the same filters, row by row', async () => {
      const items = await everyPage(`${filters}&limit=2`);
      const { body } = await api.viewer.get<CallView[]>(`calls.json?${filters}`);
      expect(body).toEqual(items);
      const lines = await api.viewer.get<string>(`calls.jsonl?${filters}`);
      expect(
        lines.body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(items);
    });

    it('without calls is an empty array', async () => {
      expect((await api.viewer.get('calls.json?number=nobody')).body).toEqual([]);
    });

    it('as CSV has the headings of the contract and guards what a spreadsheet would run', async () => {
      const { body, headers } = await api.viewer.get<string>(`calls.csv?${filters}`);
      expect(headers.get('content-disposition')).toBe('attachment; filename="calls.csv"');
      const [heading, ...rows] = body.split('\r\n');
      const labels = fieldsOf(CallView).map(
        ({ label, unit }) => label + (unit ? ` (${unit})` : ''),
      );
      expect(heading?.replace('\uFEFF', '').split(',')).toEqual([
        ...labels,
        'Started (Europe/Madrid)',
      ]);
      expect(rows).toHaveLength(10);
      expect(rows[0]).toContain('2026-11-24T09:00:00Z');
      expect(rows[0]).toContain(`"'=Reminders, ""daily"""`);
      expect(rows[0]).toContain('"Zoë ""Zed"", 2nd\nfloor"');
      expect(rows[0]).toMatch(/2026-11-24 10:00:00$/);
      expect(rows[4]).toContain(`"'=HYPERLINK(""http://example.org"")"`);
      expect(rows[4]).toContain(',+34600000109,');
    });

    it('is of the own account', async () => {
      const { body } = await api.stranger.get<CallView[]>('calls.json');
      expect(body).toHaveLength(1);
    });

    it('refuses with a problem instead of a file', async () => {
      const { status, body } = await api.viewer.get('calls.csv?from=nonsense');
      expect({ status, body }).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    });
  });

  describe('the daily report', () => {
    it('adds up to its total, which is the list’s', async () => {
      const { body } = await api.viewer.get<DailyReportView>('reports/daily');
      const { total } = await list();
      expect(body.total.calls).toBe(total);
      expect(body.rows.reduce((sum, { calls: some }) => sum + some, 0)).toBe(total);
      expect(body.total).toMatchObject({ answered: 4, talkSeconds: 105, acdSeconds: 105 / 4 });
      expect(body.rows).toHaveLength(31);
    });

    it('links to rows: each has the calls of its own period', async () => {
      const { body } = await api.viewer.get<DailyReportView>(
        'reports/daily?group=hour&from=2026-11-23T00:00:00Z',
      );
      for (const row of body.rows.filter(({ calls: some }) => some > 0)) {
        expect((await list(`from=${row.from}&until=${row.until}`)).items).toHaveLength(row.calls);
      }
    });

    it('by country links to rows too, those of no country included', async () => {
      const { body } = await api.viewer.get<DailyReportView>('reports/daily?group=country');
      expect(body.rows.map(({ name, calls: some }) => [name, some])).toEqual([
        ['Spain', 11],
        ['United States', 2],
        ['No country', 1],
      ]);
      for (const { country, calls: some } of body.rows)
        expect((await list(`country=${country}`)).items).toHaveLength(some);
    });

    it('says from when on there are calls behind its numbers, once some have been dropped', async () => {
      const told = async () => [
        (await api.viewer.get<CallsKeptView>('calls/kept')).body,
        (await api.viewer.get<DailyReportView>('reports/daily')).body.callsKeptSince,
        (await api.viewer.get<DashboardView>('reports/dashboard')).body.callsKeptSince,
      ];
      expect(await told()).toEqual([{ callsSince: null, recordingsSince: null }, null, null]);
      await api.database.query(`insert into kept_since values ('calls', '2026-08-01T00:00Z')`);
      const since = '2026-08-01T00:00:00.000Z';
      expect(await told()).toEqual([{ callsSince: since, recordingsSince: null }, since, since]);
      await api.database.query('delete from kept_since');
    });

    it('is of the own account, whatever campaign is asked for', async () => {
      const { body } = await api.stranger.get<DailyReportView>(
        `reports/daily?campaignId=${surveyId}`,
      );
      expect(body.total.calls).toBe(0);
    });

    it('as CSV ends with the total', async () => {
      const { body } = await api.viewer.get<string>('reports/daily.csv?group=campaign');
      const lines = body.trim().split('\r\n');
      expect(lines[0]).toMatch(
        /^campaign \(Europe\/Madrid\),Calls,Answered,ASR,NER,ACD \(seconds\)/,
      );
      expect(lines[1]).toMatch(/^"'=Reminders, ""daily""",11,1,/);
      expect(lines.at(-1)).toMatch(/^Total,14,4,/);
    });
  });

  describe('the dashboard', () => {
    it('compares with the period before and tells what is under way', async () => {
      const { status, body } = await api.viewer.get<DashboardView>(
        'reports/dashboard?from=2026-11-23T23:00:00Z',
      );
      expect(status).toBe(200);
      expect(body).toMatchObject({
        timeZone: 'Europe/Madrid',
        step: 'hour',
        previousFrom: '2026-11-22T23:00:00.000Z',
        previousUntil: '2026-11-23T12:00:00.000Z',
        contactsReached: 4,
        callsNow: 0,
        firstSteps: {
          gateway: true,
          phonebook: false,
          contacts: false,
          campaign: true,
          call: true,
        },
      });
      expect(body.total.calls).toBe(4);
      expect(body.previous.calls).toBe(10);
      expect(body.campaigns.map(({ name }) => name).sort()).toEqual([
        '=Reminders, "daily"',
        'Survey',
      ]);
      expect(body.gateways).toMatchObject([{ name: 'Simulator', status: 'up', calls: 4, asr: 1 }]);
      expect(body.hoursOfWeek).toContainEqual({
        weekDay: 'tuesday',
        hour: 10,
        calls: 1,
        answered: 1,
      });
    });

    it('of another account knows nothing of this one', async () => {
      const { body } = await api.stranger.get<DashboardView>(
        `reports/dashboard?campaignId=${surveyId}`,
      );
      expect(body).toMatchObject({ total: { calls: 0 }, campaigns: [], callsNow: 0 });
    });
  });

  describe('the statistics of a campaign', () => {
    it('count its calls by disposition and by minute of the last hour', async () => {
      await givenCalls(api.database, api.accountId, [
        {
          createdAt: '2026-11-24T11:58:30Z',
          campaignId: surveyId,
          gatewayId,
          disposition: Disposition.Answered,
        },
        { createdAt: '2026-11-24T11:58:59Z', campaignId: surveyId, gatewayId },
      ]);
      const { body } = await api.viewer.get<CampaignStatisticsView>(
        `campaigns/${surveyId}/statistics`,
      );
      expect(body).toMatchObject({ calls: 6, answered: 4 });
      expect(body.dispositions).toEqual([
        { disposition: 'answered', calls: 4 },
        { disposition: 'no-answer', calls: 2 },
      ]);
      expect(body.perMinute).toHaveLength(60);
      expect(body.perMinute.at(-3)).toEqual({
        minute: '2026-11-24T11:58:00.000Z',
        calls: 2,
        answered: 1,
      });
    });

    it('are nobody else’s', async () => {
      const { status } = await api.stranger.get(`campaigns/${surveyId}/statistics`);
      expect(status).toBe(404);
    });
  });
});
