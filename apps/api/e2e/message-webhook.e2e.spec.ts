import { GatewayView, ReplyView, Page } from '@belltower/dto';
import { MessageProvider } from '../testing/message-provider';
import { startApi, TestApi } from '../testing/start-api';

const KEY = 'secret-of-the-webhook';

describe('a gateway to a provider over HTTP', () => {
  let api: TestApi;
  let provider: MessageProvider;
  let gateway: GatewayView;

  beforeAll(async () => {
    provider = await MessageProvider.open();
    api = await startApi({ environment: { OUTBOUND_PRIVATE: 'true' } });
    gateway = await add({ name: 'Provider', settings: provider.settings });
    // Whose the replies are.
    await api.database.query('update gateway set owner_account_id = $2 where id = $1', [
      gateway.id,
      api.accountId,
    ]);
  });
  afterAll(async () => {
    await api.close();
    await provider.close();
  });

  const input = (values: object = {}) => ({
    ...{ name: 'Provider', channel: 'sms', driver: 'http', channels: 10, callsPerSecond: 10 },
    ...values,
  });
  const add = async (values: object) => {
    const { status, body } = await api.operator.post<GatewayView>(
      'platform/gateways',
      input(values),
    );
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const webhook = (query: string, init: RequestInit = {}, id: number = gateway.id) =>
    fetch(`${api.url}/api/v1/webhooks/messages/${id}${query}`, { method: 'POST', ...init });
  const report = (values: object) => ({
    body: JSON.stringify(values),
    headers: { 'content-type': 'application/json' },
  });
  const replies = async () => {
    const { status, body } = await api.owner.get<Page<ReplyView>>('replies');
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.items.map(({ text }) => text).sort();
  };
  const hello = (id: string, text: string) => report({ id, from: '+12025550101', text });

  describe('keeps its secrets', () => {
    it('and never shows them again', async () => {
      const path = `platform/gateways/${gateway.id}`;
      const answers = [
        await api.operator.get(path),
        await api.operator.get('platform/gateways'),
        await api.operator.put(path, input({ settings: { ...provider.settings, ...BLANK } })),
      ];
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(JSON.stringify(body)).not.toMatch(/password-of-the-provider|secret-of-the-webhook/);
      }
      expect(answers[2]!.body).toMatchObject({
        secretsKept: ['password', 'webhookSecret'],
        webhookUrl: `${api.config.PUBLIC_URL}/api/v1/webhooks/messages/${gateway.id}`,
      });
      const [row] = await api.database.query<[{ settings: object; secrets: string }]>(
        'select settings, secrets from gateway where id = $1',
        [gateway.id],
      );
      expect(JSON.stringify(row)).not.toMatch(/password-of-the-provider|secret-of-the-webhook/);
      // Left blank, they are those of before.
      const { status } = await webhook(`?key=${KEY}`, hello('kept', 'Kept'));
      expect(status).toBe(200);
    });

    it.each([
      [{ webhookSecret: 'short' }, 'settings.webhookSecret'],
      [{ url: 'ftp://provider.example.org' }, 'settings.url'],
      [{ headers: ['No colon'] }, 'settings.headers'],
      [{ host: 'smpp.example.org' }, 'settings.host'],
    ])('and refuses %j, naming %s', async (settings, field) => {
      const { status, body } = await api.operator.post<{ errors: { field: string }[] }>(
        'platform/gateways',
        input({ name: 'Other', settings: { ...provider.settings, ...settings } }),
      );
      expect(status).toBe(422);
      expect(body.errors.map((problem) => problem.field)).toContain(field);
    });
  });

  it('says whether the provider is there', async () => {
    const { body } = await api.operator.post(`platform/gateways/${gateway.id}/check`);
    expect(body).toMatchObject({ status: 'up', statusDetail: expect.stringMatching(/answers/) });
  });

  it('stays one for messages', async () => {
    const { status, body } = await api.operator.put(
      `platform/gateways/${gateway.id}`,
      input({ channel: 'voice', driver: 'simulator', settings: {} }),
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'gateway.other-channel', errors: [{ field: 'channel' }] });
    const call = await api.operator.post(`platform/gateways/${gateway.id}/test-call`, {
      ...{ number: '+12025550101', message: 'Hello' },
    });
    expect(call.body).toMatchObject({ code: 'gateway.wrong-channel' });
  });

  describe('takes reports', () => {
    it.each([
      ['in the address', `?key=${KEY}`, {}],
      ['in a header', '', { 'x-webhook-secret': KEY }],
    ])('with its secret %s', async (where, query, headers: Record<string, string>) => {
      const { body, headers: type } = hello(where, `Secret ${where}`);
      const answer = await webhook(query, { body, headers: { ...type, ...headers } });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(await replies()).toContain(`Secret ${where}`);
    });

    it.each([
      ['as a form', { body: new URLSearchParams({ id: 'f', from: '12025550101', text: 'Form' }) }],
      ['as JSON that says it is something else', { body: '{"from":"12025550101","text":"Text"}' }],
    ])('%s', async (_, init) => {
      expect((await webhook(`?key=${KEY}`, init)).status).toBe(200);
    });

    it('by GET, all in the address', async () => {
      const query = `?key=${KEY}&id=get&from=12025550101&text=Query`;
      const answer = await webhook(query, { method: 'GET' });
      expect(answer.status).toBe(200);
      expect(await replies()).toContain('Query');
    });

    it.each([
      '',
      '?key=',
      '?key=secret-of-the-webhoo',
      '?key=Secret-of-the-webhook',
      '?key=a&key=b',
    ])('and not with “%s”, of which nothing stays', async (query) => {
      const before = await replies();
      const answer = await webhook(query, hello(`wrong ${query}`, 'Wrong'));
      expect([answer.status, await answer.text()]).toEqual([403, '']);
      expect(await replies()).toEqual(before);
    });

    it('and not under an address that no gateway has, nor one that waits for no reports', async () => {
      const smpp = await add({
        ...{ name: 'Centre', driver: 'smpp' },
        settings: { host: '192.0.2.1', systemId: 'belltower' },
      });
      const voice = await add({ name: 'Trunk', channel: 'voice', driver: 'simulator' });
      for (const id of [smpp.id, voice.id, 999_999]) {
        const answer = await webhook(`?key=${KEY}`, hello('x', 'Nobody’s'), id);
        expect(answer.status).toBe(404);
      }
      await api.operator.delete(`platform/gateways/${smpp.id}`);
    });
  });

  describe('lives through whatever is posted', () => {
    const post = (body: string | Buffer | Uint8Array, type = 'application/json') =>
      webhook(`?key=${KEY}`, { body: body as string, headers: { 'content-type': type } });

    it.each([
      ['nothing', '', 200],
      ['JSON that was cut off', '{"from":"+1202', 400],
      ['no object', '"STOP"', 400],
      ['null', 'null', 400],
      ['an empty list', '[]', 200],
      ['a list of anything', '[null, 1, "a", [], {"from":{}}]', 200],
      ['its own prototype', '{"__proto__":{"from":"+12025550101","text":"x"}}', 200],
      ['very deep JSON', '['.repeat(30_000) + ']'.repeat(30_000), 200],
    ])('such as %s', async (_, body, status) => {
      expect((await post(body)).status).toBe(status);
    });

    it('such as bytes of no text, and more than it reads', async () => {
      expect((await post(Buffer.from([0xff, 0xfe, 0, 0x80]), 'text/plain')).status).toBe(200);
      expect((await api.anonymous.get('/api/health/live')).status).toBe(200);
      const large = await post(JSON.stringify({ from: '+12025550101', text: 'x'.repeat(70_000) }));
      expect(large.status).toBe(413);
      expect(await large.json()).toMatchObject({ detail: 'The request is larger than 64 KB.' });
    });

    it('and keeps what PostgreSQL cannot keep as well as it can', async () => {
      const text = 'NUL \0 and half an emoji \ud83d';
      const long = 'y'.repeat(20_000);
      expect((await post(JSON.stringify({ from: '+12025550101', text }))).status).toBe(200);
      const named = { id: 'z'.repeat(5_000), from: `+${'1'.repeat(3_000)}`, text: long };
      expect((await post(JSON.stringify(named))).status).toBe(200);
      const kept = await replies();
      expect(kept.find((one) => one.startsWith('NUL'))).toBe('NUL  and half an emoji \ufffd');
      expect(kept.find((one) => one.startsWith('yy'))).toHaveLength(5_000);
    });
  });
});

describe('reports from one address', () => {
  it('are as many as they are, whatever others may ask in a minute', async () => {
    const api = await startApi({ environment: { RATE_LIMIT_PER_MINUTE: '5' } });
    try {
      const statuses = new Set<number>();
      for (let nth = 0; nth < 10; nth++) {
        const address = `${api.url}/api/v1/webhooks/messages/1`;
        statuses.add((await fetch(address, { method: 'POST' })).status);
      }
      expect(statuses).toEqual(new Set([404]));
    } finally {
      await api.close();
    }
  });
});

/** As the form sends secrets that are to stay. */
const BLANK = { password: '', webhookSecret: null };
