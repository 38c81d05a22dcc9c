import {
  CampaignTestMessageInput,
  CampaignView,
  GatewayView,
  TestMessageNewsView,
  TestMessageView,
} from '@belltower/dto';
import type { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

const NUMBER = '+12025550123';
const DELIVERED = {
  ...{ delivered: 1, undelivered: 0, expired: 0, unreported: 0, rejected: 0, failed: 0 },
  ...{ replyPercent: 0, speed: 20 },
};
/** Where a message could be found later. */
const TRACES = [
  'message',
  'inflight',
  'subscriber',
  'message_stat',
  'message_attempt_stat',
  'reply',
];

interface Refusal {
  code: string;
  errors: { field: string; message: string }[];
}

describe('a test message of a campaign', () => {
  let api: TestApi;
  let phonebookId: number;
  let gatewayId: number;

  beforeAll(async () => {
    api = await startApi();
    const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Members' });
    phonebookId = body.id;
    gatewayId = await givenGateway('Texts');
  });
  afterAll(() => api.close());

  async function givenGateway(name: string, values: object = {}) {
    const { status, body } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name, channel: 'sms', driver: 'simulator', channels: 5, callsPerSecond: 5 },
      settings: DELIVERED,
      ...values,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await api.operator.put(`platform/gateways/${body.id}/grants`, { accountIds: [api.accountId] });
    return body.id;
  }
  async function givenDraft(values: object = {}): Promise<CampaignView> {
    const { status, body } = await api.owner.post<CampaignView>('campaigns', {
      ...{ name: 'Fair', channel: 'sms', phonebookIds: [phonebookId], gatewayIds: [gatewayId] },
      message: 'Hello {first_name|friend}, of {town}.',
      callerId: 'Clinic',
      // At a time when it would text nobody.
      ...{ startsAt: '2099-01-01T00:00:00Z', endsAt: '2099-01-02T00:00:00Z' },
      ...values,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }
  const send = <T = TestMessageView>(
    { id }: { id: number },
    input: Partial<CampaignTestMessageInput> = {},
    who: Client = api.owner,
  ) => who.post<T>(`campaigns/${id}/test-message`, { number: NUMBER, ...input });

  it('is what the campaign sends to the contact that is chosen, and leaves nothing behind', async () => {
    const { body: contact } = await api.owner.post<{ id: number }>('contacts', {
      ...{ phonebookId, number: '+12025550177', firstName: 'François' },
      variables: { town: 'Rome' },
    });
    const campaign = await givenDraft();
    const { status, body } = await send(campaign, { contactId: contact.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ number: NUMBER, sender: 'Clinic', text: 'Hello François, of Rome.' },
      ...{ encoding: 'ucs-2', segments: 1, state: 'delivered' },
    });
    expect(body.events.map(({ event }) => event)).toEqual(['handed-over', 'answered', 'receipt']);
    const { body: toNobody } = await send(campaign);
    expect(toNobody).toMatchObject({ text: 'Hello friend, of.', encoding: 'gsm-7' });
    for (const table of TRACES)
      expect([table, await api.database.query(`select from ${table}`)]).toEqual([table, []]);
  });

  it('is told while it is on its way', async () => {
    const { id } = await givenDraft();
    const { headers, body } = await api.owner.post<string>(`campaigns/${id}/test-message/live`, {
      number: NUMBER,
    });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const news = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TestMessageNewsView);
    expect(news.map(({ event }) => event?.event ?? 'result')).toEqual([
      ...['handed-over', 'answered', 'receipt', 'result'],
    ]);
  });

  it('takes the first gateway that may send there and is not down', async () => {
    const elsewhere = await givenGateway('Elsewhere', { allowedPrefixes: ['+44'] });
    const down = await givenGateway('Down', { callerId: '+12025550100' });
    await api.database.query(`update gateway set status = 'down' where id = $1`, [down]);
    const campaign = await givenDraft({ gatewayIds: [elsewhere, down, gatewayId] });
    expect((await send(campaign)).body).toMatchObject({ state: 'delivered' });
    const { body: ledger } = await api.operator.get(`platform/gateways/${down}/ledger.csv`);
    expect(JSON.stringify(ledger)).not.toContain(NUMBER);
    expect(await send<Refusal>(await givenDraft({ gatewayIds: [elsewhere] }))).toMatchObject({
      ...{
        status: 422,
        body: { code: 'gateway.not-allowed-there', errors: [{ field: 'number' }] },
      },
    });
  });

  it('goes to nobody who must not be texted, and opt-outs of calls do not matter', async () => {
    const campaign = await givenDraft();
    const optOut = (channel: string) =>
      api.database.query(
        `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550188', $2, 'test')`,
        [api.accountId, channel],
      );
    await optOut('voice');
    expect((await send(campaign, { number: '+12025550188' })).status).toBe(200);
    await optOut('sms');
    expect(await send<Refusal>(campaign, { number: '+12025550188' })).toMatchObject({
      ...{
        status: 422,
        body: { code: 'campaign.number-suppressed', errors: [{ field: 'number' }] },
      },
    });
    await api.database.query('delete from opt_out');
  });

  it('is refused where there is nothing to send, or the account may send nothing', async () => {
    const empty = await givenDraft({ message: '{town}' });
    expect(await send<Refusal>(empty)).toMatchObject({
      ...{ status: 409, body: { code: 'campaign.message-empty' } },
    });
    await api.database.query(`update campaign set message = '' where id = $1`, [empty.id]);
    expect(await send<Refusal>(empty)).toMatchObject({
      ...{ status: 409, body: { code: 'campaign.not-ready', errors: [{ field: 'message' }] } },
    });
    const setLimit = (most: number | null) =>
      api.database.query('update account set max_messages_per_minute = $2 where id = $1', [
        ...[api.accountId, most],
      ]);
    const campaign = await givenDraft();
    await setLimit(0);
    expect((await send<Refusal>(campaign)).body.code).toBe('limit.no-calls');
    await setLimit(null);
  });

  it('is for campaigns that send, as test calls are for those that call', async () => {
    const { body: trunk } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name: 'Trunk', channel: 'voice', driver: 'simulator', channels: 5, callsPerSecond: 5 },
    });
    await api.operator.put(`platform/gateways/${trunk.id}/grants`, {
      accountIds: [api.accountId],
    });
    const calls = await givenDraft({
      ...{ channel: 'voice', gatewayIds: [trunk.id], callerId: '+12025550100' },
    });
    expect((await send<Refusal>(calls)).body.code).toBe('campaign.not-sms');
    const { body } = await api.owner.post<Refusal>(
      `campaigns/${(await givenDraft()).id}/test-call`,
      { number: NUMBER },
    );
    expect(body.code).toBe('campaign.not-voice');
  });

  it('is for those who may change gateways, and for their own campaigns and contacts', async () => {
    const campaign = await givenDraft();
    expect((await send(campaign, {}, api.manager)).status).toBe(403);
    expect((await send(campaign, {}, api.stranger)).status).toBe(404);
    const { body: book } = await api.stranger.post<{ id: number }>('phonebooks', {
      name: 'Theirs',
    });
    const { body: theirs } = await api.stranger.post<{ id: number }>('contacts', {
      ...{ phonebookId: book.id, number: NUMBER, firstName: 'Secret' },
    });
    const answer = await send(campaign, { contactId: theirs.id });
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).not.toContain('Secret');
  });
});
