import {
  Affected,
  NumberCheckView,
  Page,
  PlatformListView,
  PlatformNumberView,
  SuppressionManyView,
} from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

describe('do-not-call lists of the platform', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const givenList = async (name: string) =>
    (await api.operator.post<PlatformListView>('platform/suppression-lists', { name })).body.id;

  it('are the operators’ alone', async () => {
    const listId = await givenList('Regulator');
    for (const client of [api.owner, api.manager, api.stranger]) {
      for (const path of [
        'platform/suppression-lists',
        `platform/suppression-lists/${listId}`,
        'platform/suppressions',
        'platform/suppressions.csv',
      ]) {
        expect((await client.get(path)).status).toBe(403);
      }
      const put = { listId, number: '+12125550131' };
      expect((await client.post('platform/suppressions', put)).status).toBe(403);
      expect((await client.delete(`platform/suppression-lists/${listId}`)).status).toBe(403);
    }
    expect((await api.anonymous.get('platform/suppressions')).status).toBe(401);
  });

  it('hold for every account, which learns no more than that', async () => {
    const listId = await givenList('Vexatious callers');
    await api.operator.post('platform/suppressions', {
      listId,
      number: '+12125550132',
      reason: 'Court order 17',
    });
    for (const client of [api.viewer, api.stranger]) {
      const { body } = await client.get<NumberCheckView>(
        `numbers/check?number=${encodeURIComponent('+12125550132')}`,
      );
      expect(body).toMatchObject({ verdict: 'refused', number: '+12125550132' });
      expect(body.rules.find(({ rule }) => rule === 'platform-lists')).toMatchObject({
        verdict: 'refused',
        because: 'It is on a do-not-call list of the platform',
      });
      expect(JSON.stringify(body)).not.toMatch(/Court|Vexatious/);
      expect(
        (await client.get<Page<unknown>>('suppressions?number=%2B12125550132')).body.items,
      ).toEqual([]);
    }
  });

  it('take several numbers at once, lose them in bulk, and count them', async () => {
    const listId = await givenList('Counted');
    const { body } = await api.operator.post<SuppressionManyView>('platform/suppressions/many', {
      listId,
      numbers: '+12125550133, 212-555-0134\n+12125550133;nobody',
      reason: 'Complaint',
    });
    expect(body).toEqual({
      added: 2,
      present: 0,
      problems: [{ text: 'nobody', problem: expect.any(String) }],
    });
    const list = async () =>
      (await api.operator.get<PlatformListView>(`platform/suppression-lists/${listId}`)).body;
    expect(await list()).toMatchObject({ numbers: 2 });
    const { body: page } = await api.operator.get<Page<PlatformNumberView>>(
      `platform/suppressions?listId=${listId}&sort=number`,
    );
    expect(page.items).toMatchObject([
      { number: '+12125550133', listName: 'Counted', source: 'paste', reason: 'Complaint' },
      { number: '+12125550134' },
    ]);
    const matching = { listId: String(listId) };
    const removed = await api.operator.post<Affected>('platform/suppressions/remove', { matching });
    expect(removed.body).toEqual({ affected: 2 });
    expect(await list()).toMatchObject({ numbers: 0 });
  });

  it('are exported with reason, source and date, and without formulas', async () => {
    const listId = await givenList('=Exported');
    await api.operator.post('platform/suppressions', {
      listId,
      number: '+12125550135',
      reason: '=HYPERLINK("x")',
    });
    const response = await api.operator.fetch(`platform/suppressions.csv?listId=${listId}`);
    const lines = (await response.text()).replace('\ufeff', '').trim().split('\r\n');
    expect(lines[0]).toBe('Number,Reason,List name,Source,Since (Europe/Madrid)');
    expect(lines[1]).toMatch(
      /^\+12125550135,"'=HYPERLINK\(""x""\)","'=Exported",form,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
    );
    expect(lines).toHaveLength(2);
  });

  it('are emptied and deleted with what is on them', async () => {
    const listId = await givenList('Short-lived');
    const numbers = '+12125550136\n+12125550137';
    await api.operator.post('platform/suppressions/many', { listId, numbers });
    const path = `platform/suppression-lists/${listId}`;
    expect((await api.operator.post<Affected>(`${path}/empty`, {})).body).toEqual({ affected: 2 });
    await api.operator.post('platform/suppressions/many', { listId, numbers });
    expect((await api.operator.delete(path)).status).toBe(204);
    expect(
      await api.database.query('select from platform_suppression where list_id = $1', [listId]),
    ).toEqual([]);
  });
});
