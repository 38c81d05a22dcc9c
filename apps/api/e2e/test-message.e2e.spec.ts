import { GatewayView, TestMessageNewsView, TestMessageView } from '@belltower/dto';
import { MessageProvider } from '../testing/message-provider';
import { startApi, TestApi } from '../testing/start-api';

const NUMBER = '+12025550123';
const DELIVERED = {
  ...{ delivered: 1, undelivered: 0, expired: 0, unreported: 0, rejected: 0, failed: 0 },
  ...{ replyPercent: 0, speed: 20 },
};

describe('a test message', () => {
  let api: TestApi;
  let provider: MessageProvider;

  beforeAll(async () => {
    provider = await MessageProvider.open();
    api = await startApi({ environment: { OUTBOUND_PRIVATE: 'true' } });
  });
  afterAll(async () => {
    await api.close();
    await provider.close();
  });
  afterEach(() => api.database.query('delete from gateway'));

  const add = async (values: object) => {
    const { status, body } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name: 'Way', channel: 'sms', driver: 'simulator', channels: 10, callsPerSecond: 10 },
      ...values,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const send = (id: number, values: object = {}) =>
    api.operator.post<TestMessageView>(`platform/gateways/${id}/test-message`, {
      ...{ number: NUMBER, text: 'Is anybody there? ¿Sí?', ...values },
    });

  it('shows what was handed over, what was answered and what was reported of it', async () => {
    const { id } = await add({ settings: DELIVERED, callerId: 'Clinic', stripPrefix: '+1' });
    const { status, body } = await send(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ number: '2025550123', sender: 'Clinic', text: 'Is anybody there? ¿Sí?' },
      // GSM 7-bit has no í.
      ...{ encoding: 'ucs-2', segments: 1, state: 'delivered' },
      ids: [expect.stringMatching(/^sim-/)],
    });
    expect(body.events).toMatchObject([
      { event: 'handed-over', afterSeconds: 0, detail: '2025550123' },
      { event: 'answered', state: 'sent' },
      { event: 'receipt', state: 'delivered', code: 'DELIVRD', part: null },
    ]);
    const { body: ledger } = await api.operator.get<string>(`platform/gateways/${id}/ledger.csv`);
    expect(ledger).toContain('2025550123');
    expect(ledger).toContain(',delivered,');
    expect(await api.database.query('select from message')).toEqual([]);
    // Nobody misses the message of these receipts.
    await api.database.query(`update message_part set created_at = now() - interval '1 hour'`);
    expect((await api.operator.get(`platform/gateways/${id}/messages`)).body).toMatchObject({
      ...{ messages: 0, deliveryRate: null, strayReceiptsOfDay: 0, strayReceipts: 0 },
    });
  });

  it('is told of as it goes, receipts as the provider posts them', async () => {
    const gateway = await add({ driver: 'http', settings: provider.settings });
    const response = await api.operator.fetch(`platform/gateways/${gateway.id}/test-message/live`, {
      method: 'POST',
      body: JSON.stringify({ number: NUMBER, text: 'Hello' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const news: TestMessageNewsView[] = [];
    let text = '';
    for await (const chunk of response.body!) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      const lines = text.split('\n');
      text = lines.pop()!;
      news.push(...lines.map((line) => JSON.parse(line) as TestMessageNewsView));
      if (news.at(-1)?.event?.event !== 'answered') continue;
      // The address is the one that the provider was given, under the name by which it is reached.
      const { report } = provider.asked.at(-1)!;
      const address = report.replace(api.config.PUBLIC_URL, api.url);
      const body = new URLSearchParams({ id: 'm-1', state: 'undeliverable', code: '33' });
      expect((await fetch(address, { method: 'POST', body })).status).toBe(200);
    }
    expect(news.map(({ event }) => event?.event ?? 'result')).toEqual([
      ...['handed-over', 'answered', 'receipt', 'result'],
    ]);
    expect(news[2]!.event).toMatchObject({ state: 'undelivered', code: 'undeliverable 33' });
    expect(news[3]!.result).toMatchObject({ state: 'undelivered', ids: ['m-1'] });
  });

  it('waits for nothing where nothing will be reported', async () => {
    const { webhookSecret: _, ...settings } = provider.settings;
    const gateway = await add({ driver: 'http', settings });
    const { body } = await send(gateway.id);
    expect(body.state).toBe('sent');
    expect(body.events.map(({ event }) => event)).toEqual(['handed-over', 'answered']);
  });

  it('says why it was not taken', async () => {
    const gateway = await add({ driver: 'http', settings: provider.settings });
    provider.refusals = [422];
    const { body } = await send(gateway.id);
    expect(body).toMatchObject({ state: 'rejected', ids: [] });
    expect(body.events[1]).toMatchObject({
      event: 'answered',
      state: 'rejected',
      code: 'HTTP 422',
    });
  });

  it('goes to nobody who opted out of messages or is on a list, the platform’s as well', async () => {
    const { id } = await add({ settings: DELIVERED });
    const refusal = {
      status: 422,
      body: {
        code: 'gateway.number-suppressed',
        errors: [
          {
            field: 'number',
            message: `${NUMBER} has opted out, or is on a do-not-call list: it is not texted, not even for a test.`,
          },
        ],
      },
    };
    const optOut = (channel: string) =>
      api.database.query(
        `insert into opt_out (account_id, number, channel, source) values ($1, $2, $3, 'test')`,
        [api.accountId, NUMBER, channel],
      );
    await optOut('voice');
    expect((await send(id)).status).toBe(200);
    await optOut('sms');
    expect(await send(id)).toMatchObject(refusal);
    const live = `platform/gateways/${id}/test-message/live`;
    expect(await api.operator.post(live, { number: NUMBER, text: 'Hello' })).toMatchObject(refusal);
    await api.database.query('delete from opt_out');
    expect((await send(id)).status).toBe(200);

    const [list] = await api.database.query<[{ id: number }]>(
      `insert into platform_suppression_list (name) values ('Register') returning id`,
    );
    await api.database.query(
      `insert into platform_suppression (list_id, number, source) values ($1, $2, 'form')`,
      [list.id, NUMBER],
    );
    expect(await send(id)).toMatchObject(refusal);
    await api.database.query('delete from platform_suppression');
    await api.database.query('delete from platform_suppression_list');
  });

  it('is refused beyond the allowed destinations, over a voice gateway, and with no text', async () => {
    const abroad = await add({ settings: DELIVERED, allowedPrefixes: ['+34'] });
    expect((await send(abroad.id)).body).toMatchObject({
      code: 'gateway.not-allowed-there',
      errors: [{ field: 'number' }],
    });
    expect((await send(abroad.id, { text: '' })).status).toBe(422);
    const voice = await add({ name: 'Trunk', channel: 'voice' });
    expect((await send(voice.id)).body).toMatchObject({ code: 'gateway.wrong-channel' });
  });

  it('is nobody else’s to send', async () => {
    const { id } = await add({ settings: DELIVERED });
    const input = { number: NUMBER, text: 'Hello' };
    expect((await api.owner.post(`platform/gateways/${id}/test-message`, input)).status).toBe(403);
    expect((await api.owner.post(`own-gateways/${id}/test-message`, input)).status).toBe(404);
    expect((await api.manager.post(`own-gateways/${id}/test-message`, input)).status).toBe(403);
    await api.database.query('update gateway set owner_account_id = $2 where id = $1', [
      id,
      api.accountId,
    ]);
    expect((await api.stranger.post(`own-gateways/${id}/test-message`, input)).status).toBe(404);
    const { body } = await api.owner.post(`own-gateways/${id}/test-message`, input);
    expect(body).toMatchObject({ state: 'delivered' });
  });
});
