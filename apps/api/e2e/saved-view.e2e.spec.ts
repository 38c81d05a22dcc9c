import { Page, SavedViewView } from '@belltower/dto';
import type { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

describe('views of lists that people keep', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const MISSED = { period: 'last-7-days', disposition: 'busy,no-answer', columns: 'startedAt' };
  const keep = (client: Client, name: string, values: object = {}) => {
    const input = { name, list: 'calls', query: MISSED, shared: false, ...values };
    return client.post<SavedViewView>('saved-views', input);
  };
  const replace = (client: Client, view: SavedViewView, values: object) => {
    const { name, list, query, shared } = view;
    return client.put<SavedViewView & { code?: string }>(`saved-views/${view.id}`, {
      ...{ name, list, query, shared, ...values },
    });
  };
  const namesFor = async (client: Client, list = 'calls') => {
    const { body } = await client.get<Page<SavedViewView>>(`saved-views?list=${list}`);
    return body.items.map(({ name }) => name);
  };

  it('keeps the words of the address as they are, so that “last 7 days” stays the last seven', async () => {
    const { status, body } = await keep(api.viewer, 'Missed');
    expect({ status, ...body }).toMatchObject({ status: 201, query: MISSED, changeable: true });
    const again = await api.viewer.get<SavedViewView>(`saved-views/${body.id}`);
    expect(again.body).toEqual(body);
  });

  it('shows a private view to nobody else', async () => {
    const { body } = await keep(api.manager, 'Only mine');
    expect(await namesFor(api.manager)).toContain('Only mine');
    expect(await namesFor(api.owner)).not.toContain('Only mine');
    expect((await api.owner.get(`saved-views/${body.id}`)).status).toBe(404);
    expect((await api.owner.delete(`saved-views/${body.id}`)).status).toBe(404);
  });

  it('shows a shared view to the whole account, whose managers may change it and viewers not', async () => {
    const { body } = await keep(api.owner, 'For all', { shared: true });
    const seen = await api.viewer.get<SavedViewView>(`saved-views/${body.id}`);
    expect(seen.body).toMatchObject({ shared: true, changeable: false });
    expect((await replace(api.viewer, body, { name: 'Mine now' })).status).toBe(403);
    expect((await api.viewer.delete(`saved-views/${body.id}`)).status).toBe(403);
    expect((await replace(api.manager, body, { name: 'For us all' })).body.name).toBe('For us all');
    expect(await namesFor(api.stranger)).toEqual([]);
  });

  it('lets nobody share who only reads', async () => {
    const { status, body } = await keep(api.viewer, 'Everybody’s', { shared: true });
    expect({ status, ...body }).toMatchObject({ status: 403, code: 'saved-view.not-yours' });
  });

  it('belongs to whoever takes a shared view back for themselves', async () => {
    const { body } = await keep(api.owner, 'Taken back', { shared: true });
    await replace(api.manager, body, { shared: false });
    expect(await namesFor(api.owner)).not.toContain('Taken back');
    expect(await namesFor(api.manager)).toContain('Taken back');
  });

  it('has a name of its own among the views of one person and list', async () => {
    await keep(api.owner, 'Best hours');
    const answers = await Promise.all([
      keep(api.owner, ' best HOURS '),
      keep(api.owner, 'Best hours', { list: 'subscribers' }),
      keep(api.manager, 'Best hours'),
      keep(api.owner, 'Best hours', { shared: true }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 201, 201, 201]);
    expect(answers[0].body).toMatchObject({
      code: 'saved-view.name-taken',
      errors: [{ field: 'name' }],
    });
    expect(await namesFor(api.owner, 'subscribers')).toEqual(['Best hours']);
  });

  it('says in the record who changed what everybody sees, and nothing of private views', async () => {
    const { body } = await keep(api.owner, 'Recorded', { shared: true });
    await api.owner.delete(`saved-views/${body.id}`);
    const { body: record } =
      await api.owner.get<Page<{ action: string; detail: object }>>('audit?what=saved view');
    const deeds = record.items.map(({ action, detail }) => ({ action, ...detail }));
    expect(deeds.slice(0, 2)).toEqual([
      { action: 'saved-view.deleted', name: 'Recorded', list: 'calls' },
      { action: 'saved-view.created', name: 'Recorded', list: 'calls' },
    ]);
    expect(JSON.stringify(deeds)).not.toContain('Only mine');
  });

  it('refuses a hundred and first of one person', async () => {
    await api.database.query(
      `insert into saved_view (account_id, user_id, list, name, query, created_by)
       select $1, (select id from "user" where account_id = $1 and role = 'viewer' limit 1), 'audio',
              'View ' || n, '{}', 'test' from generate_series(1, 100) as n`,
      [api.accountId],
    );
    const { status, body } = await keep(api.viewer, 'One more');
    expect({ status, ...body }).toMatchObject({ status: 409, code: 'saved-view.too-many' });
    expect((await keep(api.manager, 'One of another person')).status).toBe(201);
  });
});
