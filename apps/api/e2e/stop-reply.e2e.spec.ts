import { CampaignView, GatewayView, OptOutView, Page, SubscriberView } from '@belltower/dto';
import { MessageProvider } from '../testing/message-provider';
import { polled } from '../testing/polled';
import { startApi, TestApi } from '../testing/start-api';

const KEY = 'secret-of-the-webhook';
const OURS = '+12025550199';
const PEOPLE = Array.from({ length: 12 }, (_, nth) => `+120255501${10 + nth}`);

describe('a campaign of messages, while people reply to it', () => {
  let api: TestApi;
  let provider: MessageProvider;
  let gatewayId: number;
  let phonebookId: number;

  beforeAll(async () => {
    provider = await MessageProvider.open();
    api = await startApi({
      environment: { OUTBOUND_PRIVATE: 'true', DIALER_IN_PROCESS: 'true' },
    });
    const { body: gateway } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name: 'Provider', channel: 'sms', driver: 'http', channels: 10, callsPerSecond: 100 },
      settings: provider.settings,
    });
    gatewayId = gateway.id;
    const grants = { accountIds: [api.accountId] };
    await api.operator.put(`platform/gateways/${gatewayId}/grants`, grants);
    const { body: phonebook } = await api.owner.post<{ id: number }>('phonebooks', {
      name: 'Members',
    });
    phonebookId = phonebook.id;
    for (const number of PEOPLE) await api.owner.post('contacts', { phonebookId, number });
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await provider.close();
  });

  async function started(name: string, callsPerMinute: number): Promise<number> {
    const created = await api.owner.post<CampaignView>('campaigns', {
      ...{ name, channel: 'sms', message: `${name}.`, callerId: OURS, callsPerMinute },
      ...{ phonebookIds: [phonebookId], gatewayIds: [gatewayId], countryHours: false },
      ...{ startsAt: '2026-01-01T00:00:00Z', endsAt: '2099-01-01T00:00:00Z', timeZone: 'UTC' },
      stopConfirmation: 'No more from us.',
    });
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
    const start = await api.owner.post(`campaigns/${created.body.id}/start`);
    if (start.status >= 300) throw new Error(JSON.stringify(start.body));
    return created.body.id;
  }
  const statusOf = async (id: number) =>
    (await api.owner.get<CampaignView>(`campaigns/${id}`)).body.status;
  const sent = (text: string) => provider.asked.filter((one) => one.text === text);
  const tell = async (report: object) => {
    const address = `${api.url}/api/v1/webhooks/messages/${gatewayId}?key=${KEY}`;
    const answer = await fetch(address, {
      method: 'POST',
      body: JSON.stringify(report),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
  };

  it('leaves whoever says STOP alone from then on, and texts them again after START', async () => {
    const first = await started('First', 6_000);
    await polled(
      async () => sent('First.').length,
      (count) => count === PEOPLE.length,
    );
    await polled(
      () => statusOf(first),
      (status) => status === 'finished',
    );

    // Slow enough that most still wait while somebody who waits says stop.
    const second = await started('Second', 240);
    await polled(
      async () => sent('Second.').length,
      (count) => count >= 2,
    );
    const waiting = PEOPLE.filter((number) => !sent('Second.').some(({ to }) => to === number));
    const stopping = waiting.at(-1)!;
    await tell({ id: 'reply-1', from: stopping, to: OURS, text: 'Stop' });
    const { body: optOuts } = await api.owner.get<Page<OptOutView>>('opt-outs');
    expect(optOuts.items).toMatchObject([{ number: stopping, source: 'reply STOP' }]);

    await polled(
      () => statusOf(second),
      (status) => status === 'finished',
    );
    expect(
      sent('Second.')
        .map(({ to }) => to)
        .sort(),
    ).toEqual(PEOPLE.filter((number) => number !== stopping).sort());
    expect(sent('No more from us.')).toMatchObject([{ to: stopping, from: OURS }]);
    const { body: subscribers } = await api.owner.get<Page<SubscriberView>>(
      `subscribers?campaignId=${second}&state=suppressed`,
    );
    expect(subscribers.items.map(({ number }) => number)).toEqual([stopping]);

    const third = await started('Third', 240);
    await tell({ id: 'reply-2', from: stopping, to: OURS, text: 'START' });
    await polled(
      () => statusOf(third),
      (status) => status === 'finished',
    );
    expect(sent('Third.').map(({ to }) => to)).toContain(stopping);
  });
});
