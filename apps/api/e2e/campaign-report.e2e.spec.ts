import {
  CallFiguresView,
  CallView,
  CampaignReportView,
  DailyReportView,
  Disposition,
  Page,
  SubscriberView,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import {
  GivenCall,
  givenCalls,
  givenCampaignRow,
  givenGatewayRow,
} from '../../../libs/server/report/report.builder';
import { startApi, TestApi } from '../testing/start-api';

/** The account's clocks, those of Madrid, go back on 25 October. */
const NOW = '2026-10-27T12:00:00Z';
const { Answered, Busy, Congestion, NoAnswer } = Disposition;

describe('the report of a campaign', () => {
  let api: TestApi;
  let campaignId: number;
  let otherId: number;
  let gateways: number[];

  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(new Date(NOW)) });
    campaignId = await givenCampaignRow(api.database, api.accountId, { status: 'finished' });
    otherId = await givenCampaignRow(api.database, api.accountId, { name: 'Survey' });
    gateways = [
      await givenGatewayRow(api.database, api.accountId, { name: 'North' }),
      await givenGatewayRow(api.database, api.accountId, { name: 'South' }),
    ];
    await givenCalls(api.database, api.accountId, someCalls());
  });
  afterAll(() => api.close());

  /** Two hours of the autumn night are both called two o’clock. */
  const someCalls = (): GivenCall[] => {
    const call = (createdAt: string, more: Partial<GivenCall> = {}): GivenCall => ({
      createdAt,
      campaignId,
      gatewayId: gateways[0]!,
      ...more,
    });
    return [
      call('2026-10-24T21:59:59.900Z', { disposition: Busy }),
      call('2026-10-25T00:10:00Z', { disposition: Congestion, gatewayId: gateways[1] }),
      call('2026-10-25T00:40:00Z'),
      call('2026-10-25T01:20:00Z', { disposition: Answered, talkSeconds: 40, attempt: 2 }),
      call('2026-10-25T22:59:00Z', { disposition: Answered, talkSeconds: 20, attempt: 3 }),
      call('2026-10-25T23:00:00.123Z', { disposition: Answered, talkSeconds: 5, attempt: 2 }),
      call('2026-10-25T23:00:00Z', { campaignId: otherId }),
    ];
  };
  const report = async (id = campaignId) => {
    const { status, body } = await api.viewer.get<CampaignReportView>(`campaigns/${id}/report`);
    expect(status).toBe(200);
    return body;
  };
  const calls = async (query: string) =>
    (await api.viewer.get<Page<CallView>>(`calls?campaignId=${campaignId}&${query}`)).body.items;
  const sum = (rows: readonly CallFiguresView[], figure: 'calls' | 'answered' | 'talkSeconds') =>
    rows.reduce((total, row) => total + row[figure], 0);

  it('says what was asked, and what has come of it', async () => {
    const view = await report();
    expect(view).toMatchObject({
      madeAt: '2026-10-27T12:00:00.000Z',
      accountName: 'Clinic',
      timeZone: 'Europe/Madrid',
      campaign: { id: campaignId, name: 'Reminders', status: 'finished', maxRetries: 1 },
      callsKeptSince: null,
      firstCallAt: '2026-10-24T21:59:59.900Z',
      lastCallAt: '2026-10-25T23:00:00.123Z',
      calls: 6,
      answered: 3,
      asr: 0.5,
      ner: 5 / 6,
      acdSeconds: 65 / 3,
      talkSeconds: 65,
      step: 'day',
    });
    expect(view.dispositions).toEqual([
      { disposition: Answered, calls: 3 },
      { disposition: Busy, calls: 1 },
      { disposition: NoAnswer, calls: 1 },
      { disposition: Congestion, calls: 1 },
    ]);
  });

  it('has rows by attempt, hour, day and gateway that add up to its total', async () => {
    const view = await report();
    for (const rows of [view.attempts, view.hours, view.overTime, view.gateways]) {
      for (const figure of ['calls', 'answered', 'talkSeconds'] as const)
        expect(sum(rows, figure)).toBe(view[figure]);
    }
    expect(
      view.attempts.map(({ attempt, calls: some, answered }) => [attempt, some, answered]),
    ).toEqual([
      [1, 3, 0],
      [2, 2, 2],
      [3, 1, 1],
    ]);
    expect(view.hours.map(({ hour, calls: some }) => [hour, some])).toEqual([
      [0, 1],
      [2, 3],
      [23, 2],
    ]);
    expect(view.overTime.map(({ from, calls: some }) => [from, some])).toEqual([
      ['2026-10-23T22:00:00.000Z', 1],
      ['2026-10-24T22:00:00.000Z', 4],
      ['2026-10-25T23:00:00.000Z', 1],
    ]);
    expect(view.gateways.map(({ name, calls: some }) => [name, some])).toEqual([
      ['North', 5],
      ['South', 1],
    ]);
  });

  it('leads to its rows: the list of calls has filters for each of its figures', async () => {
    const view = await report();
    const all = 'from=2026-01-01T00:00:00Z';
    for (const { attempt, calls: some } of view.attempts)
      expect(await calls(`${all}&attempt=${attempt}`)).toHaveLength(some);
    for (const { hour, calls: some } of view.hours)
      expect(await calls(`${all}&hour=${hour}`)).toHaveLength(some);
    for (const { from, until, calls: some } of view.overTime)
      expect(await calls(`from=${from}&until=${until}`)).toHaveLength(some);
    for (const { gatewayId, calls: some } of view.gateways)
      expect(await calls(`${all}&gatewayId=${gatewayId}`)).toHaveLength(some);
    expect(await calls(`${all}&weekDay=sunday`)).toHaveLength(4);
    expect(await calls(`${all}&weekDay=saturday,monday&hour=0`)).toHaveLength(1);
  });

  it('agrees with the daily report of the same campaign', async () => {
    const { body } = await api.viewer.get<DailyReportView>(
      `reports/daily?campaignId=${campaignId}&from=2026-10-20T22:00:00Z`,
    );
    const {
      calls: some,
      answered,
      asr,
      ner,
      acdSeconds,
      talkSeconds,
      dispositions,
    } = await report();
    expect(body.total).toEqual({
      ...{ calls: some, answered, asr, ner, acdSeconds, talkSeconds, dispositions },
    });
  });

  it('of a campaign without calls has no rows', async () => {
    const draft = await givenCampaignRow(api.database, api.accountId, { status: 'draft' });
    expect(await report(draft)).toMatchObject({
      calls: 0,
      asr: null,
      firstCallAt: null,
      attempts: [],
      hours: [],
      overTime: [],
      gateways: [],
      suppressedBy: [],
    });
  });

  it('tells why subscribers were suppressed, each once', async () => {
    const query = <T = unknown>(sql: string, values: unknown[]) =>
      api.database.query<T[]>(sql, values);
    const numbers = [1, 2, 3, 4].map((last) => `+3461100000${last}`);
    const { accountId } = api;
    await query(
      `insert into subscriber (account_id, campaign_id, number, state)
       select $1, $2, unnest($3::text[]), 'suppressed'`,
      [accountId, otherId, numbers],
    );
    await query(`insert into subscriber_count values ($1, $2, 'suppressed', 4)`, [
      accountId,
      otherId,
    ]);
    const [list] = await query<{ id: number }>(
      `insert into suppression_list (account_id, name) values ($1, 'Complaints') returning id`,
      [accountId],
    );
    await query(
      `insert into suppression (account_id, list_id, number, source)
       select $1, $2, unnest($3::text[]), 'typed'`,
      [accountId, list!.id, numbers.slice(0, 3)],
    );
    await query(
      `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'voice', 'keypress')`,
      [accountId, numbers[0]],
    );
    const { suppressedBy, suppressedAtLeast, campaign } = await report(otherId);
    expect(suppressedBy).toEqual([
      { reason: 'list', listId: list!.id, list: 'Complaints', subscribers: 2 },
      { reason: 'opt-out', listId: null, list: null, subscribers: 1 },
      { reason: 'removed-since', listId: null, list: null, subscribers: 1 },
    ]);
    expect({ suppressedAtLeast, suppressed: campaign.suppressed }).toEqual({
      suppressedAtLeast: false,
      suppressed: 4,
    });
    for (const { reason, listId, subscribers } of suppressedBy) {
      const by = `suppressedBy=${reason}${listId ? `&suppressionListId=${listId}` : ''}`;
      const { body } = await api.viewer.get<Page<SubscriberView>>(
        `subscribers?campaignId=${otherId}&${by}`,
      );
      expect([by, body.total, body.items.length]).toEqual([by, subscribers, subscribers]);
    }
  });

  it('counts nobody under a list that is being emptied, which holds nobody back', async () => {
    const setClearing = (how: string | null) =>
      api.database.query(`update suppression_list set clearing = $2 where account_id = $1`, [
        api.accountId,
        how,
      ]);
    await setClearing('emptying');
    expect((await report(otherId)).suppressedBy).toEqual([
      { reason: 'removed-since', listId: null, list: null, subscribers: 3 },
      { reason: 'opt-out', listId: null, list: null, subscribers: 1 },
    ]);
    await setClearing(null);
  });

  it('counts calls that are not kept any more, of which the quarter of an hour is known', async () => {
    const forget = async (condition: string) => {
      await api.database.query(`delete from call where campaign_id = $1 and ${condition}`, [
        campaignId,
      ]);
      const view = await report();
      for (const rows of [view.attempts, view.hours, view.overTime, view.gateways])
        expect(sum(rows, 'calls')).toBe(6);
      return view;
    };
    await api.database.query(`insert into kept_since values ('calls', '2026-10-25T01:00Z')`);
    expect(await forget(`created_at < '2026-10-25T01:00Z'`)).toMatchObject({
      callsKeptSince: '2026-10-25T01:00:00.000Z',
      firstCallAt: '2026-10-24T21:45:00.000Z',
      lastCallAt: '2026-10-25T23:00:00.123Z',
      calls: 6,
    });
    expect(await forget('true')).toMatchObject({
      firstCallAt: '2026-10-24T21:45:00.000Z',
      lastCallAt: '2026-10-25T23:00:00.000Z',
      calls: 6,
    });
  });

  it('is nobody else’s', async () => {
    const { status, body } = await api.stranger.get(`campaigns/${campaignId}/report`);
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'campaign.not-found' } });
  });
});
