import {
  CallDetailView,
  CallView,
  CampaignInput,
  CampaignStatisticsView,
  CampaignView,
  Page,
  PlaceholderView,
} from '@belltower/dto';
import { TotalsChecker } from '@belltower/report';
import { FixedClock } from '@belltower/testing';
import { givenCalls, givenGatewayRow } from '../../../libs/server/report/report.builder';

import { startApi, TestApi } from '../testing/start-api';

const NOW = '2026-03-02T10:00:00Z';

const CONTENT: Partial<CampaignInput> = {
  message: 'Hello {first_name|friend}.',
  language: 'es',
  optOutKey: '9',
  optOutConfirmation: 'As you wish.',
  repeatKey: '*',
  transferKey: '0',
  transferNumber: '+12025550199',
  questions: [
    {
      name: 'Coming on "Friday"',
      text: 'Will you come, {nickname}? 1 for yes, 2 for no.',
      answers: [
        { key: '1', label: 'Yes' },
        { key: '2', label: 'No' },
      ],
      repeats: 2,
      waitSeconds: 8,
    },
  ],
  recordPrompt: 'Say why.',
  recordSeconds: 20,
  goodbye: 'Goodbye {last_name}.',
};

describe('what calls say and ask', () => {
  let api: TestApi;
  let gatewayId: number;
  let phonebookId: number;
  let campaign: CampaignView;

  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(new Date(NOW)) });
    gatewayId = await givenGatewayRow(api.database, api.accountId);
    const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Members' });
    phonebookId = body.id;
    await api.owner.post('contacts', {
      phonebookId,
      number: '+12025550123',
      firstName: 'Ana',
      variables: { nickname: 'Anita', 'a{b': 'x', first_name: 'x' },
    });
    const created = await api.owner.post<CampaignView>('campaigns', inputOf());
    expect(created.status).toBe(201);
    campaign = created.body;
  });
  afterAll(() => api.close());

  const inputOf = (values: object = {}) => ({
    name: 'Fair',
    phonebookIds: [phonebookId],
    gatewayIds: [gatewayId],
    startsAt: NOW,
    endsAt: '2026-03-04T10:00:00Z',
    countryHours: false,
    ...CONTENT,
    ...values,
  });

  it('is kept as it was sent, with the placeholders that a claim has to look up', async () => {
    const { body } = await api.owner.get<CampaignView>(`campaigns/${campaign.id}`);
    expect(body).toMatchObject(CONTENT);
    const [row] = await api.database.query<[{ placeholders: string[] }]>(
      'select placeholders from campaign where id = $1',
      [campaign.id],
    );
    expect(row.placeholders).toEqual(['first_name', 'nickname', 'last_name']);
    const { body: copy } = await api.owner.post<CampaignView>(`campaigns/${campaign.id}/duplicate`);
    expect(copy).toMatchObject(CONTENT);
  });

  it('may change while the campaign is under way', async () => {
    const { body: copy } = await api.owner.post<CampaignView>(`campaigns/${campaign.id}/duplicate`);
    await api.owner.post(`campaigns/${copy.id}/start`);
    const other = { repeatKey: '#', goodbye: null, questions: [] };
    const changed = await api.owner.put<CampaignView>(
      `campaigns/${copy.id}`,
      inputOf({ name: copy.name, ...other }),
    );
    expect([changed.status, changed.body]).toMatchObject([200, other]);
  });

  it.each<[string, object]>([
    ['questions', { questions: [{ name: 'x' }] }],
    ['questions', { questions: [{ ...CONTENT.questions![0], text: 'Hello {' }] }],
    ['questions', { questions: { length: 3 } }],
    ['repeatKey', { repeatKey: '9' }],
    ['transferKey', { transferKey: '5', transferNumber: null }],
    ['transferNumber', { transferNumber: '+1202555,}0199' }],
    ['language', { language: '../x' }],
    ['goodbye', { goodbye: 'x'.repeat(5_000) }],
  ])('is refused naming %s', async (field, values) => {
    const { status, body } = await api.owner.post<{ errors: { field: string }[] }>(
      'campaigns',
      inputOf(values),
    );
    expect([status, body.errors[0]!.field]).toEqual([422, field]);
  });

  it('lists what texts may ask for: fields first, then variables that can be asked for', async () => {
    const { body } = await api.owner.get<PlaceholderView[]>(
      `campaigns/placeholders?phonebookIds=${phonebookId}`,
    );
    expect(body[0]).toEqual({ name: 'first_name', label: 'First name', variable: false });
    expect(body.filter(({ variable }) => variable).map(({ name }) => name)).toEqual(['nickname']);
    const { body: theirs } = await api.stranger.get<PlaceholderView[]>(
      `campaigns/placeholders?phonebookIds=${phonebookId}`,
    );
    expect(theirs.some(({ variable }) => variable)).toBe(false);
  });

  it('sums answers up, leads to the calls behind them, and plays what was said to its account alone', async () => {
    const question = CONTENT.questions![0]!.name;
    const answers = ['1', '1', '2', '', '1'];
    const ids = await givenCalls(
      api.database,
      api.accountId,
      answers.map(() => ({
        createdAt: '2026-03-02T09:00:00Z',
        campaignId: campaign.id,
        gatewayId,
      })),
    );
    for (const [index, key] of answers.entries())
      await api.database.query('update call set answers = $2, marks = $3 where id = $1', [
        ids[index],
        JSON.stringify({ [question]: key, ...(index ? {} : { 'Asked before': '7' }) }),
        index === 2 ? ['transferred', 'recorded'] : null,
      ]);
    await api.database.query(
      `insert into recording (account_id, call_id, campaign_id, number, seconds, pcmu, created_at)
       values ($1, $2, $3, '+12025550123', 1, $4, $5)`,
      [api.accountId, ids[2], campaign.id, Buffer.from([0xff, 0x00, 0x80]), NOW],
    );
    const everything = { accountId: api.accountId, from: null, until: null, repair: true };
    await api.app.get(TotalsChecker).check(everything);

    const { body } = await api.owner.get<CampaignStatisticsView>(
      `campaigns/${campaign.id}/statistics`,
    );
    expect(body.questions).toEqual([
      {
        question,
        asked: 5,
        unanswered: 1,
        answers: [
          { key: '1', label: 'Yes', calls: 3 },
          { key: '2', label: 'No', calls: 1 },
        ],
      },
      {
        question: 'Asked before',
        asked: 1,
        unanswered: 0,
        answers: [{ key: '7', label: null, calls: 1 }],
      },
    ]);
    expect(body.marks).toEqual([
      { mark: 'transferred', calls: 1 },
      { mark: 'recorded', calls: 1 },
    ]);

    const found = async (filter: string) => {
      const path = `calls?campaignId=${campaign.id}&from=2026-03-01T00:00:00Z&${filter}`;
      return (await api.owner.get<Page<CallView>>(path)).body.total;
    };
    const asked = `question=${encodeURIComponent(question)}`;
    expect(await found(asked)).toBe(5);
    expect(await found(`${asked}&answer=1`)).toBe(3);
    expect(await found(`${asked}&answer=none`)).toBe(1);
    expect(await found('answer=7')).toBe(1);
    expect(await found('mark=recorded')).toBe(1);
    expect(await found(`${encodeURI("question=x' or true --")}&answer=1`)).toBe(0);
    const { body: csv } = await api.owner.get<string>(
      `calls.csv?campaignId=${campaign.id}&from=2026-03-01T00:00:00Z&answer=2`,
    );
    expect(csv).toContain('"Coming on ""Friday"": 2"');
    expect(csv).toContain('transferred; recorded');

    const { body: call } = await api.owner.get<CallDetailView>(`calls/${ids[2]}`);
    expect(call).toMatchObject({ answers: { [question]: '2' }, recordingSeconds: 1 });
    const path = `calls/${ids[2]}/recording.wav`;
    const played = await api.viewer.fetch(path);
    expect(played.headers.get('content-type')).toBe('audio/wav');
    const samples = Buffer.from(await played.arrayBuffer()).subarray(44);
    expect([0, 2, 4].map((at) => samples.readInt16LE(at))).toEqual([0, -32_124, 32_124]);
    expect((await api.stranger.get(path)).status).toBe(404);
    expect((await api.owner.get(`calls/${ids[0]}/recording.wav`)).status).toBe(404);

    // Whoever spoke may want it gone: for good, and the rest of the record stays.
    const recording = `calls/${ids[2]}/recording`;
    expect((await api.viewer.delete(recording)).status).toBe(403);
    expect((await api.stranger.delete(recording)).status).toBe(404);
    expect((await api.manager.delete(recording)).status).toBe(204);
    expect((await api.manager.delete(recording)).status).toBe(404);
    expect((await api.viewer.get(path)).status).toBe(404);
    const { body: after } = await api.owner.get<CallDetailView>(`calls/${ids[2]}`);
    expect(after).toMatchObject({ answers: { [question]: '2' }, recordingSeconds: null });
    const { body: audit } =
      await api.owner.get<Page<{ action: string; entityId: number }>>('audit');
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'call.recording-deleted', entityId: ids[2] }),
    );
  });
});
