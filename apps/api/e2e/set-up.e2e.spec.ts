import { issueSetUpLink, SetUpService } from '@belltower/auth';
import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

const FIRST_OWNER = {
  name: 'Clinic',
  defaultCountry: 'ES',
  timeZone: 'Europe/Madrid',
  userName: 'First',
  email: 'first@example.org',
  password: 'a long enough one',
};

const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';

describe('the set-up of an empty installation', () => {
  const clock = new FixedClock();
  let api: TestApi;

  beforeEach(async () => {
    api = await startApi({ clock });
    await api.database.query('delete from account');
  });
  afterEach(() => api.close());

  const issueLink = () =>
    issueSetUpLink({ get: (token: typeof SetUpService) => api.app.get(token) });
  const setUp = (token: string, input: object = {}) =>
    api.anonymous.post<{ code: string }>('setup', { ...FIRST_OWNER, token, ...input });

  it('makes an owner who is operator too, and can sign in', async () => {
    expect((await api.anonymous.get('setup')).body).toEqual({ needed: true, demoOffered: false });
    expect((await setUp(tokenOf(await issueLink()))).status).toBe(204);
    const first = await api.signIn(FIRST_OWNER.email, FIRST_OWNER.password);
    expect((await first.get('me')).body).toMatchObject({
      role: 'owner',
      operator: true,
      accountName: 'Clinic',
      timeZone: 'Europe/Madrid',
    });
    expect((await api.anonymous.get('setup')).body).toEqual({ needed: false, demoOffered: false });
  });

  it('needs the token that the start printed', async () => {
    await issueLink();
    const { status, body } = await setUp('guessed');
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'link.not-valid', errors: [{ field: 'token' }] });
  });

  it('happens once: the link dies, and no other is made', async () => {
    const token = tokenOf(await issueLink());
    await setUp(token);
    const again = await setUp(token, { email: 'second@example.org' });
    expect([again.status, again.body.code]).toEqual([409, 'set-up.done']);
    expect(await issueLink()).toBeNull();
  });

  it('happens once where two try at the same moment', async () => {
    const token = tokenOf(await issueLink());
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((name) => setUp(token, { email: `${name}@example.org` })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(await api.database.query('select count(*) from "user"')).toEqual([{ count: 1 }]);
    expect(await api.database.query('select count(*) from account')).toEqual([{ count: 1 }]);
  });

  it('ends the earlier link when a new one is made', async () => {
    const earlier = tokenOf(await issueLink());
    const later = tokenOf(await issueLink());
    expect((await setUp(earlier)).status).toBe(422);
    expect((await setUp(later)).status).toBe(204);
  });

  it('ends the link after a day', async () => {
    const token = tokenOf(await issueLink());
    clock.advance(25 * 3_600);
    expect((await setUp(token)).status).toBe(422);
  });

  it('refuses a short password by its field and keeps the link alive', async () => {
    const token = tokenOf(await issueLink());
    const short = await setUp(token, { password: 'short' });
    expect([short.status, short.body]).toMatchObject([422, { errors: [{ field: 'password' }] }]);
    expect((await setUp(token)).status).toBe(204);
  });

  it('says which field is at fault where the e-mail belongs to somebody already', async () => {
    // As the owner of the demonstration, who is no operator.
    await api.database.query(
      `with demo as (insert into account (name, default_country, time_zone, demo)
                     values ('Demo', 'US', 'UTC', true) returning id)
       insert into "user" (account_id, name, email, role) select id, 'Demo', $1, 'owner' from demo`,
      [FIRST_OWNER.email.toUpperCase()],
    );
    const token = tokenOf(await issueLink());
    const { status, body } = await setUp(token);
    expect([status, body]).toMatchObject([409, { errors: [{ field: 'email' }] }]);
    expect((await setUp(token, { email: 'other@example.org' })).status).toBe(204);
  });
});
