import {
  CampaignExplanationView,
  CampaignForecastView,
  CampaignInput,
  CampaignView,
  Channel,
  MessagePreviewView,
  MessageState,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { Answer, Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

/** A Monday morning. */
const NOW = '2026-03-02T10:00:00Z';

describe('campaigns of text messages', () => {
  let api: TestApi;
  let gatewayId: number;
  let phonebookId: number;
  const clock = new FixedClock();

  beforeAll(async () => {
    api = await startApi({ clock });
    gatewayId = await givenGateway('Texts', 'sms');
    phonebookId = await givenPeople([
      ['+12025550101', 'Ana'],
      ['+12025550102', 'François'],
      ['+12025550103', ''],
      ['+12025550104', 'Maximiliane Charlotte'],
    ]);
  });
  beforeEach(() => clock.set(NOW));
  afterAll(() => api.close());

  async function givenGateway(name: string, channel: string, values: object = {}): Promise<number> {
    const columns = {
      name,
      channel,
      driver: 'simulator',
      channels: 10,
      calls_per_second: 5,
      ...values,
    };
    const names = Object.keys(columns);
    const [gateway] = await api.database.query<[{ id: number }]>(
      `insert into gateway (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})
       returning id`,
      Object.values(columns),
    );
    await api.database.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      api.accountId,
      gateway.id,
    ]);
    return gateway.id;
  }

  let books = 0;
  async function givenPeople(people: [number: string, firstName: string][]): Promise<number> {
    const { body } = await api.owner.post<{ id: number }>('phonebooks', {
      name: `Book ${++books}`,
    });
    for (const [number, firstName] of people)
      await api.owner.post('contacts', { phonebookId: body.id, number, firstName });
    return body.id;
  }

  const inputOf = (values: Partial<CampaignInput> = {}): Partial<CampaignInput> => ({
    ...{ name: 'Reminder', channel: Channel.Sms, phonebookIds: [phonebookId] },
    gatewayIds: [gatewayId],
    message: 'Dear {first_name|friend}, your appointment is tomorrow.',
    ...{ countryHours: false, startsAt: NOW, endsAt: '2026-03-09T10:00:00Z' },
    ...values,
  });
  const post = (path: string, body?: unknown, client: Client = api.owner) =>
    client.post<CampaignView>(path, body);
  const create = async (values: Partial<CampaignInput> = {}) => {
    const { status, body } = await post('campaigns', inputOf(values));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const refusal = ({ status, body }: Answer) => {
    const { code, errors = [] } = body as Problem;
    return [status, code, ...errors.map(({ field, message }) => `${field}: ${message}`)];
  };

  describe('when written', () => {
    it('keep what is sent, as whom, and what is answered to STOP, and of calls only what says nothing', async () => {
      const campaign = await create({ callerId: 'Clinic', stopConfirmation: 'No more, then.' });
      expect(campaign).toMatchObject({
        ...{ channel: 'sms', status: 'draft', callerId: 'Clinic' },
        ...{ message: inputOf().message, stopConfirmation: 'No more, then.' },
        ...{ audioId: null, optOutKey: null, questions: [], channels: null },
        retryOn: ['failed', 'undelivered', 'expired'],
      });
    });

    it('are taken back as they are given', async () => {
      const campaign = await create({ callerId: 'Clinic', maxRetries: 2 });
      const names = [...Object.keys(new CampaignInput()), 'callerId', 'stopConfirmation'];
      const given = Object.fromEntries(
        names.map((name) => [name, campaign[name as keyof CampaignView]]),
      );
      const { status, body } = await api.owner.put<CampaignView>(`campaigns/${campaign.id}`, given);
      expect({ status, body }).toEqual({ status: 200, body: campaign });
      const { body: log } = await api.owner.get<{ items: { what: string }[] }>(
        `campaigns/${campaign.id}/activity`,
      );
      expect(log.items.map(({ what }) => what)).toEqual(['Created']);
    });

    it.each<[string, object]>([
      ['optOutKey: Key to opt out counts only where Channel is Voice', { optOutKey: '9' }],
      ['message: Text may have at most 1,600 characters', { message: 'x'.repeat(1_601) }],
      ['retryOn: Retry when has an outcome of the other channel: busy', { retryOn: ['busy'] }],
    ])('are refused with “%s”', async (said, values) => {
      expect(refusal(await post('campaigns', inputOf(values)))).toEqual([
        422,
        'request.invalid',
        said,
      ]);
    });

    it.each<[string, string | RegExp]>([
      ['x'.repeat(10_240), 'message: Text may have at most 1,600 characters'],
      ['Dear {first_name', /^message: Text has a brace without its other half/],
      ['Dear {first_{name}}', /^message: Text has a brace without its other half/],
      ['Dear {}', /^message: Text has braces without a name/],
      [`Dear {${'n'.repeat(65)}}`, /^message: Text has a placeholder with a name longer than 64/],
      ['Dear \u0000', 'message: Text must not contain NUL bytes'],
      ['Dear \ud83d', /^message: Text must not contain half of a character/],
    ])('are refused with a text such as %j, at its field', async (message, said) => {
      const [status, , ...problems] = refusal(await post('campaigns', inputOf({ message })));
      expect(status).toBe(422);
      expect(problems).toEqual([expect.stringMatching(said)]);
    });

    it.each([
      'שלום {first_name|חבר} 👋🏽',
      'Line one\r\nLine two',
      '{__proto__} {constructor|somebody} {toString}',
      '😀'.repeat(900),
    ])('are kept with %j as it is', async (message) => {
      const { id } = await create({ message });
      const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
      expect(body.message).toBe(message);
      const preview = await api.owner.post<MessagePreviewView>('campaigns/message-preview', {
        ...{ message, phonebookIds: [phonebookId] },
      });
      expect(preview.status).toBe(200);
    });

    it.each([
      'TwelveLetter',
      '12',
      '12345678901234567',
      ' Clinic',
      'Clinic ',
      'Klinik Süd',
      'كلينيك',
      'a\r\nb',
      '-----------',
    ])('are refused with %j as their sender', async (callerId) => {
      expect(refusal(await post('campaigns', inputOf({ callerId })))).toEqual([
        ...[422, 'request.invalid'],
        expect.stringMatching(/^callerId: Sender must be a phone number, or a name of up to 11/),
      ]);
    });

    it('are refused without a text', async () => {
      const answer = await post('campaigns', inputOf({ message: '' }));
      expect((answer.body as unknown as Problem).detail).toBe('Text is blank: write what is sent');
    });

    it('are refused what is not allowed there: another’s gateway, one for calls, a sender that it does not show', async () => {
      const voice = await givenGateway('Trunk', 'voice');
      expect(refusal(await post('campaigns', inputOf({ gatewayIds: [voice] })))).toEqual([
        ...[422, 'campaign.gateway-channel'],
        'gatewayIds: Trunk is not a gateway for sms campaigns',
      ]);
      const strict = await givenGateway('Strict', 'sms', {
        ...{ caller_id_policy: 'listed', caller_ids_allowed: ['Clinic'] },
      });
      expect(
        refusal(await post('campaigns', inputOf({ gatewayIds: [strict], callerId: 'Bank' }))),
      ).toEqual([
        ...[422, 'campaign.caller-id'],
        'callerId: “Strict” may show only Clinic: choose one of them, or leave the sender blank',
      ]);
      await create({ gatewayIds: [strict], callerId: 'Clinic' });
    });

    it('are not bound by limits of what only calls have', async () => {
      await api.database.query('update account set max_call_seconds = 60 where id = $1', [
        api.accountId,
      ]);
      await create();
      await api.database.query('update account set max_call_seconds = null');
    });

    it('stay of the channel that was chosen', async () => {
      const campaign = await create();
      const voice = await givenGateway('Trunk 2', 'voice');
      const answer = await api.owner.put(`campaigns/${campaign.id}`, {
        ...inputOf({ channel: Channel.Voice, gatewayIds: [voice] }),
      });
      expect(refusal(answer)).toEqual([
        ...[409, 'campaign.channel-fixed'],
        'channel: The channel of a campaign cannot change: make a new one',
      ]);
      const copy = await post(`campaigns/${campaign.id}/duplicate`);
      expect(copy.body).toMatchObject({ channel: 'sms', message: campaign.message });
    });

    it('are found by their channel', async () => {
      const { body } = await api.owner.get<{ items: CampaignView[] }>('campaigns?channel=sms');
      expect(body.items.length).toBeGreaterThan(0);
      expect(new Set(body.items.map(({ channel }) => channel))).toEqual(new Set(['sms']));
    });
  });

  describe('while a text is written', () => {
    const preview = (input: object, client = api.owner) =>
      client.post<MessagePreviewView>('campaigns/message-preview', input);

    it('show it for real people, the longest first, with what everybody’s comes to', async () => {
      const { status, body } = await preview({
        message: 'Dear {first_name|friend},',
        phonebookIds: [phonebookId],
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        messages: 4,
        segments: 4,
        unicode: 1,
        empty: 0,
        approximate: false,
      });
      expect(body.samples.map(({ text, encoding }) => [text, encoding])).toEqual([
        ['Dear Maximiliane Charlotte,', 'gsm-7'],
        ['Dear François,', 'ucs-2'],
        ['Dear friend,', 'gsm-7'],
        ['Dear Ana,', 'gsm-7'],
      ]);
      expect(body.samples[1]).toMatchObject({
        number: '+12025550102',
        values: { first_name: 'François' },
      });
    });

    it('write nothing down, and show nobody of another account', async () => {
      const answer = await preview(
        { message: 'Hi {first_name}', phonebookIds: [phonebookId] },
        api.stranger,
      );
      expect(refusal(answer)).toEqual([
        ...[404, 'campaign.reference-not-found'],
        'phonebookIds: One of the phonebooks is gone',
      ]);
      expect(JSON.stringify(answer.body)).not.toMatch(/Ana|2025550/);
    });
  });

  describe('before the start', () => {
    it('foretell what they come to in segments, and what to mind about the text', async () => {
      const campaign = await create({ message: '“Dear {first_name|friend}”' + 'x'.repeat(50) });
      const { body } = await api.owner.get<CampaignForecastView>(
        `campaigns/${campaign.id}/forecast`,
      );
      expect(body).toMatchObject({
        ...{ willBeCalled: 4, segments: 5, segmentsApproximate: false, mostSegments: 2 },
        ...{ callSeconds: 1, missing: [] },
      });
      expect(body.warnings).toContain(
        'The text has “ ”, for which it is sent as Unicode: 70 characters a segment instead of 160. With plain quotes and dashes it would not be.',
      );
      const call = await post('campaigns', {
        ...inputOf({
          channel: Channel.Voice,
          gatewayIds: [await givenGateway('Trunk 3', 'voice')],
        }),
      });
      const { body: ofCalls } = await api.owner.get<CampaignForecastView>(
        `campaigns/${call.body.id}/forecast`,
      );
      expect(ofCalls).toMatchObject({ segments: null, segmentsApproximate: false });
    });

    it('are refused in words of messages', async () => {
      const campaign = await create({ message: ' ' });
      const answer = await post(`campaigns/${campaign.id}/start`);
      expect(refusal(answer)).toEqual([
        ...[409, 'campaign.not-ready'],
        'message: It has nothing to send: write its text',
      ]);
      expect((answer.body as unknown as Problem).detail).toContain('cannot text yet');
    });

    it('say of a number why it is not texted', async () => {
      const campaign = await create();
      const { body } = await api.owner.get<CampaignExplanationView>(
        `campaigns/${campaign.id}/explain?number=%2B12025550101`,
      );
      expect(body.explanation).toMatch(/^The campaign has not been started/);
    });
  });

  describe('under way', () => {
    async function givenRunning(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
      const campaign = await create(values);
      expect((await post(`campaigns/${campaign.id}/start`)).status).toBe(200);
      return campaign;
    }

    it('tell what a change does in words of messages', async () => {
      const campaign = await givenRunning();
      const change = inputOf({ callsPerMinute: 10, message: 'Dear {first_name}, come at nine.' });
      const { body } = await api.owner.post<{ field: string; effect: string }[]>(
        `campaigns/${campaign.id}/effects`,
        change,
      );
      expect(body.find(({ field }) => field === 'message')?.effect).toBe(
        'In messages that are sent from now on, those of retries too.',
      );
      expect(body.find(({ field }) => field === 'callsPerMinute')?.effect).toMatch(
        /^From the next second 10 messages a minute instead of 60/,
      );
      expect(body.map(({ field }) => field).sort()).toEqual(['callsPerMinute', 'message']);
    });

    it('count who is waiting for a receipt as done, and the rest as it is', async () => {
      const campaign = await givenRunning();
      await api.database.query(
        `insert into subscriber_count (account_id, campaign_id, state, subscribers)
         values ($1, $2, 'sent', 3), ($1, $2, 'completed', 5), ($1, $2, 'failed', 1)
         on conflict (account_id, campaign_id, state) do update set subscribers = excluded.subscribers`,
        [api.accountId, campaign.id],
      );
      const { body } = await api.owner.get<CampaignView>(`campaigns/${campaign.id}`);
      expect(body).toMatchObject({ sent: 3, reached: 5, attemptsUsedUp: 1, done: 9 });
    });

    it('are texted again by another campaign, which takes those that were left so', async () => {
      const campaign = await givenRunning();
      await post(`campaigns/${campaign.id}/stop`, { hangUp: false });
      await api.database.query(
        `insert into subscriber (account_id, campaign_id, number, state, disposition, attempts)
         values ($1, $2, '+12025550101', 'failed', 'undelivered', 1), ($1, $2, '+12025550102', 'sent', 'sent', 1)
         on conflict (account_id, campaign_id, number) do update
            set state = excluded.state, disposition = excluded.disposition`,
        [api.accountId, campaign.id],
      );
      const { body: left } = await api.owner.get<{ outcome: string; subscribers: number }[]>(
        `campaigns/${campaign.id}/rest`,
      );
      expect(left).toEqual(
        expect.arrayContaining([
          { outcome: 'sent', subscribers: 1 },
          { outcome: 'undelivered', subscribers: 1 },
        ]),
      );
      const rest = await post(`campaigns/${campaign.id}/rest`, {
        outcomes: [MessageState.Undelivered],
      });
      expect(rest.body).toMatchObject({ channel: 'sms', sourceOutcomes: ['undelivered'] });
      const { body: log } = await api.owner.get<{ items: { what: string }[] }>(
        `campaigns/${rest.body.id}/activity`,
      );
      expect(log.items[0]?.what).toBe(
        'Created to text 1 number again that “Reminder” left: undelivered',
      );
      expect(
        refusal(await post(`campaigns/${campaign.id}/rest`, { outcomes: ['expired'] })),
      ).toEqual([409, 'campaign.nobody-left']);
    });
  });
});
