import { startApi, TEST_PASSWORD, TestApi } from '../testing/start-api';

interface Refusal {
  code: string;
  errors?: { field: string }[];
}

describe('users', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const idOf = async (name: string) => {
    const [row] = await api.database.query<[{ id: number }]>(
      `select id from "user" where email = $1 || '@example.org'`,
      [name],
    );
    return row.id;
  };
  const person = (name: string, role: string, more: object = {}) => ({
    name,
    email: `${name}@example.org`,
    role,
    ...more,
  });

  it('are added by an owner with a role that holds at once', async () => {
    const input = person('newcomer', 'viewer', { password: TEST_PASSWORD });
    const { status, body } = await api.owner.post('users', input);
    expect([status, body]).toMatchObject([201, { email: 'newcomer@example.org', operator: false }]);
    expect(JSON.stringify(body)).not.toMatch(/hash|argon/i);
    const newcomer = await api.signIn('newcomer@example.org');
    expect((await newcomer.get('phonebooks')).status).toBe(200);
    expect((await newcomer.post('phonebooks', { name: 'Mine' })).status).toBe(403);
  });

  it('have passwords hashed by argon2id', async () => {
    const rows = await api.database.query<{ password_hash: string }[]>('select * from "user"');
    for (const row of rows)
      expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each(['operator', 'account_id', 'id', 'password_hash'])(
    'cannot be given %s by whoever writes them',
    async (property) => {
      const input = person('newcomer', 'viewer', { [property]: 1 });
      const { status, body } = await api.owner.post<Refusal>('users', input);
      expect([status, body.errors]).toMatchObject([422, [{ field: property }]]);
    },
  );

  it('have an e-mail that nobody else has, in any account and any case', async () => {
    for (const email of ['VIEWER@example.org', 'stranger@example.org']) {
      const { status, body } = await api.owner.post<Refusal>(
        'users',
        person('new', 'viewer', { email }),
      );
      expect([status, body.code, body.errors]).toMatchObject([
        409,
        'user.email-taken',
        [{ field: 'email' }],
      ]);
    }
  });

  it('lose every session with a new role', async () => {
    const path = `users/${await idOf('manager')}`;
    expect((await api.owner.put(path, person('manager', 'viewer'))).status).toBe(200);
    expect((await api.manager.get('me')).status).toBe(401);
    expect((await (await api.signIn('manager@example.org')).get('me')).body).toMatchObject({
      role: 'viewer',
    });
  });

  it('keep their sessions with a new name', async () => {
    const path = `users/${await idOf('manager')}`;
    await api.owner.put(path, { ...person('manager', 'manager'), name: 'Renamed' });
    expect((await api.manager.get('me')).body).toMatchObject({ name: 'Renamed' });
  });

  it('lose every session with a password that somebody else sets', async () => {
    const path = `users/${await idOf('manager')}`;
    await api.owner.put(path, person('manager', 'manager', { password: 'set by the owner' }));
    expect((await api.manager.get('me')).status).toBe(401);
    expect(await api.signIn('manager@example.org', 'set by the owner')).toBeDefined();
  });

  it('are signed out when removed', async () => {
    expect((await api.owner.delete(`users/${await idOf('manager')}`)).status).toBe(204);
    expect((await api.manager.get('me')).status).toBe(401);
  });

  it('always keep an owner among them', async () => {
    // The operator is an owner too; with them gone the other is the last.
    await api.database.query(
      `update "user" set role = 'viewer' where email = 'operator@example.org'`,
    );
    const last = await idOf('owner');
    const demoted = await api.owner.put<Refusal>(`users/${last}`, person('owner', 'manager'));
    expect([demoted.status, demoted.body.code]).toEqual([409, 'user.last-owner']);
    const removed = await api.operator.delete<Refusal>(
      `platform/accounts/${api.accountId}/users/${last}`,
    );
    expect([removed.status, removed.body.code]).toEqual([409, 'user.last-owner']);
  });

  it('always keep an owner among them, where two remove each other at once', async () => {
    await api.database.query(
      `update "user" set role = 'viewer' where email = 'operator@example.org'`,
    );
    await api.database.query(
      `update "user" set role = 'owner' where email = 'manager@example.org'`,
    );
    const [owner, manager] = [await idOf('owner'), await idOf('manager')];
    await Promise.all([api.owner.delete(`users/${manager}`), api.manager.delete(`users/${owner}`)]);
    const [{ owners }] = await api.database.query<[{ owners: number }]>(
      `select count(*) owners from "user" where account_id = $1 and role = 'owner'`,
      [api.accountId],
    );
    expect(owners).toBe(1);
  });

  it('cannot remove themselves', async () => {
    const { status, body } = await api.owner.delete<Refusal>(`users/${await idOf('owner')}`);
    expect([status, body.code]).toEqual([409, 'user.self']);
  });

  it('who are operators are changed by operators only', async () => {
    const id = await idOf('operator');
    const change = await api.owner.put<Refusal>(
      `users/${id}`,
      person('operator', 'owner', { password: 'taken over!' }),
    );
    expect([change.status, change.body.code]).toEqual([403, 'user.operator']);
    expect((await api.owner.post(`users/${id}/reset-link`)).status).toBe(403);
    expect((await api.owner.delete(`users/${id}`)).status).toBe(403);
  });

  it('are found by a part of their name or e-mail, with no wildcards of theirs', async () => {
    const found = async (q: string) =>
      (
        await api.owner.get<{ items: { name: string }[] }>(`users?q=${encodeURIComponent(q)}`)
      ).body.items.map(({ name }) => name);
    expect(await found('iewe')).toEqual(['Viewer']);
    expect(await found('STRANGER')).toEqual([]);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).toEqual([]);
  });

  it('are listed a page at a time', async () => {
    const names: string[] = [];
    for (let after = ''; ;) {
      const { body } = await api.owner.get<{ items: { name: string }[]; next: string | null }>(
        `users?limit=1${after && `&after=${after}`}`,
      );
      names.push(...body.items.map(({ name }) => name));
      if (!body.next) break;
      after = body.next;
    }
    expect(names).toEqual(['Manager', 'Operator', 'Owner', 'Viewer']);
  });
});
