import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

interface Page {
  items: { action: string; userName: string; at: string; detail: object }[];
  next: string | null;
}

describe('the record of who changed what', () => {
  const clock = new FixedClock(new Date('2026-03-02T10:00:00Z'));
  let api: TestApi;
  let userId: number;

  beforeAll(async () => {
    api = await startApi({ clock });
    const input = {
      name: 'New',
      email: 'new@example.org',
      role: 'viewer',
      password: 'a long enough one',
    };
    userId = (await api.owner.post<{ id: number }>('users', input)).body.id;
    clock.advance(3_600);
    await api.operator.put(`users/${userId}`, { ...input, role: 'manager', password: undefined });
    clock.advance(3_600);
    const { body } = await api.owner.post<{ token: string }>('api-keys', {
      name: 'Robot',
      role: 'owner',
    });
    await api.withKey(body.token).delete(`users/${userId}`);
  });
  afterAll(() => api.close());

  const ask = async (query = '') => (await api.owner.get<Page>(`audit${query}`)).body;
  const actionsOf = async (query = '') => (await ask(query)).items.map(({ action }) => action);

  it('has the newest first, with the name of the person or the key', async () => {
    const { items } = await ask();
    expect(items.map(({ userName, action }) => `${userName}: ${action}`)).toEqual([
      'Robot: user.removed',
      'Owner: api-key.created',
      'Operator: user.changed',
      'Owner: user.created',
    ]);
    expect(items[2]).toMatchObject({ at: '2026-03-02T11:00:00.000Z', detail: { role: 'manager' } });
  });

  it('never holds a password or a key', async () => {
    expect(JSON.stringify(await ask())).not.toMatch(/long enough|bt_|argon/);
  });

  it('is filtered by person, deed, kind of record, record and time', async () => {
    expect(await actionsOf('?who=robo')).toEqual(['user.removed']);
    expect(await actionsOf('?what=user.changed')).toEqual(['user.changed']);
    expect(await actionsOf('?what=User%20CHANGED')).toEqual(['user.changed']);
    expect(await actionsOf('?what=api-key')).toEqual(['api-key.created']);
    expect(await actionsOf(`?what=user&record=${userId}`)).toEqual([
      'user.removed',
      'user.changed',
      'user.created',
    ]);
    expect(await actionsOf('?from=2026-03-02T10:30:00Z&until=2026-03-02T11:30:00Z')).toEqual([
      'user.changed',
    ]);
  });

  it('is read a page at a time, in either order', async () => {
    for (const sort of ['at', '-at']) {
      const read: string[] = [];
      for (let query: string | null = `?limit=1&sort=${sort}`; query;) {
        const page: Page = await ask(query);
        read.push(...page.items.map(({ action }) => action));
        query = page.next && `?limit=1&sort=${sort}&after=${page.next}`;
      }
      expect(read).toEqual(await actionsOf(`?sort=${sort}`));
      expect(read).toHaveLength(4);
    }
  });

  it('is for owners, of their own account', async () => {
    expect((await api.manager.get('audit')).status).toBe(403);
    expect((await api.stranger.get<Page>('audit')).body.items).toEqual([]);
  });

  it('cannot be changed through the API', async () => {
    expect((await api.owner.delete('audit/1')).status).toBe(404);
  });
});
