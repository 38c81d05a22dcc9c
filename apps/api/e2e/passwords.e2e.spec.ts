import { FixedClock } from '@belltower/testing';
import { MailBox } from '../testing/mail-box';
import { startApi, TestApi } from '../testing/start-api';

const tokenIn = (text: string) => /[?&]token=([\w-]+)/.exec(text)?.[1] ?? '';

describe('a forgotten password', () => {
  const clock = new FixedClock();
  let mail: MailBox;
  let api: TestApi;

  beforeEach(async () => {
    mail = new MailBox();
    const environment = { SMTP_URL: await mail.open(), PUBLIC_URL: 'https://calls.example.org' };
    api = await startApi({ clock, environment });
  });
  afterEach(async () => {
    await api.close();
    await mail.close();
  });

  const forget = (email: string) => api.anonymous.post('password/forgotten', { email });
  const reset = (token: string, password = 'a brand new one') =>
    api.anonymous.post<{ code: string }>('password/reset', { token, password });
  const letterTo = async (email: string) => {
    const arrived = mail.next();
    await forget(email);
    return arrived;
  };

  it('is replaced with a mailed link, which ends every session', async () => {
    const letter = await letterTo('OWNER@example.org');
    expect(letter.to).toBe('owner@example.org');
    expect(letter.text).toContain('https://calls.example.org/reset-password?token=');
    expect((await reset(tokenIn(letter.text))).status).toBe(204);
    expect((await api.owner.get('me')).status).toBe(401);
    await expect(api.signIn('owner@example.org')).rejects.toThrow('sign-in.wrong');
    expect(await api.signIn('owner@example.org', 'a brand new one')).toBeDefined();
  });

  it('leaves the same answer where nobody has that address', async () => {
    const arrived = mail.next();
    const [known, unknown] = [await forget('owner@example.org'), await forget('no@example.org')];
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await arrived;
    // The next letter is the next known person's: none was written to the unknown one.
    expect((await letterTo('viewer@example.org')).to).toBe('viewer@example.org');
    expect(mail.letters.map(({ to }) => to)).not.toContain('no@example.org');
  });

  it('has a link that works once', async () => {
    const token = tokenIn((await letterTo('owner@example.org')).text);
    const answers = await Promise.all([reset(token), reset(token), reset(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422]);
    expect((await reset(token)).body.code).toBe('link.not-valid');
  });

  it('has a link that works for an hour', async () => {
    const token = tokenIn((await letterTo('owner@example.org')).text);
    clock.advance(3_601);
    expect((await reset(token)).status).toBe(422);
  });

  it('has one link at a time', async () => {
    const earlier = tokenIn((await letterTo('owner@example.org')).text);
    const later = tokenIn((await letterTo('owner@example.org')).text);
    expect((await reset(earlier)).status).toBe(422);
    expect((await reset(later)).status).toBe(204);
  });

  it('keeps the link alive where the new password is too short', async () => {
    const token = tokenIn((await letterTo('owner@example.org')).text);
    const short = await reset(token, 'short');
    expect([short.status, short.body]).toMatchObject([422, { errors: [{ field: 'password' }] }]);
    expect((await reset(token)).status).toBe(204);
  });

  it('sends no more than five letters an hour, whether or not the address is known', async () => {
    for (const email of ['owner@example.org', 'no@example.org']) {
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push((await forget(email)).status);
      expect(statuses).toEqual([204, 204, 204, 204, 204, 429]);
    }
  });

  it('never shows its link in the database', async () => {
    const token = tokenIn((await letterTo('owner@example.org')).text);
    const rows = await api.database.query('select * from one_time_token');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('an invitation', () => {
  let mail: MailBox;
  let api: TestApi;
  beforeAll(async () => {
    mail = new MailBox();
    api = await startApi({ environment: { SMTP_URL: await mail.open() } });
  });
  afterAll(async () => {
    await api.close();
    await mail.close();
  });

  it('is mailed to a colleague who is given no password, who then chooses one', async () => {
    const arrived = mail.next();
    const colleague = { name: 'New', email: 'new@example.org', role: 'manager' };
    expect((await api.owner.post('users', colleague)).status).toBe(201);
    const { to, text } = await arrived;
    expect(to).toBe('new@example.org');
    const input = { token: tokenIn(text), password: 'chosen by myself' };
    expect((await api.anonymous.post('password/reset', input)).status).toBe(204);
    const newcomer = await api.signIn('new@example.org', 'chosen by myself');
    expect((await newcomer.get('me')).body).toMatchObject({
      role: 'manager',
      accountName: 'Clinic',
    });
  });

  it('does not undo the colleague where the letter cannot be sent', async () => {
    const other = await startApi({ environment: { SMTP_URL: 'smtp://127.0.0.1:1' } });
    try {
      const colleague = { name: 'New', email: 'new@example.org', role: 'manager' };
      expect((await other.owner.post('users', colleague)).status).toBe(201);
    } finally {
      await other.close();
    }
  });
});

describe('without a mail server', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('a forgotten password is answered the same', async () => {
    const { status } = await api.anonymous.post('password/forgotten', {
      email: 'owner@example.org',
    });
    expect(status).toBe(204);
    expect(await api.database.query('select * from one_time_token')).toEqual([]);
  });

  it.each([
    ['an owner', 'owner', (id: number) => `users/${id}/reset-link`],
    [
      'an operator',
      'operator',
      (id: number) => `platform/accounts/${api.accountId}/users/${id}/reset-link`,
    ],
  ] as const)('%s hands over a link instead', async (_, who, path) => {
    const [{ id }] = await api.database.query<[{ id: number }]>(
      `select id from "user" where email = 'viewer@example.org'`,
    );
    const { status, body } = await api[who].post<{ link: string }>(path(id));
    expect(status).toBe(201);
    const password = `given by ${who}`;
    const input = { token: tokenIn(body.link), password };
    expect((await api.anonymous.post('password/reset', input)).status).toBe(204);
    expect(await api.signIn('viewer@example.org', password)).toBeDefined();
  });
});
