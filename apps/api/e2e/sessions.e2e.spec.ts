import { FixedClock } from '@belltower/testing';
import { Client } from '../testing/client';
import { startApi, TEST_PASSWORD, TestApi } from '../testing/start-api';

const DAY = 24 * 3_600;
/** A hundred passwords are checked as slowly as Argon2 is meant to. */
const SLOW_MS = 60_000;

describe('a session', () => {
  const clock = new FixedClock();
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ clock });
  });
  afterAll(() => api.close());

  const signInAs = (email: string, password = TEST_PASSWORD) =>
    new Client(api.url).post<{ code: string }>('sessions', { email, password });
  const statusOf = async (client: Client) => (await client.get('me')).status;

  it('begins with the right password, whatever the case of the e-mail', async () => {
    const { status, body } = await signInAs('Owner@Example.org');
    expect([status, body]).toMatchObject([201, { name: 'Owner', accountName: 'Clinic' }]);
  });

  it.each([
    ['a wrong password', 'owner@example.org'],
    ['an unknown e-mail', 'nobody@example.org'],
  ])('does not begin with %s, and does not tell which was wrong', async (_, email) => {
    const { status, body } = await signInAs(email, 'not the password');
    expect([status, body.code]).toEqual([401, 'sign-in.wrong']);
  });

  it('does not begin for somebody who was invited and has no password yet', async () => {
    await api.owner.post('users', { name: 'New', email: 'new@example.org', role: 'viewer' });
    expect((await signInAs('new@example.org', 'whatever it is')).status).toBe(401);
  });

  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const { headers } = await signInAs('owner@example.org');
    const [session, csrf] = headers.getSetCookie();
    expect(session).toMatch(/^belltower_session=.*HttpOnly.*SameSite=Lax/);
    expect(session).not.toMatch(/Secure/);
    // The panel's scripts read this one to echo it.
    expect(csrf).toMatch(/^belltower_csrf=.*SameSite=Lax/);
    expect(csrf).not.toMatch(/HttpOnly/);
  });

  it('is known to the database by a hash only', async () => {
    const token = api.owner.cookie('belltower_session') ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await api.database.query('select * from session');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('ends with signing out, and only that one', async () => {
    const [here, there] = [
      await api.signIn('manager@example.org'),
      await api.signIn('manager@example.org'),
    ];
    const cookies = here.cookie('belltower_session');
    expect((await here.delete('sessions/current')).status).toBe(204);
    expect(here.cookie('belltower_session')).toBeUndefined();
    const kept = await here.fetch('me', { headers: { cookie: `belltower_session=${cookies}` } });
    expect(kept.status).toBe(401);
    expect(await statusOf(there)).toBe(200);
  });

  it('ends on every device with signing out everywhere', async () => {
    const [here, there] = [
      await api.signIn('manager@example.org'),
      await api.signIn('manager@example.org'),
    ];
    expect((await here.delete('sessions')).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([401, 401]);
  });

  it('ends everywhere when its person changes the password, which the old one is needed for', async () => {
    const [here, there] = [
      await api.signIn('viewer@example.org'),
      await api.signIn('viewer@example.org'),
    ];
    const change = (current: string) =>
      here.put<{ errors: object[] }>('me/password', { current, password: 'another long one' });
    const wrong = await change('not the password');
    expect([wrong.status, wrong.body]).toMatchObject([422, { errors: [{ field: 'current' }] }]);
    expect(await statusOf(there)).toBe(200);
    expect((await change(TEST_PASSWORD)).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([401, 401]);
    expect((await signInAs('viewer@example.org')).status).toBe(401);
    expect((await signInAs('viewer@example.org', 'another long one')).status).toBe(201);
  });

  it('ends when it is not used for a week, and after a month however busy', async () => {
    const [idle, busy] = [
      await api.signIn('owner@example.org'),
      await api.signIn('owner@example.org'),
    ];
    for (let day = 1; day <= 29; day++) {
      clock.advance(DAY);
      expect([day, await statusOf(busy)]).toEqual([day, 200]);
      if (day === 8) expect(await statusOf(idle)).toBe(401);
    }
    clock.advance(DAY + 60);
    expect(await statusOf(busy)).toBe(401);
  });
});

describe('a request of a signed-in browser', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const write = (headers: Record<string, string>) =>
    api.owner.fetch('phonebooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: JSON.stringify(headers) }),
    });

  it('changes something where it proves to come from the panel', async () => {
    expect((await write({})).status).toBe(201);
  });

  it.each([
    ['no token', ''],
    ['a wrong token', 'guessed'],
  ])('is refused with %s', async (_, token) => {
    const response = await write({ 'x-csrf-token': token });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'csrf' });
  });

  it('is refused with the token of another session', async () => {
    const other = (await api.signIn('owner@example.org')).cookie('belltower_csrf') ?? '';
    expect((await write({ 'x-csrf-token': other })).status).toBe(403);
  });

  it('is refused where the browser says that another site sent it', async () => {
    expect((await write({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('reads without a token', async () => {
    const response = await api.owner.fetch('phonebooks', { headers: { 'x-csrf-token': 'wrong' } });
    expect(response.status).toBe(200);
  });

  it('cannot be made by a form of another site, which cannot send JSON', async () => {
    const response = await fetch(`${api.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ email: 'owner@example.org', password: TEST_PASSWORD }),
    });
    expect(response.status).toBe(415);
  });

  it('is told to nobody of another origin', async () => {
    const response = await api.owner.fetch('me', { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${api.url}/api/v1/phonebooks`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('guessing a password', () => {
  const clock = new FixedClock();
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi({ clock, environment: { TRUSTED_PROXIES: '1' } });
  });
  afterEach(() => api.close());

  const guess = (email: string, password: string, from = '198.51.100.1') =>
    new Client(api.url)
      .fetch('sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
        body: JSON.stringify({ email, password }),
      })
      .then(async (response) => ({
        status: response.status,
        retryAfter: Number(response.headers.get('retry-after')),
        body: (await response.json()) as { code: string },
      }));

  it('is slowed down after ten tries, the right one too, and says how long', async () => {
    for (let i = 0; i < 10; i++) {
      expect((await guess('owner@example.org', `guess ${i}`)).status).toBe(401);
    }
    const { status, retryAfter, body } = await guess('owner@example.org', TEST_PASSWORD);
    expect([status, body.code]).toEqual([429, 'throttled']);
    expect(retryAfter).toBeGreaterThan(0);
    clock.advance(retryAfter);
    expect((await guess('owner@example.org', TEST_PASSWORD)).status).toBe(201);
  });

  it('does not lock its victim out, who comes from elsewhere', async () => {
    for (let i = 0; i < 12; i++) await guess('owner@example.org', `guess ${i}`);
    const { status } = await guess('owner@example.org', TEST_PASSWORD, '203.0.113.7');
    expect(status).toBe(201);
  });

  it(
    'is slowed down for a whole address, whomever it tries',
    async () => {
      for (let i = 0; i < 50; i++) await guess(`somebody${i}@example.org`, 'a guess');
      expect((await guess('other@example.org', 'a guess')).status).toBe(429);
      expect((await guess('other@example.org', 'a guess', '203.0.113.7')).status).toBe(401);
    },
    SLOW_MS,
  );

  it(
    'is slowed down for one e-mail, wherever it comes from',
    async () => {
      for (let i = 0; i < 100; i++) await guess('owner@example.org', 'a guess', `198.51.100.${i}`);
      expect((await guess('owner@example.org', 'a guess', '203.0.113.7')).status).toBe(429);
    },
    SLOW_MS,
  );

  it('counts many guesses at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => guess('manager@example.org', `guess ${i}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it('starts again after a good sign-in', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await guess('owner@example.org', 'a guess');
      expect((await guess('owner@example.org', TEST_PASSWORD)).status).toBe(201);
    }
  });
});
