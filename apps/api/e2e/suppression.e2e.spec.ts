import { Page, SuppressionListView, SuppressionView } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

describe('do-not-call lists', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const givenList = async (name: string) =>
    (await api.manager.post<SuppressionListView>('suppression-lists', { name, everywhere: true }))
      .body.id;
  const add = (listId: number, number: string, reason?: string) =>
    api.manager.post<SuppressionView>('suppressions', { listId, number, reason });

  it('hold numbers in E.164 with their reason and source', async () => {
    const listId = await givenList('Asked not to');
    const { status, body } = await add(listId, '(212) 555-0101', ' Asked by mail ');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: '+12125550101',
      listName: 'Asked not to',
      reason: 'Asked by mail',
      source: 'form',
    });
    const { body: list } = await api.viewer.get(`suppression-lists/${listId}`);
    expect(list).toMatchObject({ numbers: 1 });
  });

  it('have each number once, whoever comes first', async () => {
    const listId = await givenList('Once');
    const answers = await Promise.all([1, 2, 3].map(() => add(listId, '+12125550102')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({
      code: 'suppression.already-listed',
      errors: [{ field: 'number', message: '+12125550102 is on “Once” already' }],
    });
  });

  it('refuse what is no number, with the reason', async () => {
    const { status, body } = await add(await givenList('Strict'), '+34 612');
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [{ field: 'number', message: 'This number is not valid in Spain: too short' }],
    });
  });

  it('are searched by any part of a number', async () => {
    const listId = await givenList('Searched');
    await add(listId, '+12125550123');
    await add(listId, '+442079460123');
    const found = async (part: string) => {
      const query = `suppressions?listId=${listId}&sort=number&number=${encodeURIComponent(part)}`;
      const { body } = await api.viewer.get<Page<SuppressionView>>(query);
      return body.items.map(({ number }) => number);
    };
    expect(await found('0123')).toEqual(['+12125550123', '+442079460123']);
    expect(await found('(212) 555')).toEqual(['+12125550123']);
    expect(await found('44')).toEqual(['+442079460123']);
    expect(await found('nobody')).toEqual([]);
  });

  it('are filtered by list, source and date, and lose what matches', async () => {
    const listId = await givenList('Filtered');
    await add(listId, '+12125550151');
    const numbers = '+12125550152\n+12125550153\n+12125550151';
    const many = await api.manager.post('suppressions/many', { listId, numbers });
    expect(many.body).toEqual({ added: 2, present: 1, problems: [] });
    const found = async (filter: string) => {
      const query = `suppressions?listId=${listId}&sort=number&${filter}`;
      const { body } = await api.viewer.get<Page<SuppressionView>>(query);
      return body.items.map(({ number }) => number);
    };
    expect(await found('source=form')).toEqual(['+12125550151']);
    expect(await found('createdUntil=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await found('createdFrom=2020-01-01T00:00:00Z')).toHaveLength(3);
    const matching = { listId: String(listId), source: 'paste' };
    expect((await api.stranger.post('suppressions/remove', { matching })).body).toEqual({
      affected: 0,
    });
    expect((await api.manager.post('suppressions/remove', { matching })).body).toEqual({
      affected: 2,
    });
    expect(await found('')).toEqual(['+12125550151']);
    const { body: list } = await api.viewer.get(`suppression-lists/${listId}`);
    expect(list).toMatchObject({ numbers: 1 });
    expect((await api.manager.post('suppressions/remove', {})).body).toMatchObject({
      code: 'suppression.nothing-chosen',
    });
  });

  it('lose a number, or all of them with the list', async () => {
    const listId = await givenList('Short-lived');
    const { body } = await add(listId, '+12125550124');
    await add(listId, '+12125550125');
    expect((await api.manager.delete(`suppressions/${body.id}`)).status).toBe(204);
    expect((await api.manager.delete(`suppressions/${body.id}`)).status).toBe(404);
    expect((await api.manager.delete(`suppression-lists/${listId}`)).status).toBe(204);
    expect(
      await api.database.query('select from suppression where list_id = $1', [listId]),
    ).toHaveLength(0);
  });

  it('have names of their own and belong to one account', async () => {
    const listId = await givenList('Mine');
    const { status, body } = await api.manager.post('suppression-lists', {
      name: 'MINE',
      everywhere: false,
    });
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({ code: 'suppression-list.name-taken' }),
    ]);
    expect((await api.stranger.get(`suppression-lists/${listId}`)).status).toBe(404);
    const named = await api.stranger.post('suppressions', { listId, number: '+12125550126' });
    expect(named.status).toBe(404);
  });
});
