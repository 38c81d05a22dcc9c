import { FixedClock } from '@belltower/testing';
import { request } from 'node:http';
import { startApi, TestApi } from '../testing/start-api';

interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

describe('what is wrong with a request', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  /** Sends a body as it is, and expects problem details whatever happens. */
  const problemOf = async (path: string, init: RequestInit): Promise<Problem> => {
    const response = await api.owner.fetch(path, {
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as Problem & Record<string, string>;
    expect(problem).toMatchObject({
      status: response.status,
      type: `urn:belltower:${problem.code}`,
      title: expect.stringMatching(/\w/),
      detail: expect.stringMatching(/\w/),
      instance: expect.stringMatching(/^\//),
    });
    return problem;
  };
  const post = (body: string, headers: Record<string, string> = {}) =>
    problemOf('phonebooks', { method: 'POST', body, headers });
  const fieldsOf = ({ errors }: Problem) =>
    errors && [...new Set(errors.map(({ field }) => field))];

  it('is told in words where the JSON is malformed', async () => {
    expect(await post('{"name": ')).toMatchObject({ status: 400, code: 'request.malformed-json' });
  });

  it('is told where the JSON is too deep', async () => {
    const deep = '{"a":'.repeat(30) + '1' + '}'.repeat(30);
    expect(await post(deep)).toMatchObject({ status: 422, code: 'request.too-deep' });
  });

  it('is told where the JSON is deeper than any stack', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect((await post(deep)).status).toBe(422);
  });

  it('is told where the request is too large', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(2_000_000) });
    expect(await post(large)).toMatchObject({ status: 413, code: 'request.too-large' });
  });

  it('is told where it is no JSON at all', async () => {
    const problem = await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([problem.status, problem.code]).toEqual([415, 'request.not-json']);
  });

  it('is told for an encoding that nobody reads', async () => {
    const problem = await post('{}', { 'content-encoding': 'br2' });
    expect(problem.status).toBe(415);
  });

  it('is told by field, with the label that people know', async () => {
    const problem = await post(JSON.stringify({ name: '', description: 'x'.repeat(1_001) }));
    expect([problem.status, problem.code]).toEqual([422, 'request.invalid']);
    expect(fieldsOf(problem)).toEqual(expect.arrayContaining(['name', 'description']));
    expect(problem.errors?.[0]?.message).toMatch(/^Name /);
  });

  it.each([[{ id: 5 }], [{ accountId: 1 }], [{ ['__proto__x']: 1 }]])(
    'is told for a field that is not known: %j',
    async (unknown) => {
      const problem = await post(JSON.stringify({ name: 'Good', ...unknown }));
      expect([problem.status, fieldsOf(problem)]).toEqual([422, Object.keys(unknown)]);
    },
  );

  it.each([
    [{ name: 5 }],
    [{ name: ['x'] }],
    [{ name: { $gt: '' } }],
    [{ name: null }],
    [{ name: true }],
  ])('is told for a wrong type: %j', async (body) => {
    const problem = await post(JSON.stringify(body));
    expect([problem.status, fieldsOf(problem)]).toMatchObject([
      422,
      expect.arrayContaining(['name']),
    ]);
  });

  it.each(['[]', 'null', '"text"', '5'])(
    'is told where the body is %s instead of a record',
    async (body) => {
      expect([400, 422]).toContain((await post(body)).status);
    },
  );

  it('is told for a text that cannot be stored', async () => {
    const problem = await post('{"name":"a\\u0000b"}');
    expect([problem.status, problem.code]).toEqual([422, 'text.not-storable']);
  });

  it.each([
    'abc',
    '1.5',
    '-1',
    '0',
    '1e3',
    '9007199254740993',
    '99999999999999999999',
    '%00',
    "1'or'1",
  ])('is told for the id %s', async (id) => {
    const problem = await problemOf(`phonebooks/${id}`, {});
    expect(problem.status).toBe(404);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'nonsense=1', 'limit=1&limit=2'])(
    'is told for the query %s',
    async (query) => {
      const problem = await problemOf(`phonebooks?${query}`, {});
      expect([problem.status, fieldsOf(problem)]).toEqual([422, [query.split('=')[0]]]);
    },
  );

  it.each(['sort=accountId', 'sort=-', 'after=nonsense', 'after=bnVsbA', 'q[]=1&sort=x'])(
    'is told for a page that cannot be: %s',
    async (query) => {
      expect((await problemOf(`phonebooks?${query}`, {})).status).toBe(422);
    },
  );

  it('is told where there is no such address, instead of showing the panel', async () => {
    for (const path of ['/api/v1/nothing', '/api/nothing', '/api', '/api/v2/phonebooks']) {
      const problem = await problemOf(path, { headers: { accept: 'text/html' } });
      expect([path, problem.status, problem.code]).toEqual([path, 404, 'route.not-found']);
    }
  });

  it('is told where an address is not a path', async () => {
    expect((await problemOf('/api/v1/phonebooks/%E0%A4%A', {})).status).toBe(400);
  });

  it.each([
    ['PATCH', 'phonebooks', 'GET, POST'],
    ['DELETE', 'phonebooks', 'GET, POST'],
    ['POST', 'phonebooks/1', 'DELETE, GET, PUT'],
  ])('is told where %s %s is not possible, with what is', async (method, path, allowed) => {
    const response = await api.owner.fetch(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')?.split(', ').sort().join(', ')).toContain(allowed);
    expect(await response.json()).toMatchObject({ code: 'route.method-not-allowed' });
  });

  it('never shows what happened inside', async () => {
    await api.database.query('alter table phonebook rename to elsewhere');
    try {
      const problem = await problemOf('phonebooks', {});
      expect([problem.status, problem.code]).toEqual([500, 'internal']);
      expect(JSON.stringify(problem)).not.toMatch(/phonebook"|relation|select|\.ts/);
    } finally {
      await api.database.query('alter table elsewhere rename to phonebook');
    }
  });

  it('is survived where the client goes away in the middle', async () => {
    const { port } = new URL(api.url);
    await new Promise<void>((gone) => {
      const cut = request({
        port,
        path: '/api/v1/phonebooks',
        method: 'POST',
        headers: { 'content-length': 100, 'content-type': 'application/json' },
      });
      cut.on('error', () => gone());
      cut.write('{"name"');
      cut.on('socket', (socket) => socket.on('connect', () => cut.destroy(new Error('gone'))));
    });
    expect((await api.owner.get('phonebooks')).status).toBe(200);
  });
});

describe('too many requests', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(), environment: { RATE_LIMIT_PER_MINUTE: '20' } });
  });
  afterAll(() => api.close());

  it('are counted for each person, announced, and refused with the time to wait', async () => {
    const first = await api.manager.get('me');
    expect(first.headers.get('x-ratelimit-limit')).toBe('20');
    expect(Number(first.headers.get('x-ratelimit-remaining'))).toBe(19);
    let last = first;
    for (let i = 0; i < 20; i++) last = await api.manager.get('me');
    expect([last.status, last.body]).toMatchObject([429, { code: 'rate-limited' }]);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.viewer.get('me')).status).toBe(200);
  });

  it('are refused to whoever has no valid key, by address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 30; i++)
      statuses.push((await api.withKey(`bt_guess${i}`).get('me')).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
