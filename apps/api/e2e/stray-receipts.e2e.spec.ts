import { GatewayMessagesView, GatewayView, Page, StrayReceiptView } from '@belltower/dto';
import { MessageProvider } from '../testing/message-provider';
import { startApi, TestApi } from '../testing/start-api';

describe('receipts without a message', () => {
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

  it('are told on the gateway over which they came, to whoever may see it', async () => {
    const { body: gateway } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name: 'Way', channel: 'sms', driver: 'http', channels: 10, callsPerSecond: 10 },
      settings: provider.settings,
    });
    const { id, webhookUrl } = gateway;
    const address = `${webhookUrl!.replace(api.config.PUBLIC_URL, api.url)}?key=${provider.settings.webhookSecret}`;
    const report = (values: Record<string, string>) =>
      fetch(address, { method: 'POST', body: new URLSearchParams(values) });
    expect((await report({ id: 'who-is-it', state: 'delivered' })).status).toBe(200);
    expect((await report({ id: 'other', state: 'undeliverable', code: '33' })).status).toBe(200);
    await api.database.query(
      `update message_part set created_at = now() - interval '1 hour' * (1 + (key = 'other')::int)`,
    );
    const path = `platform/gateways/${id}`;
    expect((await api.operator.get<GatewayMessagesView>(`${path}/messages`)).body).toMatchObject({
      ...{ strayReceiptsOfDay: 2, strayReceipts: 2 },
    });
    const { body } = await api.operator.get<Page<StrayReceiptView>>(
      `${path}/stray-receipts?limit=1`,
    );
    expect(body.items).toMatchObject([
      {
        providerId: 'who-is-it',
        key: 'who-is-it',
        state: 'delivered',
        code: 'delivered',
        receipts: 1,
      },
    ]);
    const rest = await api.operator.get<Page<StrayReceiptView>>(
      `${path}/stray-receipts?limit=1&after=${body.next}`,
    );
    expect(rest.body).toMatchObject({
      items: [{ providerId: 'other', state: 'undelivered', code: 'undeliverable 33' }],
      next: null,
    });

    for (const part of ['messages', 'stray-receipts']) {
      expect((await api.owner.get(`${path}/${part}`)).status).toBe(403);
      expect((await api.owner.get(`own-gateways/${id}/${part}`)).status).toBe(404);
      expect((await api.operator.get(`platform/gateways/${id + 1}/${part}`)).status).toBe(404);
    }
    await api.database.query('update gateway set owner_account_id = $2 where id = $1', [
      id,
      api.accountId,
    ]);
    for (const part of ['messages', 'stray-receipts']) {
      expect((await api.owner.get(`own-gateways/${id}/${part}`)).status).toBe(200);
      expect((await api.manager.get(`own-gateways/${id}/${part}`)).status).toBe(403);
      expect((await api.stranger.get(`own-gateways/${id}/${part}`)).status).toBe(404);
    }
  });
});
