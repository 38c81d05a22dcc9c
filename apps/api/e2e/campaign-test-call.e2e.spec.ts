import {
  CampaignTestCallInput,
  CampaignView,
  GatewayView,
  TestCallNewsView,
  TestCallView,
} from '@belltower/dto';
import { TestCalls } from '@belltower/gateway';
import type { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

const NUMBER = '+12025550123';
/** Somebody answers, hears all that there is, answers what is asked, and speaks. */
const STAYS = {
  ...{ answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0, invalidNumber: 0 },
  ...{ congestion: 0, failed: 0, speed: 500, ringSecondsFrom: 1, ringSecondsUntil: 1 },
  ...{ talkSecondsMean: 3_000, talkSecondsMost: 3_600, keyPressPercent: 0, answerPercent: 100 },
};
const QUESTION = {
  name: 'Coming?',
  text: 'Will you come? 1 for yes, 2 for no.',
  answers: [
    { key: '1', label: 'Yes' },
    { key: '2', label: 'No' },
  ],
};
/** Where a call, or what was said in it, could be found later. */
const TRACES = [
  'call',
  'inflight',
  'subscriber',
  'opt_out',
  'recording',
  'answer_stat',
  'call_stat',
];

interface Refusal {
  code: string;
  errors: { field: string; message: string }[];
}

describe('a test call of a campaign', () => {
  let api: TestApi;
  let phonebookId: number;
  let gatewayId: number;
  beforeAll(async () => {
    api = await startApi();
    const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Members' });
    phonebookId = body.id;
    gatewayId = await givenGateway('Line', STAYS);
  });
  afterAll(() => api.close());

  async function givenGateway(name: string, settings: object, values: object = {}) {
    const { body } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name, channel: 'voice', driver: 'simulator', channels: 5, callsPerSecond: 5 },
      settings,
      ...values,
    });
    await api.operator.put(`platform/gateways/${body.id}/grants`, { accountIds: [api.accountId] });
    return body.id;
  }
  async function givenDraft(values: object = {}): Promise<CampaignView> {
    const { status, body } = await api.owner.post<CampaignView>('campaigns', {
      name: 'Fair',
      phonebookIds: [phonebookId],
      gatewayIds: [gatewayId],
      message: 'Hello {first_name|friend}.',
      optOutKey: '9',
      optOutConfirmation: 'As you wish.',
      questions: [QUESTION],
      recordPrompt: 'Say why.',
      goodbye: 'Goodbye.',
      maxCallSeconds: 3_600,
      // At a time when it would call nobody.
      startsAt: '2099-01-01T00:00:00Z',
      endsAt: '2099-01-02T00:00:00Z',
      ...values,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }
  const call = <T = TestCallView>(
    { id }: { id: number },
    input: Partial<CampaignTestCallInput> = {},
    who: Client = api.owner,
  ) => who.post<T>(`campaigns/${id}/test-call`, { number: NUMBER, ...input });
  const happened = ({ events }: TestCallView) => events.map(({ event }) => event);
  const tracesLeft = async () => {
    const found = await Promise.all(
      TRACES.map(async (table) => {
        const rows = await api.database.query<unknown[]>(`select from ${table} limit 1`);
        return rows.length ? [table] : [];
      }),
    );
    return found.flat();
  };

  it('goes the whole way of its calls, and leaves nothing behind', async () => {
    const { status, body } = await call(await givenDraft());
    expect(status).toBe(200);
    expect(happened(body)).toEqual([
      ...['ringing', 'answered', 'asked', 'digit', 'answer', 'recorded', 'hung-up'],
    ]);
    expect(body).toMatchObject({ dialled: NUMBER, disposition: 'answered', sipStatus: 200 });
    const answer = body.events.find(({ event }) => event === 'answer')!;
    expect(answer.detail).toMatch(/^Coming\?: [12]$/);
    expect(await tracesLeft()).toEqual([]);
  });

  it('is told while it lasts', async () => {
    const { id } = await givenDraft();
    const { headers, body } = await api.owner.post<string>(`campaigns/${id}/test-call/live`, {
      number: NUMBER,
    });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const news = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TestCallNewsView);
    expect(news[0]!.event).toEqual({
      afterSeconds: 0,
      event: 'placed',
      detail: `${NUMBER} over Line`,
    });
    expect(news.at(-1)!.result).toMatchObject({ disposition: 'answered' });
    expect(news.at(-1)!.result!.events).toHaveLength(news.length - 2);
  });

  it('says what is known of the contact that is chosen', async () => {
    const { body: contact } = await api.owner.post<{ id: number }>('contacts', {
      ...{ phonebookId, number: '+12025550177', firstName: 'Ana' },
    });
    const run = jest.spyOn(api.app.get(TestCalls), 'run');
    const campaign = await givenDraft();
    await call(campaign, { contactId: contact.id });
    await call(campaign);
    const said = run.mock.calls.map(([, , courseOf]) => courseOf(NUMBER).call.opening.prompt);
    run.mockRestore();
    expect(said).toMatchObject([{ text: 'Hello Ana.' }, { text: 'Hello friend.' }]);
  });

  it('opts nobody out, whatever is pressed', async () => {
    const presses = { ...STAYS, keyPressPercent: 100, keys: ['9'], keySecondsMost: 1 };
    const gateway = await givenGateway('Line that presses 9', presses);
    const { body } = await call(await givenDraft({ gatewayIds: [gateway] }));
    expect(happened(body)).toContain('opt-out');
    expect(happened(body).at(-1)).toBe('hung-up');
    expect(await tracesLeft()).toEqual([]);
  });

  it('connects with the other number, over the same gateway', async () => {
    const presses = { ...STAYS, keyPressPercent: 100, keys: ['0'], keySecondsMost: 1 };
    const gateway = await givenGateway('Line that presses 0', presses, { allowedPrefixes: ['+1'] });
    const values = { gatewayIds: [gateway], transferKey: '0' };
    const there = await givenDraft({ ...values, transferNumber: '+12025550199' });
    expect(happened((await call(there)).body)).toEqual(
      expect.arrayContaining(['transfer', 'transferred', 'hung-up']),
    );
    const nowhere = await givenDraft({ ...values, transferNumber: '+442079460123' });
    const { body } = await call(nowhere);
    expect(body.events).toContainEqual(
      expect.objectContaining({ event: 'transfer-failed', detail: 'blocked' }),
    );
  });

  it('takes the first gateway that may call there and is not down', async () => {
    const elsewhere = await givenGateway('Elsewhere', STAYS, { allowedPrefixes: ['+44'] });
    const down = await givenGateway('Down', STAYS);
    await api.database.query(`update gateway set status = 'down' where id = $1`, [down]);
    const campaign = await givenDraft({ gatewayIds: [elsewhere, down, gatewayId] });
    const run = jest.spyOn(api.app.get(TestCalls), 'run');
    await call(campaign);
    expect(run.mock.calls[0]![0]).toMatchObject({ id: gatewayId });
    run.mockRestore();
    const refused = await call<Refusal>(await givenDraft({ gatewayIds: [elsewhere] }));
    expect(refused).toMatchObject({ status: 422, body: { code: 'gateway.not-allowed-there' } });
    await api.database.query('update gateway set enabled = false where id = $1', [elsewhere]);
    expect(await call<Refusal>(await givenDraft({ gatewayIds: [elsewhere] }))).toMatchObject({
      ...{ status: 409, body: { code: 'campaign.no-gateway' } },
    });
  });

  it('calls nobody who must not be called', async () => {
    const campaign = await givenDraft();
    await api.database.query(
      `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550188', 'voice', 'test')`,
      [api.accountId],
    );
    const refused = await call<Refusal>(campaign, { number: '+12025550188' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'campaign.number-suppressed', errors: [{ field: 'number' }] },
    });
    await api.database.query('delete from opt_out');
  });

  it('is refused where something would be silence, or the account may make no calls', async () => {
    const campaign = await givenDraft();
    await api.database.query(`update campaign set message = '' where id = $1`, [campaign.id]);
    expect(await call<Refusal>(campaign)).toMatchObject({
      status: 409,
      body: { code: 'campaign.not-ready', errors: [{ field: 'message' }] },
    });
    await api.database.query('update account set max_channels = 0 where id = $1', [api.accountId]);
    expect((await call<Refusal>(campaign)).body.code).toBe('limit.no-calls');
    await api.database.query('update account set max_channels = null where id = $1', [
      api.accountId,
    ]);
  });

  it('is for those who may change gateways, and for their own campaigns and contacts', async () => {
    const campaign = await givenDraft();
    expect((await call(campaign, {}, api.manager)).status).toBe(403);
    expect((await call(campaign, {}, api.stranger)).status).toBe(404);
    const { body: book } = await api.stranger.post<{ id: number }>('phonebooks', {
      name: 'Theirs',
    });
    const { body: theirs } = await api.stranger.post<{ id: number }>('contacts', {
      ...{ phonebookId: book.id, number: NUMBER },
    });
    expect((await call(campaign, { contactId: theirs.id })).status).toBe(404);
  });
});
