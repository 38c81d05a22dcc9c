import {
  Affected,
  CallRule,
  NumberCheckView,
  Page,
  SuppressionListView,
  SuppressionView,
  Verdict,
} from '@belltower/dto';
import { ListClearer } from '@belltower/suppression';
import { polled } from '../testing/polled';
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

  describe('with more numbers than one transaction takes off', () => {
    const MANY = 20_500;
    const NUMBER = '+12125551234';

    const givenLong = async (name: string) => {
      const listId = await givenList(name);
      await api.database.query(
        `with added as (
           insert into suppression (account_id, list_id, number, source)
           select $1, $2, '+' || (12125550000 + n), 'file' from generate_series(1, $3::int) as n)
         update suppression_list set numbers = $3 where id = $2`,
        [api.accountId, listId, MANY],
      );
      return listId;
    };
    /** Keeps what goes on in the background from beginning with a list. */
    const holding = async (listId: number) => {
      const runner = api.database.createQueryRunner();
      await runner.startTransaction();
      const key = `clear suppression_list ${listId}`;
      await runner.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
      return async () => {
        await runner.commitTransaction();
        await runner.release();
      };
    };
    const listed = async () => {
      const path = `numbers/check?number=${encodeURIComponent(NUMBER)}`;
      const { body } = await api.viewer.get<NumberCheckView>(path);
      return body.rules.find(({ rule }) => rule === CallRule.AccountLists)!.verdict;
    };
    const get = async (listId: number) =>
      (await api.viewer.get<SuppressionListView>(`suppression-lists/${listId}`)).body;

    it('are emptied in the background, and hold nobody back from the answer on', async () => {
      const listId = await givenLong('Register');
      expect(await listed()).toBe(Verdict.Refused);
      const release = await holding(listId);
      const emptied = await api.manager.post<Affected>(`suppression-lists/${listId}/empty`);
      expect(emptied.body).toEqual({ affected: MANY });
      expect(await listed()).toBe(Verdict.Allowed);
      expect(await get(listId)).toMatchObject({ clearing: 'emptying', numbers: MANY });
      expect(await add(listId, NUMBER)).toMatchObject({
        status: 409,
        body: { code: 'suppression-list.clearing' },
      });
      await release();
      await polled(
        () => get(listId),
        ({ clearing }) => clearing === null,
      );
      expect(await get(listId)).toMatchObject({ numbers: 0 });
      expect((await add(listId, NUMBER)).status).toBe(201);
      // One that comes late, after another has done the work, takes nothing that has come since.
      const task = { accountId: api.accountId, id: listId, watcher: null };
      await api.app.get(ListClearer, { strict: false }).clear(task);
      expect(await listed()).toBe(Verdict.Refused);
      expect((await api.manager.delete(`suppression-lists/${listId}`)).status).toBe(204);
      expect(await listed()).toBe(Verdict.Allowed);
    }, 60_000);

    it('are deleted in the background, and go at the end', async () => {
      const listId = await givenLong('Old register');
      const release = await holding(listId);
      expect((await api.manager.delete(`suppression-lists/${listId}`)).status).toBe(204);
      expect(await listed()).toBe(Verdict.Allowed);
      expect(await get(listId)).toMatchObject({ clearing: 'deleting' });
      expect((await api.manager.post(`suppression-lists/${listId}/empty`)).status).toBe(409);
      await release();
      const path = `suppression-lists/${listId}`;
      await polled(
        () => api.viewer.get(path),
        ({ status }) => status === 404,
      );
      expect(
        await api.database.query('select from suppression where list_id = $1', [listId]),
      ).toHaveLength(0);
    }, 60_000);
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
