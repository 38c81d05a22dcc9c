import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

interface Key {
  id: number;
  prefix: string;
  token: string;
  code?: string;
}

describe('an API key', () => {
  const clock = new FixedClock();
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ clock });
  });
  afterAll(() => api.close());

  const make = async (input: object = {}, by = api.owner) =>
    by.post<Key>('api-keys', { name: 'Website', role: 'manager', ...input });
  const statusWith = async (token: string) => (await api.withKey(token).get('phonebooks')).status;

  it('speaks for its account with its own role', async () => {
    const program = api.withKey((await make()).body.token);
    expect((await program.get('me')).body).toMatchObject({
      name: 'Website',
      role: 'manager',
      operator: false,
    });
    expect((await program.post('phonebooks', { name: 'By key' })).status).toBe(201);
    expect((await program.get('users')).status).toBe(403);
    const reader = api.withKey((await make({ role: 'viewer' })).body.token);
    expect((await reader.get('phonebooks')).status).toBe(200);
    expect((await reader.post('phonebooks', { name: 'No' })).status).toBe(403);
  });

  it('is shown once, and known by a hash only', async () => {
    const { token, id, prefix } = (await make()).body;
    expect(token).toMatch(/^bt_[\w-]{43}$/);
    expect(token.startsWith(prefix)).toBe(true);
    const { body } = await api.owner.get<{ items: Key[] }>('api-keys');
    expect(body.items.find((key) => key.id === id)).toMatchObject({ prefix });
    expect(JSON.stringify(body)).not.toContain(token);
    expect(JSON.stringify(await api.database.query('select * from api_key'))).not.toContain(token);
    expect(JSON.stringify(await api.database.query('select * from audit'))).not.toContain(token);
  });

  it('is made by owners only', async () => {
    expect((await make({}, api.manager)).status).toBe(403);
    expect((await make({}, api.viewer)).status).toBe(403);
  });

  it('dies at once when it is revoked', async () => {
    const { id, token } = (await make()).body;
    expect(await statusWith(token)).toBe(200);
    expect((await api.owner.delete(`api-keys/${id}`)).status).toBe(204);
    expect(await statusWith(token)).toBe(401);
    expect((await api.owner.delete(`api-keys/${id}`)).status).toBe(404);
  });

  it('dies at its time', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const { token } = (await make({ expiresAt })).body;
    expect(await statusWith(token)).toBe(200);
    clock.advance(60);
    expect(await statusWith(token)).toBe(401);
  });

  it('that has expired already is not made', async () => {
    const { status, body } = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    expect([status, body]).toMatchObject([422, { errors: [{ field: 'expiresAt' }] }]);
  });

  it('cannot be one of an operator unless an operator makes it', async () => {
    expect((await make({ operator: true })).body.code).toBe('api-key.operator');
    const { token } = (await make({ operator: true }, api.operator)).body;
    expect((await api.withKey(token).get('platform/accounts')).status).toBe(200);
    const plain = (await make({}, api.operator)).body.token;
    expect((await api.withKey(plain).get('platform/accounts')).status).toBe(403);
  });

  it.each(['bt_wrong', 'nonsense', 'bt_'])(
    'that is wrong (%s) is refused, cookie or not',
    async (token) => {
      expect(await statusWith(token)).toBe(401);
      const response = await api.owner.fetch('me', {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(401);
    },
  );

  it('cannot change a password or act for an account', async () => {
    const { token } = (await make({ operator: true, role: 'owner' }, api.operator)).body;
    const program = api.withKey(token);
    const password = { current: 'correct horse battery', password: 'another long one' };
    expect((await program.put('me/password', password)).status).toBe(403);
    const { status, body } = await program.post<Key>(
      `platform/accounts/${api.strangerAccountId}/sign-in-as`,
    );
    expect([status, body.code]).toEqual([403, 'sign-in-as.session']);
  });

  it('says when it was last used, to the minute', async () => {
    const { id, token } = (await make()).body;
    await statusWith(token);
    const { body } = await api.owner.get<{ items: { id: number; lastUsedAt: string }[] }>(
      'api-keys',
    );
    expect(body.items.find((key) => key.id === id)?.lastUsedAt).toBe(clock.now().toISOString());
  });
});
