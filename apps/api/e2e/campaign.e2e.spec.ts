import { Roster } from '@belltower/campaign';
import { CampaignInput, CampaignStatus, CampaignView, Channel } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { polled } from '../testing/polled';
import { startApi, TestApi } from '../testing/start-api';
import { Answer, Client } from '../testing/client';

interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

/** A Monday morning. */
const NOW = '2026-03-02T10:00:00Z';

describe('campaigns', () => {
  let api: TestApi;
  let gatewayId: number;
  const clock = new FixedClock();

  beforeAll(async () => {
    api = await startApi({ clock });
    gatewayId = await givenGateway('Trunk');
  });
  beforeEach(() => clock.set(NOW));
  afterEach(() =>
    api.database.query(
      'update account set max_campaigns = null, max_subscribers_per_campaign = null',
    ),
  );
  afterAll(() => api.close());

  async function givenGateway(name: string, accountId = api.accountId): Promise<number> {
    const [gateway] = await api.database.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, channels, calls_per_second)
       values ($1, 'voice', 'simulator', 10, 5) returning id`,
      [name],
    );
    await api.database.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      accountId,
      gateway.id,
    ]);
    return gateway.id;
  }

  let books = 0;
  /** A phonebook with so many active contacts. */
  async function givenPhonebook(contacts = 3, client = api.owner): Promise<number> {
    const { body } = await client.post<{ id: number }>('phonebooks', { name: `Book ${++books}` });
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select account_id, id, '+1202555' || lpad(n::text, 4, '0'), n
         from phonebook, generate_series(1, $2) n where id = $1`,
      [body.id, contacts],
    );
    return body.id;
  }

  const inputOf = async (values: Partial<CampaignInput> = {}): Promise<Partial<CampaignInput>> => ({
    name: 'Reminder',
    message: 'Your appointment is tomorrow.',
    phonebookIds: values.phonebookIds ?? [await givenPhonebook()],
    gatewayIds: [gatewayId],
    startsAt: NOW,
    endsAt: '2026-03-04T10:00:00Z',
    countryHours: false,
    ...values,
  });

  async function givenCampaign(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
    const { status, body } = await api.owner.post<CampaignView>('campaigns', await inputOf(values));
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }

  async function givenRunning(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
    const { id } = await givenCampaign(values);
    const { status, body } = await api.owner.post<CampaignView>(`campaigns/${id}/start`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** The campaign with its roster drawn up; the job that start has queued finds it done. */
  async function rosterOf(id: number): Promise<CampaignView> {
    await api.app.get(Roster).draw(api.accountId, id);
    const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
    return body;
  }

  const refusal = (answer: Answer, status: number) => {
    expect(answer.status).toBe(status);
    const { code, errors } = answer.body as Problem;
    return [code, ...(errors ?? []).map(({ field }) => field)];
  };
  const post = (path: string, body?: unknown, client: Client = api.owner) =>
    client.post(path, body);

  describe('being written', () => {
    it('begin as a draft with the usual values', async () => {
      const { status, body } = await api.owner.post('campaigns', {
        name: 'Reminder',
        message: 'Hello',
        phonebookIds: [await givenPhonebook()],
        gatewayIds: [gatewayId],
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        status: 'draft',
        callsPerMinute: 60,
        ringTimeoutSeconds: 45,
        maxCallSeconds: 1800,
        maxRetries: 0,
        retryAfterSeconds: 300,
        hoursFrom: '00:00',
        hoursUntil: '24:00',
        heldBy: null,
        subscribers: 0,
      });
    });

    it.each([
      ['phonebookIds', { phonebookIds: [] }],
      ['gatewayIds', { gatewayIds: [] }],
      ['endsAt', { endsAt: NOW }],
      ['weekDays', { weekDays: [] }],
      ['hoursUntil', { hoursFrom: '09:00', hoursUntil: '09:00' }],
      ['hoursUntil', { hoursFrom: '24:00', hoursUntil: '00:00' }],
      ['message', { message: '' }],
      ['callerId', { callerId: '12; drop' }],
      ['channel', { channel: 'fax' as never }],
      ['gatewayIds', { channel: Channel.Sms }],
      ['stopConfirmation', { stopConfirmation: 'As you wish.' }],
      ['retryOn', { retryOn: ['answered' as never] }],
    ])('are refused with a word about %s', async (field, values) => {
      const answer = await post('campaigns', await inputOf(values));
      expect(refusal(answer, 422)).toEqual(expect.arrayContaining([field]));
    });

    it('name the limit of the account that they go beyond', async () => {
      await api.database.query('update account set max_calls_per_minute = 100 where id = $1', [
        api.accountId,
      ]);
      const answer = await post('campaigns', await inputOf({ callsPerMinute: 101 }));
      await api.database.query('update account set max_calls_per_minute = null');
      expect(refusal(answer, 422)).toEqual(['campaign.limit', 'callsPerMinute']);
      expect((answer.body as Problem).detail).toBe(
        'Calls per minute may be at most 100: the limit of your account',
      );
    });

    it('can name nothing of another account', async () => {
      const foreignBook = await givenPhonebook(1, api.stranger);
      const foreignGateway = await givenGateway('Foreign', api.strangerAccountId);
      expect(
        refusal(await post('campaigns', await inputOf({ phonebookIds: [foreignBook] })), 404),
      ).toEqual(['campaign.reference-not-found', 'phonebookIds']);
      expect(
        refusal(await post('campaigns', await inputOf({ gatewayIds: [foreignGateway] })), 404),
      ).toEqual(['campaign.reference-not-found', 'gatewayIds']);
    });

    it('are no more than the account may have, even when made at the same time', async () => {
      const { body } = await api.owner.get<{ total: number }>(
        'campaigns?status=draft,running,paused',
      );
      await api.database.query('update account set max_campaigns = $1', [body.total + 1]);
      const input = await inputOf();
      const answers = await Promise.all([1, 2, 3].map(() => post('campaigns', input)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    });

    it('are not replaced where somebody else has changed them since they were read', async () => {
      const input = await inputOf();
      const { id, version } = await givenCampaign(input);
      const put = (values: object, asked?: string) =>
        api.owner.put<CampaignView>(
          `campaigns/${id}`,
          { ...input, ...values },
          asked === undefined ? {} : { 'if-match': asked },
        );
      const first = await put({ name: 'First' }, `"${version}"`);
      expect(first.status).toBe(200);
      expect(first.body.version).not.toBe(version);
      expect(refusal(await put({ name: 'Second' }, `"${version}"`), 409)).toEqual([
        'campaign.changed-meanwhile',
      ]);
      const { body: kept } = await api.owner.get<CampaignView>(`campaigns/${id}`);
      expect(kept).toMatchObject({ name: 'First', version: first.body.version });
      expect((await put({ name: 'Second' }, `"${kept.version}"`)).status).toBe(200);
      // Whoever does not say what is replaced replaces whatever there is.
      expect((await put({ name: 'Third' })).status).toBe(200);
      expect((await put({ name: 'Fourth' }, '*')).status).toBe(200);
    });

    it('keep their version while nothing of it changes that is written', async () => {
      const { id, version } = await givenCampaign();
      const { body } = await post(`campaigns/${id}/start`);
      expect(body).toMatchObject({ status: 'running', version });
    });

    it('keep nothing that a new version leaves out', async () => {
      const { id } = await givenCampaign({ description: 'For March', channels: 5 });
      const { body } = await api.owner.put(`campaigns/${id}`, await inputOf());
      expect(body).toMatchObject({ description: null, channels: null });
    });
  });

  describe('being listed', () => {
    it('are found by status, text and phonebook', async () => {
      const book = await givenPhonebook();
      const { id } = await givenCampaign({ name: 'Flu 100% shots', phonebookIds: [book] });
      const found = async (query: string) => {
        const { body } = await api.owner.get<{ items: CampaignView[] }>(`campaigns?${query}`);
        return body.items.map((campaign) => campaign.id);
      };
      expect(await found(`phonebookId=${book}`)).toEqual([id]);
      expect(await found('q=100%25')).toEqual([id]);
      expect(await found(`phonebookId=${book}&status=running,paused`)).toEqual([]);
    });

    it('lie on a timeline where their dates touch the period', async () => {
      const { id } = await givenCampaign({
        startsAt: '2031-01-05T00:00:00Z',
        endsAt: '2031-01-07T00:00:00Z',
      });
      const on = async (from: string, until: string) => {
        const { body } = await api.owner.get<{ id: number }[]>(
          `campaigns/timeline?from=${from}T00:00:00Z&until=${until}T00:00:00Z`,
        );
        return body.map((campaign) => campaign.id);
      };
      expect(await on('2031-01-06', '2031-01-08')).toEqual([id]);
      expect(await on('2031-01-07', '2031-01-08')).toEqual([]);
    });

    it('count on a timeline as done who needs nothing more, receipts to come or not', async () => {
      const dates = { startsAt: '2032-01-05T00:00:00Z', endsAt: '2032-01-07T00:00:00Z' };
      const { id } = await givenCampaign(dates);
      await api.database.query(
        `insert into subscriber_count (account_id, campaign_id, state, subscribers)
         values ($1, $2, 'waiting', 5), ($1, $2, 'sent', 4), ($1, $2, 'completed', 2)`,
        [api.accountId, id],
      );
      const period = 'from=2032-01-05T00:00:00Z&until=2032-01-06T00:00:00Z';
      const { body } = await api.owner.get(`campaigns/timeline?${period}`);
      expect(body).toMatchObject([{ id, subscribers: 11, done: 6 }]);
    });
  });

  describe('being started, paused, resumed and stopped', () => {
    it('make a subscriber of every active number, once', async () => {
      const [one, two] = [await givenPhonebook(3), await givenPhonebook(5)];
      await api.database.query(
        `update contact set status = 'inactive' where phonebook_id = $1 and number like '%5'`,
        [two],
      );
      const { id, status } = await givenRunning({ phonebookIds: [one, two] });
      expect(status).toBe('running');
      const drawn = async () => (await api.owner.get<CampaignView>(`campaigns/${id}`)).body;
      await polled(drawn, ({ rosterComplete }) => rosterComplete);
      expect(await drawn()).toMatchObject({ subscribers: 4, waiting: 4, done: 0, left: 4 });
    });

    it('refuse to start with all that is missing', async () => {
      const { id } = await givenCampaign({ phonebookIds: [await givenPhonebook(0)] });
      clock.set('2026-03-04T10:00:00Z');
      expect(refusal(await post(`campaigns/${id}/start`), 409)).toEqual([
        'campaign.not-ready',
        'endsAt',
        'phonebookIds',
      ]);
    });

    it('refuse to start with more numbers than the account allows a campaign', async () => {
      await api.database.query('update account set max_subscribers_per_campaign = 2');
      const { id } = await givenCampaign();
      const answer = await post(`campaigns/${id}/start`);
      expect(refusal(answer, 409)).toEqual(['campaign.not-ready', 'phonebookIds']);
      expect((answer.body as Problem).detail).toContain('more numbers than the 2 subscribers');
    });

    it('change nothing when asked twice', async () => {
      const { id } = await givenRunning();
      const { status } = await post(`campaigns/${id}/start`);
      expect(status).toBe(200);
      const { body } = await api.owner.get<{ items: { what: string }[] }>(
        `campaigns/${id}/activity`,
      );
      expect(body.items.map(({ what }) => what)).toEqual(['Started', 'Created']);
    });

    it('take one of two steps that exclude each other', async () => {
      const { id } = await givenRunning();
      const [pause, stop] = await Promise.all([
        post(`campaigns/${id}/pause`),
        post(`campaigns/${id}/stop`, { hangUp: false }),
      ]);
      expect(stop.status).toBe(200);
      expect([200, 409]).toContain(pause.status);
      const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
      expect(body.status).toBe(CampaignStatus.Stopped);
    });

    it('say why a step is not possible', async () => {
      const { id } = await givenCampaign();
      const answer = await post(`campaigns/${id}/pause`);
      expect(answer.body).toMatchObject({
        code: 'campaign.cannot-pause',
        detail: '“Reminder” has not been started, so you cannot pause it.',
      });
    });

    it('can be told to hang up after they were stopped', async () => {
      const { id } = await givenRunning();
      await post(`campaigns/${id}/stop`, { hangUp: false });
      expect((await post(`campaigns/${id}/stop`, { hangUp: true })).status).toBe(200);
      const [row] = await api.database.query<[{ hang_up: boolean }]>(
        'select hang_up from campaign where id = $1',
        [id],
      );
      expect(row.hang_up).toBe(true);
    });

    it('do not resume after their finish', async () => {
      const { id } = await givenRunning();
      await post(`campaigns/${id}/pause`);
      clock.set('2026-03-04T10:00:00Z');
      expect(refusal(await post(`campaigns/${id}/resume`), 409)).toEqual([
        'campaign.not-ready',
        'endsAt',
      ]);
    });
  });

  describe('under way', () => {
    it('let pace and schedule change, and lock the rest by name', async () => {
      const campaign = await givenRunning();
      const now = await inputOf({ phonebookIds: campaign.phonebookIds });
      const { id } = campaign;
      const good = await api.owner.put(`campaigns/${id}`, { ...now, callsPerMinute: 120 });
      expect(good).toMatchObject({ status: 200, body: { callsPerMinute: 120 } });
      const bad = { ...now, name: 'Other', phonebookIds: [await givenPhonebook()] };
      const answer = await api.owner.put(`campaigns/${id}`, bad);
      expect(refusal(answer, 409)).toEqual(['campaign.locked', 'name', 'phonebookIds']);
    });

    it('describe what a change will do before it is saved', async () => {
      const campaign = await givenRunning();
      await rosterOf(campaign.id);
      const change = await inputOf({ phonebookIds: campaign.phonebookIds, callsPerMinute: 1 });
      const { body } = await api.owner.post(`campaigns/${campaign.id}/effects`, change);
      expect(body).toEqual([
        {
          field: 'callsPerMinute',
          effect:
            'From the next second 1 calls a minute instead of 60: the 3 numbers left are done by Mon 2 Mar, 10:03 (UTC).',
        },
      ]);
    });

    it('cannot lose a phonebook', async () => {
      const { phonebookIds } = await givenRunning({ name: 'Flu shots' });
      const answer = await api.owner.delete(`phonebooks/${phonebookIds[0]}`);
      expect(answer.status).toBe(409);
      expect((answer.body as Problem).detail).toContain('Flu shots');
    });
  });

  it('are expected to end as fast as channels carry their calls, not as they ask for', async () => {
    const phonebookIds = [await givenPhonebook(200)];
    const { id } = await givenRunning({ phonebookIds, callsPerMinute: 600 });
    // Ten channels, and half a minute a call where nobody knows better.
    expect((await rosterOf(id)).expectedFinishAt).toBe('2026-03-02T10:10:00.000Z');
    await api.database.query('update account set max_channels = 5');
    expect((await rosterOf(id)).expectedFinishAt).toBe('2026-03-02T10:20:00.000Z');
    await api.database.query('update account set max_channels = null');
    await post(`campaigns/${id}/stop`);
  });

  describe('being deleted and duplicated', () => {
    it('refuse while running', async () => {
      const { id } = await givenRunning();
      const answer = await api.owner.delete(`campaigns/${id}`);
      expect(refusal(answer, 409)).toEqual(['campaign.under-way']);
    });

    it('keep a row for their calls and lose their subscribers', async () => {
      const { id } = await givenRunning();
      await rosterOf(id);
      await post(`campaigns/${id}/stop`, { hangUp: false });
      expect((await api.owner.delete(`campaigns/${id}`)).status).toBe(204);
      expect((await api.owner.get(`campaigns/${id}`)).status).toBe(404);
      const left = async () => {
        const [row] = await api.database.query<[{ count: number }]>(
          `select (select count(*) from due where campaign_id = $1)
                + (select count(*) from subscriber where campaign_id = $1)
                + (select count(*) from subscriber_count where campaign_id = $1) as count`,
          [id],
        );
        return row.count;
      };
      await polled(left, (count) => count === 0);
      const kept = await api.database.query('select name from campaign where id = $1', [id]);
      expect(kept).toEqual([{ name: 'Reminder' }]);
    });

    it('are copied with everything but their history', async () => {
      const original = await givenRunning({ maxRetries: 2, excludedDates: ['2026-03-05'] });
      clock.set('2026-03-05T10:00:00Z');
      const { body } = await api.owner.post(`campaigns/${original.id}/duplicate`);
      expect(body).toMatchObject({
        name: 'Reminder (copy)',
        status: 'draft',
        maxRetries: 2,
        excludedDates: ['2026-03-05'],
        phonebookIds: original.phonebookIds,
        startsAt: '2026-03-05T10:00:00.000Z',
        endsAt: '2026-03-07T10:00:00.000Z',
        startedAt: null,
      });
    });
  });

  describe('why they are not calling', () => {
    const reasons = async (id: number) => {
      const { body } = await api.owner.get<{ reason: string; subscribers: number }[]>(
        `campaigns/${id}/holds`,
      );
      return body.map(({ reason }) => reason);
    };

    it('is answered for a draft', async () => {
      const { id } = await givenCampaign();
      expect(await reasons(id)).toEqual(['not-started']);
    });

    it('is answered where no dialer runs and the hours are closed', async () => {
      const { id } = await givenRunning({ hoursFrom: '12:00', hoursUntil: '13:00' });
      await rosterOf(id);
      const { body } = await api.owner.get(`campaigns/${id}/holds`);
      expect(body).toEqual([
        {
          reason: 'outside-hours',
          wholeCampaign: true,
          subscribers: 3,
          atLeast: false,
          nextAt: '2026-03-02T12:00:00.000Z',
          detail: null,
          since: null,
        },
        {
          reason: 'no-dialer',
          wholeCampaign: true,
          subscribers: 3,
          atLeast: false,
          nextAt: null,
          detail: null,
          since: null,
        },
      ]);
      const { body: campaign } = await api.owner.get(`campaigns/${id}`);
      expect(campaign).toMatchObject({
        heldBy: 'outside-hours',
        opensAt: '2026-03-02T12:00:00.000Z',
      });
    });

    it('counts numbers on do-not-call lists that are still in the queue', async () => {
      const { id } = await givenRunning();
      await rosterOf(id);
      await api.database.query(
        `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550002', 'voice', 'test')`,
        [api.accountId],
      );
      const { body } = await api.owner.get<{ reason: string; subscribers: number }[]>(
        `campaigns/${id}/holds`,
      );
      await api.database.query('delete from opt_out');
      expect(body).toContainEqual(
        expect.objectContaining({ reason: 'suppressed', subscribers: 1 }),
      );
    });

    it('is explained for one number, however it is typed', async () => {
      const { id } = await givenRunning({ hoursFrom: '12:00', hoursUntil: '13:00' });
      await rosterOf(id);
      const { body } = await api.owner.get(`campaigns/${id}/explain?number=(202)%20555-0001`);
      expect(body).toMatchObject({
        number: '+12025550001',
        state: 'waiting',
        heldBy: 'outside-hours',
        explanation:
          'It is outside of the campaign’s hours. It is called on Mon 2 Mar, 12:00 (UTC) at the earliest.',
      });
    });
  });

  it('estimate when they would be done', async () => {
    const { body } = await api.owner.post('campaigns/estimate', {
      phonebookIds: [await givenPhonebook()],
      callsPerMinute: 60,
      startsAt: NOW,
      endsAt: '2026-03-03T10:00:00Z',
    });
    expect(body).toEqual({
      contacts: 0,
      callsPerMinute: 60,
      limitedBy: 'pace',
      finishesAt: NOW.replace('Z', '.000Z'),
      calledInTime: 0,
    });
  });
});
