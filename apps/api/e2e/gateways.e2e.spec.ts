import {
  CampaignView,
  GatewayView,
  GrantedGatewayView,
  Page,
  TestCallNewsView,
  TestCallView,
} from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

const trunk = (values: object = {}) => ({
  name: 'Trunk',
  channel: 'voice',
  driver: 'simulator',
  settings: { answered: 80, speed: 10 },
  channels: 30,
  callsPerSecond: 10,
  enabled: true,
  allowedPrefixes: ['+1'],
  ...values,
});

describe('gateways', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());
  afterEach(() => api.database.query('delete from gateway'));

  const add = async (values: object = {}) => {
    const { status, body } = await api.operator.post<GatewayView>(
      'platform/gateways',
      trunk(values),
    );
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const grant = (id: number, accountIds: number[]) =>
    api.operator.put<GatewayView>(`platform/gateways/${id}/grants`, { accountIds });
  const mayAdd = (allowed: boolean) =>
    api.database.query('update account set may_add_gateways = $2 where id = $1', [
      api.accountId,
      allowed,
    ]);

  describe('of the installation', () => {
    it('are added, changed and deleted by operators', async () => {
      const added = await add();
      expect(added).toMatchObject({ name: 'Trunk', simulated: true, status: 'unknown' });
      expect(added.settings).toMatchObject({ answered: 80, speed: 10, busy: 8 });

      const changed = trunk({ name: 'Trunk 2', channels: 60 });
      const path = `platform/gateways/${added.id}`;
      expect((await api.operator.put(path, changed)).body).toMatchObject({ channels: 60 });
      expect((await api.operator.delete(path)).status).toBe(204);
      expect((await api.operator.get(path)).status).toBe(404);
    });

    it('are nobody else’s business', async () => {
      const { id } = await add();
      expect((await api.owner.get('platform/gateways')).status).toBe(403);
      expect((await api.owner.post('platform/gateways', trunk())).status).toBe(403);
      expect((await api.owner.delete(`own-gateways/${id}`)).status).toBe(404);
    });

    it('have names of their own, whatever the case', async () => {
      await add({ name: 'Main' });
      const { status, body } = await api.operator.post(
        'platform/gateways',
        trunk({ name: 'MAIN' }),
      );
      expect(status).toBe(409);
      expect(body).toMatchObject({
        code: 'gateway.name-taken',
        errors: [{ field: 'name', message: 'There is a gateway called “MAIN” already.' }],
      });
    });

    it.each([
      [{ settings: { answered: -1 } }, 'settings.answered'],
      [{ settings: { speed: 'fast' } }, 'settings.speed'],
      [{ settings: { colour: 'blue' } }, 'settings.colour'],
      [{ settings: { keys: ['A'] } }, 'settings.keys'],
      [{ driver: 'carrier-pigeon' }, 'driver'],
      [{ channel: 'sms', driver: 'sip' }, 'channel'],
      [{ channel: 'voice', driver: 'smpp' }, 'channel'],
      [{ channels: 0 }, 'channels'],
      [{ callsPerSecond: -2 }, 'callsPerSecond'],
      [{ allowedPrefixes: ['34'] }, 'allowedPrefixes'],
      [{ callerIdPolicy: 'own' }, 'callerIdPolicy'],
      [{ callerIdPolicy: 'listed', callerId: '+12025550100' }, 'callerIdPolicy'],
      [{ callerIdPolicy: 'listed', callerIdsAllowed: ['Clinic'] }, 'callerIdsAllowed'],
      [{ minRingTimeoutSeconds: 40, maxRingTimeoutSeconds: 30 }, 'maxRingTimeoutSeconds'],
    ])('are refused with %j, naming the field %s', async (values, field) => {
      const { status, body } = await api.operator.post<{ errors: { field: string }[] }>(
        'platform/gateways',
        trunk(values),
      );
      expect(status).toBe(422);
      expect(body.errors.map((problem) => problem.field)).toContain(field);
    });

    it.each([
      [{ url: 'http://127.0.0.1:8080/send' }, 'settings.url'],
      [{ url: 'https://localhost/{user}' }, 'settings.url'],
      [{ url: 'http://169.254.169.254/latest/meta-data' }, 'settings.url'],
      [{ url: 'http://[::1]/' }, 'settings.url'],
      [{ url: 'https://user:word@api.example.com/' }, 'settings.url'],
      [{ user: 'a\u0000b' }, 'settings.user'],
      [{ body: '{"text": "{text} \ud83d"}' }, 'settings.body'],
    ])('of a provider are refused with %j, at %s', async (settings, field) => {
      const url = 'https://api.example.com/send';
      const sms = { channel: 'sms', driver: 'http', settings: { url, ...settings } };
      const { status, body } = await api.operator.post<{ errors: { field: string }[] }>(
        'platform/gateways',
        trunk(sms),
      );
      expect(status).toBe(422);
      expect(body.errors.map((problem) => problem.field)).toContain(field);
    });

    it('tell whether they can take calls when they are asked', async () => {
      const good = await add({ name: 'Good' });
      const bad = await add({ name: 'Bad', settings: { down: true } });
      const check = ({ id }: GatewayView) =>
        api.operator.post<GatewayView>(`platform/gateways/${id}/check`);
      expect((await check(good)).body).toMatchObject({
        status: 'up',
        statusDetail: expect.stringMatching(/takes calls/),
        checkedAt: expect.any(String),
      });
      expect((await check(bad)).body).toMatchObject({ status: 'down' });
    });

    it('are not replaced where somebody else has changed them, or a secret, since they were read', async () => {
      const settings = { host: 'sip.example.com', user: 'user', password: 'secret' };
      const sip = (values: object = {}) => trunk({ driver: 'sip', settings, ...values });
      const { id, version } = await add(sip());
      const put = (values: object, asked: string) =>
        api.operator.put<GatewayView>(`platform/gateways/${id}`, sip(values), {
          'if-match': `"${asked}"`,
        });
      await api.database.query(`update gateway set status = 'up', checked_at = now()`);
      const { body: changed } = await put(
        { settings: { ...settings, password: 'another' } },
        version,
      );
      expect(changed.version).not.toBe(version);
      expect(await put({ name: 'Second' }, version)).toMatchObject({
        status: 409,
        body: { code: 'gateway.changed-meanwhile' },
      });
      expect((await put({ name: 'Second' }, changed.version)).body.name).toBe('Second');
    });

    it('follow a change of settings at the next check', async () => {
      const { id } = await add({ settings: { down: true } });
      await api.operator.post(`platform/gateways/${id}/check`);
      await api.operator.put(`platform/gateways/${id}`, trunk({ settings: { down: false } }));
      const { body } = await api.operator.post(`platform/gateways/${id}/check`);
      expect(body).toMatchObject({ status: 'up' });
    });

    it('show what they carry, as long as a dialer watches them', async () => {
      const { id } = await add();
      const gauges = () => api.operator.get('platform/gateways/gauges');
      const detail = { asr: 0.61, acd: 24.5, shortCalls: 0.08, lastErrors: [] };
      await api.database.query(
        `insert into gateway_gauge (gateway_id, channels_in_use, calls_last_second, detail, at)
         values ($1, 12, 4.5, $2, now())`,
        [id, detail],
      );
      expect((await gauges()).body).toEqual([
        expect.objectContaining({
          gatewayId: id,
          channelsInUse: 12,
          callsLastSecond: 4.5,
          backedOffUntil: null,
          answeredShare: 0.61,
          averageTalkSeconds: 24.5,
          shortShare: 0.08,
        }),
      ]);
      expect((await gauges()).body).toMatchObject([{ line: null }]);
      const figures = {
        ...{ all: 2, up: 1, lost: 3, channels: 5, sessions: 40, mostSessions: 1_000 },
        ...{ commands: 90, unanswered: 1, slowestMs: 25 },
      };
      const lines = (switches: object) =>
        JSON.stringify([{ gatewayId: id, calls: 4, answered: 3, callsNow: 1, switches }]);
      await api.database.query(
        `insert into dialer (id, host, pid, lines, started_at, beat_at)
         values (gen_random_uuid(), 'machine', 7, $1, now(), now()),
                (gen_random_uuid(), 'machine', 8, $2, now(), now()),
                (gen_random_uuid(), 'machine', 9, $1, now(), now() - interval '1 minute')`,
        [lines(figures), lines({ ...figures, up: 2, slowestMs: 12 })],
      );
      expect((await gauges()).body).toMatchObject([
        {
          line: {
            ...{ dialers: 2, registered: null, retransmissions: null, soundLatestMs: null },
            ...{ switches: 2, switchesUp: 1, connectionsLost: 6, switchChannels: 10 },
            ...{ switchSessions: 40, switchSessionsMost: 1_000 },
            ...{ commandsUnanswered: 2, slowestAnswerMs: 25 },
          },
        },
      ]);
      await api.database.query('delete from dialer');
      await api.database.query(`update gateway_gauge set at = now() - interval '1 minute'`);
      expect((await gauges()).body).toEqual([]);
    });
  });

  describe('tried with a call', () => {
    const call = ({ id }: GatewayView, number = '+12025550123') =>
      api.operator.post<TestCallView>(`platform/gateways/${id}/test-call`, {
        number,
        message: 'Hello',
      });
    const answering = { answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0 };
    const always = { ...answering, invalidNumber: 0, congestion: 0, failed: 0, speed: 1_000 };

    it('say what became of it, and have it in their ledger', async () => {
      const gateway = await add({ settings: always, stripPrefix: '+1' });
      const { status, body } = await call(gateway);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        dialled: '2025550123',
        disposition: 'answered',
        sipStatus: 200,
      });
      expect(body.events.map(({ event }) => event).slice(0, 2)).toEqual(['ringing', 'answered']);
      const ledger = await api.operator.get<string>(`platform/gateways/${gateway.id}/ledger.csv`);
      expect(ledger.body).toContain('2025550123');
      expect(ledger.body).toContain(',answered,200,16,');
    });

    it('call nobody who must not be called', async () => {
      const gateway = await add({ settings: always });
      await api.database.query(
        `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550124', 'voice', 'test')`,
        [api.accountId],
      );
      const refusal = {
        status: 422,
        body: { code: 'gateway.number-suppressed', errors: [{ field: 'number' }] },
      };
      expect(await call(gateway, '+12025550124')).toMatchObject(refusal);
      const live = `platform/gateways/${gateway.id}/test-call/live`;
      const input = { number: '+12025550124', message: 'Hello' };
      expect(await api.operator.post(live, input)).toMatchObject(refusal);
      expect((await call(gateway)).status).toBe(200);
      await api.database.query('delete from opt_out');
    });

    it('tell of it while it lasts, to its end', async () => {
      const gateway = await add({ settings: always, stripPrefix: '+1' });
      const route = `platform/gateways/${gateway.id}/test-call/live`;
      const { status, headers, body } = await api.operator.post<string>(route, {
        number: '+12025550123',
        message: 'Hello',
      });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      const news = body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as TestCallNewsView);
      expect(news[0]!.event).toEqual({ afterSeconds: 0, event: 'placed', detail: '2025550123' });
      expect(news.slice(1, 3).map(({ event }) => event!.event)).toEqual(['ringing', 'answered']);
      expect(news.at(-1)).toMatchObject({
        event: null,
        result: { dialled: '2025550123', disposition: 'answered', sipStatus: 200 },
      });
      expect(news.at(-1)!.result!.events).toHaveLength(news.length - 2);
    });

    it('hang up when whoever follows it leaves', async () => {
      const slowly = { ...always, speed: 1, ringSecondsFrom: 3_000, ringSecondsUntil: 3_000 };
      const gateway = await add({ settings: slowly });
      const route = `platform/gateways/${gateway.id}/test-call/live`;
      const leaving = new AbortController();
      const response = await api.operator.fetch(route, {
        method: 'POST',
        body: JSON.stringify({ number: '+12025550123', message: 'Hello' }),
        headers: { 'content-type': 'application/json' },
        signal: leaving.signal,
      });
      await response.body!.getReader().read();
      expect((await call(gateway)).body).toMatchObject({ code: 'gateway.test-under-way' });
      leaving.abort();
      // The server hears of it a moment later.
      for (let again = true; again;) {
        const { body } = await api.operator.get<string>(
          `platform/gateways/${gateway.id}/ledger.csv`,
        );
        again = !body.includes(',cancelled,');
      }
    });

    it('refuse a number outside of their allowed destinations', async () => {
      const { status, body } = await call(await add(), '+442079460123');
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'gateway.not-allowed-there' });
    });

    it('have no ledger before their first call', async () => {
      const { id } = await add();
      const { status, body } = await api.operator.get(`platform/gateways/${id}/ledger.csv`);
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'gateway.no-ledger' });
    });
  });

  describe('that an account may use', () => {
    it('are those it has been granted, without their settings', async () => {
      const { id } = await add();
      await add({ name: 'Not theirs' });
      await grant(id, [api.accountId]);
      const { body } = await api.viewer.get<Page<GrantedGatewayView>>('gateways');
      expect(body.items).toEqual([
        {
          id,
          name: 'Trunk',
          channel: 'voice',
          channels: 30,
          callsPerSecond: 10,
          status: 'unknown',
          simulated: true,
          enabled: true,
          own: false,
          withdrawnAt: null,
          deletedAt: null,
        },
      ]);
      expect((await api.stranger.get(`gateways/${id}`)).status).toBe(404);
    });

    it('are taken away again', async () => {
      const { id } = await add();
      expect((await grant(id, [api.accountId, api.strangerAccountId])).body.accountIds).toEqual(
        [api.accountId, api.strangerAccountId].sort((one, other) => one - other),
      );
      await grant(id, [api.strangerAccountId]);
      expect((await api.viewer.get(`gateways/${id}`)).status).toBe(404);
      expect((await api.stranger.get(`gateways/${id}`)).status).toBe(200);
    });

    it('cannot be granted to an account that does not exist', async () => {
      const { id } = await add();
      expect((await grant(id, [999_999])).status).toBe(404);
    });

    it.each([
      ['draft', 'the draft “Reminders”'],
      ['running', 'the campaign “Reminders”'],
      ['paused', 'the campaign “Reminders”'],
    ])('cannot be taken away while a campaign that is %s names them', async (status, who) => {
      const { id } = await add();
      await grant(id, [api.accountId]);
      await givenCampaignOver(id, status);
      const refused = await grant(id, []);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        code: 'gateway.in-use',
        detail: expect.stringContaining(who),
      });
      await api.database.query('delete from campaign');
    });

    it('can be taken away from campaigns that have ended, which keep the name', async () => {
      const { id, name } = await add();
      await grant(id, [api.accountId]);
      const campaignId = await givenCampaignOver(id, 'finished');
      expect((await grant(id, [])).body.accountIds).toEqual([]);

      const { body: ended } = await api.owner.get<CampaignView>(`campaigns/${campaignId}`);
      expect(ended.gatewayIds).toEqual([id]);
      // By its name alone: how it fares is not their business any more.
      await api.database.query(`update gateway set status = 'down' where id = $1`, [id]);
      const { body: taken } = await api.viewer.get<GrantedGatewayView>(`gateways/${id}`);
      expect(taken).toMatchObject({ name, withdrawnAt: expect.any(String) as string });
      expect(taken).toMatchObject({
        ...{ status: 'unknown', enabled: false, channels: 0, callsPerSecond: 0 },
      });
      expect((await api.viewer.get(`campaigns/${campaignId}/gateways`)).body).toEqual([]);
      const { body: page } = await api.viewer.get<{ items: { id: number }[] }>('gateways');
      expect(page.items.map((one) => one.id)).not.toContain(id);

      // Nobody calls over it: a copy leaves it out, and a draft that names it is refused.
      const copy = await api.owner.post<CampaignView>(`campaigns/${campaignId}/duplicate`);
      expect(copy.body.gatewayIds).toEqual([]);
      await api.database.query(
        'insert into campaign_gateway (account_id, campaign_id, gateway_id, position) values ($1, $2, $3, 1)',
        [api.accountId, copy.body.id, id],
      );
      expect(await api.owner.post(`campaigns/${copy.body.id}/start`)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining(`“${name}” is not yours to use any more`) },
      });

      // Granted again, it is as before.
      await grant(id, [api.accountId]);
      expect((await api.operator.get<GatewayView>(`platform/gateways/${id}`)).body).toMatchObject({
        accountIds: [api.accountId],
      });
      const again = await api.viewer.get<{ items: { id: number }[] }>('gateways');
      expect(again.body.items.map((one) => one.id)).toContain(id);
      await api.database.query('delete from campaign');
    });

    it.each(['running', 'paused'])('cannot be deleted while a campaign is %s', async (status) => {
      const { id } = await add();
      await grant(id, [api.accountId]);
      await givenCampaignOver(id, status);
      const deleted = await api.operator.delete(`platform/gateways/${id}`);
      expect(deleted.status).toBe(409);
      expect(deleted.body).toMatchObject({
        code: 'gateway.in-use',
        detail: expect.stringContaining('the campaign “Reminders”'),
      });
      await api.database.query('delete from campaign');
    });

    it('cannot be deleted while a stopped campaign still has calls on the line', async () => {
      const { id } = await add();
      await grant(id, [api.accountId]);
      const campaignId = await givenCampaignOver(id, 'stopped');
      await api.database.query(
        `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
         values ($1, $2, 1, '+12025550123', $3, 1, gen_random_uuid(), now())`,
        [api.accountId, campaignId, id],
      );
      const deleted = await api.operator.delete(`platform/gateways/${id}`);
      expect(deleted).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('“Reminders” (1 call on the line)') },
      });
      await api.database.query('delete from inflight');
      await api.database.query('delete from campaign');
    });

    it('keep their name in the history after they were deleted, and give it free', async () => {
      const { id } = await add();
      await grant(id, [api.accountId]);
      const campaignId = await givenCampaignOver(id, 'stopped');
      await api.database.query(
        `insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
           disposition, ring_seconds, talk_seconds, timeline, ended_at)
         values ($1, 1, now(), $2, 1, '+12025550123', $3, 1, 'answered', 3, 10, '[]', now())`,
        [api.accountId, campaignId, id],
      );
      const { body: uses } = await api.operator.get(`platform/gateways/${id}/uses`);
      expect(uses).toMatchObject([{ campaignName: 'Reminders', turn: 1, gateways: 1 }]);
      expect((await api.operator.delete(`platform/gateways/${id}`)).status).toBe(204);
      const { body: calls } = await api.viewer.get<Page<object>>('calls');
      expect(calls.items).toMatchObject([{ gatewayName: 'Trunk' }]);
      expect((await api.viewer.get<Page<object>>('gateways')).body.items).toEqual([]);
      expect((await api.viewer.get(`gateways/${id}`)).body).toMatchObject({
        name: 'Trunk',
        deletedAt: expect.any(String),
      });
      expect((await api.operator.get(`platform/gateways/${id}`)).status).toBe(404);
      await add();
      await api.database.query('delete from call');
      await api.database.query('delete from campaign');
    });

    it('let a campaign show only the caller IDs that they list', async () => {
      const { id } = await add({
        callerIdPolicy: 'listed',
        callerIdsAllowed: ['+12025550100', '+12025550101'],
      });
      await grant(id, [api.accountId]);
      const { body: book } = await api.owner.post<{ id: number }>('phonebooks', { name: 'People' });
      const showing = (callerId: string | null) =>
        api.owner.post('campaigns', {
          name: 'Reminders',
          message: 'Hello',
          phonebookIds: [book.id],
          gatewayIds: [id],
          startsAt: '2026-01-01T00:00:00Z',
          endsAt: '2026-02-01T00:00:00Z',
          callerId,
        });
      expect(await showing('+12025550199')).toMatchObject({
        status: 422,
        body: {
          code: 'campaign.caller-id',
          errors: [
            {
              field: 'callerId',
              message: expect.stringContaining('“Trunk” may show only +12025550100, +12025550101'),
            },
          ],
        },
      });
      for (const callerId of ['+12025550101', null])
        expect((await showing(callerId)).status).toBe(201);
      await api.database.query('delete from campaign');
    });
  });

  describe('that an account has brought', () => {
    it('need the operators’ permission', async () => {
      await mayAdd(false);
      const { status, body } = await api.owner.post('own-gateways', trunk());
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'gateway.adding-not-allowed' });
    });

    it('are its own to use, change, check and delete', async () => {
      await mayAdd(true);
      const { status, body } = await api.owner.post<GatewayView>('own-gateways', trunk());
      expect(status).toBe(201);
      expect(body).toMatchObject({ ownerAccountId: api.accountId, accountIds: [api.accountId] });
      expect((await api.viewer.get(`gateways/${body.id}`)).body).toMatchObject({ own: true });
      const path = `own-gateways/${body.id}`;
      expect((await api.owner.post(`${path}/check`)).body).toMatchObject({ status: 'up' });
      expect((await api.owner.put(path, trunk({ channels: 2 }))).status).toBe(200);
      expect((await api.owner.delete(path)).status).toBe(204);
    });

    it('are hidden from other accounts and from those who may not change them', async () => {
      await mayAdd(true);
      const { body } = await api.owner.post<GatewayView>('own-gateways', trunk());
      expect((await api.stranger.get(`own-gateways/${body.id}`)).status).toBe(404);
      expect((await api.stranger.put(`own-gateways/${body.id}`, trunk())).status).toBe(404);
      expect((await api.manager.get(`own-gateways/${body.id}`)).status).toBe(403);
    });

    it('cannot be granted to anybody else', async () => {
      await mayAdd(true);
      const { body } = await api.owner.post<GatewayView>('own-gateways', trunk());
      const { status, body: problem } = await grant(body.id, [api.strangerAccountId]);
      expect(status).toBe(409);
      expect(problem).toMatchObject({ code: 'gateway.owned' });
    });

    it('may have the name of somebody else’s', async () => {
      await mayAdd(true);
      await add({ name: 'Main' });
      expect((await api.owner.post('own-gateways', trunk({ name: 'Main' }))).status).toBe(201);
    });
  });

  it('lists the drivers with the settings they begin with', async () => {
    const { body } = await api.viewer.get('gateway-drivers');
    expect(body).toContainEqual(
      expect.objectContaining({
        key: 'simulator',
        simulated: true,
        settings: expect.objectContaining({ answered: 62, seed: 'belltower' }),
      }),
    );
  });

  async function givenCampaignOver(gatewayId: number, status = 'draft'): Promise<number> {
    const [campaign] = await api.database.query<[{ id: number }]>(
      `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
         max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, status)
       values ($1, 'Reminders', 'voice', 'Hello', 60, 45, 1800, 0, 300, '{}', '2026-01-01', '2026-02-01',
         '00:00', '24:00', '{mon}', '{}', 'UTC', $2) returning id`,
      [api.accountId, status],
    );
    await api.database.query('insert into campaign_gateway values ($1, $2, $3, 0)', [
      api.accountId,
      campaign.id,
      gatewayId,
    ]);
    return campaign.id;
  }
});
