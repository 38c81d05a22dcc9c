import type { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

interface Account {
  id: number;
  status: string;
  code?: string;
  errors?: { field: string }[];
}

const NEW_ACCOUNT = { name: 'New customer', defaultCountry: 'ES', timeZone: 'Europe/Madrid' };

describe('an operator', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const actions = async (who: Client) =>
    (await who.get<{ items: { action: string; userName: string }[] }>('audit')).body.items.map(
      ({ action, userName }) => `${userName}: ${action}`,
    );

  it('makes an account, with limits, and its first owner', async () => {
    const input = { ...NEW_ACCOUNT, maxContacts: 1_000, maxCampaigns: 0 };
    const { status, body } = await api.operator.post<Account>('platform/accounts', input);
    expect([status, body]).toMatchObject([
      201,
      { maxContacts: 1_000, maxCampaigns: 0, maxChannels: null },
    ]);
    const users = `platform/accounts/${body.id}/users`;
    const owner = {
      name: 'Ana',
      email: 'ana@example.org',
      role: 'owner',
      password: 'a long enough one',
    };
    expect((await api.operator.post(users, owner)).status).toBe(201);
    const ana = await api.signIn('ana@example.org', 'a long enough one');
    expect((await ana.get('me')).body).toMatchObject({
      accountName: 'New customer',
      operator: false,
    });
    const usage = (await ana.get('account/usage')).body;
    expect(usage).toContainEqual(expect.objectContaining({ limit: 'maxContacts', allowed: 1_000 }));
    expect(usage).toContainEqual(expect.objectContaining({ limit: 'maxChannels', allowed: null }));
  });

  it('lets nobody set limits of their own account', async () => {
    const input = { ...NEW_ACCOUNT, maxContacts: 5 };
    const { status, body } = await api.owner.put<Account>('account', input);
    expect([status, body.errors]).toMatchObject([422, [{ field: 'maxContacts' }]]);
  });

  it('suspends an account, which is refused everywhere until it may again', async () => {
    const { body } = await api.stranger.post<{ token: string }>('api-keys', {
      name: 'Key',
      role: 'owner',
    });
    const program = api.withKey(body.token);
    const path = `platform/accounts/${api.strangerAccountId}`;
    expect((await api.operator.post(`${path}/suspend`)).body).toMatchObject({
      status: 'suspended',
    });
    for (const who of [api.stranger, program]) {
      const refused = await who.get<Account>('me');
      expect([refused.status, refused.body.code]).toEqual([403, 'account.suspended']);
      expect((await who.post('phonebooks', { name: 'No' })).status).toBe(403);
      expect((await who.get('/api/v1/events')).status).toBe(403);
    }
    await expect(api.signIn('stranger@example.org')).rejects.toThrow('account.suspended');
    await api.operator.post(`${path}/resume`);
    expect((await api.stranger.get('me')).status).toBe(200);
    expect((await program.get('me')).status).toBe(200);
  });

  it('does not tell a guesser that an account is suspended', async () => {
    await api.operator.post(`platform/accounts/${api.strangerAccountId}/suspend`);
    const { status } = await api.anonymous.post('sessions', {
      email: 'stranger@example.org',
      password: 'x',
    });
    expect(status).toBe(401);
  });

  it('cannot suspend or remove the own account, nor remove one that is active', async () => {
    const own = `platform/accounts/${api.accountId}`;
    expect((await api.operator.post<Account>(`${own}/suspend`)).body.code).toBe('account.own');
    expect((await api.operator.delete<Account>(own)).body.code).toBe('account.own');
    const theirs = `platform/accounts/${api.strangerAccountId}`;
    expect((await api.operator.delete<Account>(theirs)).body.code).toBe('account.active');
  });

  it('removes a suspended account with everything in it', async () => {
    await api.stranger.post('phonebooks', { name: 'Theirs' });
    const path = `platform/accounts/${api.strangerAccountId}`;
    await api.operator.post(`${path}/suspend`);
    expect((await api.operator.delete(path)).status).toBe(204);
    expect((await api.operator.get(path)).status).toBe(404);
    expect((await api.stranger.get('me')).status).toBe(401);
    for (const table of ['"user"', 'phonebook', 'audit', 'session', 'api_key']) {
      const left = await api.database.query(`select * from ${table} where account_id = $1`, [
        api.strangerAccountId,
      ]);
      expect(left).toEqual([]);
    }
    expect(await actions(api.operator)).toContain('Operator: account.removed');
  });

  it('signs in as an account: as its owner, in the own name, recorded there', async () => {
    const path = `platform/accounts/${api.strangerAccountId}/sign-in-as`;
    expect((await api.operator.post(path)).body).toMatchObject({
      name: 'Operator',
      accountName: 'Campaign office',
      role: 'owner',
      acting: true,
      operator: false,
    });
    expect((await api.operator.post('phonebooks', { name: 'Made for them' })).status).toBe(201);
    expect((await api.operator.get('platform/accounts')).status).toBe(403);
    const back = await api.operator.delete('sessions/acting');
    expect(back.body).toMatchObject({ accountName: 'Clinic', operator: true, acting: false });
    const { body } = await api.stranger.get<{ items: { name: string }[] }>('phonebooks');
    expect(body.items).toMatchObject([{ name: 'Made for them' }]);
    const seen = await actions(api.stranger);
    expect(seen).toEqual(
      expect.arrayContaining(['Operator: account.signed-in-as', 'Operator: account.left']),
    );
  });

  it('who is one no more is out of the account at once', async () => {
    await api.operator.post(`platform/accounts/${api.strangerAccountId}/sign-in-as`);
    await api.database.query(
      `update "user" set operator = false where email = 'operator@example.org'`,
    );
    expect((await api.operator.get('me')).status).toBe(401);
  });

  it('whose own account is suspended acts for no other', async () => {
    await api.operator.post(`platform/accounts/${api.strangerAccountId}/sign-in-as`);
    await api.database.query(`update account set status = 'suspended' where id = $1`, [
      api.accountId,
    ]);
    expect((await api.operator.get<Account>('me')).body.code).toBe('account.suspended');
  });

  it('who does not act for an account cannot leave one', async () => {
    const { status, body } = await api.operator.delete<Account>('sessions/acting');
    expect([status, body.code]).toEqual([409, 'sign-in-as.not-acting']);
  });

  it('makes others operators and takes it back, but is never the last to go', async () => {
    const users = `platform/accounts/${api.accountId}/users`;
    const { items } = (await api.operator.get<{ items: { id: number; email: string }[] }>(users))
      .body;
    const idOf = (email: string) => items.find((user) => user.email === email)!.id;
    const [manager, self] = [idOf('manager@example.org'), idOf('operator@example.org')];

    const last = await api.operator.post<Account>(`${users}/${self}/dismiss-operator`);
    expect([last.status, last.body.code]).toEqual([409, 'operator.last']);
    expect((await api.owner.post(`${users}/${manager}/appoint-operator`)).status).toBe(403);

    const appointed = await api.operator.post(`${users}/${manager}/appoint-operator`);
    expect(appointed).toMatchObject({ status: 200, body: { operator: true } });
    expect((await api.manager.get('me')).status).toBe(401);
    const second = await api.signIn('manager@example.org');
    expect((await second.get('me')).body).toMatchObject({ role: 'manager', operator: true });

    const dismissed = await second.post(`${users}/${self}/dismiss-operator`);
    expect(dismissed).toMatchObject({ status: 200, body: { operator: false } });
    expect((await api.operator.get('me')).status).toBe(401);
    expect(await actions(api.owner)).toEqual(
      expect.arrayContaining([
        'Operator: user.operator-appointed',
        'Manager: user.operator-dismissed',
      ]),
    );
  });

  it('makes nobody of the demonstration an operator, as it goes with its users', async () => {
    await api.database.query('update account set demo = true where id = $1', [
      api.strangerAccountId,
    ]);
    const users = `platform/accounts/${api.strangerAccountId}/users`;
    const { items } = (await api.operator.get<{ items: { id: number }[] }>(users)).body;
    const refused = await api.operator.post<Account>(`${users}/${items[0]!.id}/appoint-operator`);
    expect([refused.status, refused.body.code]).toEqual([409, 'operator.demo']);
  });

  it('sees the state of the installation', async () => {
    const { status, body } = await api.operator.get('platform/system');
    expect([status, body]).toMatchObject([
      200,
      { accounts: 2, callsNow: 0, mail: false, dialers: [] },
    ]);
    expect((await api.owner.get('platform/system')).status).toBe(403);
  });

  it('is nobody but an operator', async () => {
    for (const who of [api.owner, api.manager, api.viewer, api.stranger]) {
      expect((await who.get('platform/accounts')).status).toBe(403);
      expect((await who.post('platform/accounts', NEW_ACCOUNT)).status).toBe(403);
      const path = `platform/accounts/${api.strangerAccountId}/sign-in-as`;
      expect((await who.post(path)).status).toBe(403);
    }
  });
});
