import { ContactView, Page, PhonebookView } from '@belltower/dto';
import { PhonebookUses } from '@belltower/phonebook';
import { startApi, TestApi } from '../testing/start-api';

describe('phonebooks', () => {
  let api: TestApi;
  /** Phonebooks that a running campaign calls, as the campaigns would say. */
  const called = new Set<number>();

  beforeAll(async () => {
    api = await startApi();
    api.app.get(PhonebookUses, { strict: false }).register(async (_db, _accountId, ids) =>
      ids
        .filter((id) => called.has(id))
        .map((phonebookId) => ({
          phonebookId,
          campaignId: 1,
          campaignName: 'Autumn',
          underWay: true,
        })),
    );
  });
  afterAll(() => api.close());

  const create = (name: string, values: object = {}) =>
    api.manager.post<PhonebookView>('phonebooks', { name, ...values });
  const given = async (name: string, numbers: string[] = []) => {
    const { body } = await create(name);
    for (const number of numbers) {
      await api.manager.post('contacts', { phonebookId: body.id, number, firstName: name });
    }
    return body.id;
  };
  const get = async (id: number) => (await api.manager.get<PhonebookView>(`phonebooks/${id}`)).body;
  const numbersOf = async (id: number) => {
    const { body } = await api.manager.get<Page<ContactView>>(
      `contacts?phonebookId=${id}&sort=number`,
    );
    return body.items.map(({ number }) => number);
  };
  const [ONE, TWO, THREE] = ['+12125550101', '+12125550102', '+12125550103'];

  it('counts active and all contacts and the campaigns that use it', async () => {
    const id = await given('Counted', [ONE, TWO]);
    await api.manager.post('contacts', { phonebookId: id, number: THREE, status: 'inactive' });
    called.add(id);
    expect(await get(id)).toMatchObject({ activeContacts: 2, allContacts: 3, campaigns: 1 });
    const { body } = await api.viewer.get<Page<PhonebookView>>('phonebooks?q=count');
    expect(body.items).toMatchObject([{ id, activeContacts: 2, allContacts: 3, campaigns: 1 }]);
  });

  it('has a name of its own, whatever its case, even when several choose it at once', async () => {
    const answers = await Promise.all(
      ['Clínica', 'CLÍNICA', ' clínica '].map((name) => create(name)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'phonebook.name-taken',
      errors: [{ field: 'name', message: expect.stringMatching(/already/) as string }],
    });
    const other = await given('Other');
    expect((await api.manager.put(`phonebooks/${other}`, { name: 'clínica' })).status).toBe(409);
    expect((await api.manager.put(`phonebooks/${other}`, { name: 'OTHER' })).status).toBe(200);
    expect((await create('   ')).status).toBe(422);
  });

  it('is found by any part of its name, whatever signs it has', async () => {
    await given('100% _true_');
    for (const q of ['0% _', '_TRUE_', '%']) {
      const { body } = await api.manager.get<Page<PhonebookView>>(
        `phonebooks?q=${encodeURIComponent(q)}`,
      );
      expect(body.items.map(({ name }) => name)).toEqual(['100% _true_']);
    }
  });

  it('is duplicated with its contacts, as often as one likes', async () => {
    const id = await given('Twins', [ONE, TWO]);
    const first = (await api.manager.post<PhonebookView>(`phonebooks/${id}/duplicate`)).body;
    const second = (await api.manager.post<PhonebookView>(`phonebooks/${id}/duplicate`)).body;
    expect([first, second]).toMatchObject([
      { name: 'Twins (copy)', allContacts: 2, activeContacts: 2 },
      { name: 'Twins (copy 2)', allContacts: 2 },
    ]);
    expect(await numbersOf(second.id)).toEqual([ONE, TWO]);
  });

  it('leaves nothing behind when a duplicate would pass the account’s limit', async () => {
    const id = await given('Large', [ONE, TWO]);
    await api.database.query(
      `update account set max_contacts =
         (select sum(all_contacts) + 1 from phonebook_size where account_id = $1) where id = $1`,
      [api.accountId],
    );
    const { status } = await api.manager.post(`phonebooks/${id}/duplicate`);
    await api.database.query('update account set max_contacts = null');
    expect(status).toBe(409);
    const { body } = await api.manager.get<Page<PhonebookView>>('phonebooks?q=large');
    expect(body.items).toHaveLength(1);
  });

  it('is merged into another, which keeps each number once and its own data of it', async () => {
    const from = await given('From', [ONE, TWO]);
    const into = await given('Into', [TWO, THREE]);
    const { status, body } = await api.manager.post(`phonebooks/${from}/merge`, { into });
    expect([status, body]).toEqual([200, expect.objectContaining({ id: into, allContacts: 3 })]);
    expect(await numbersOf(into)).toEqual([ONE, TWO, THREE]);
    const { items } = (
      await api.manager.get<Page<ContactView>>(`contacts?phonebookId=${into}&number=0102`)
    ).body;
    expect(items[0]?.firstName).toBe('Into');
    expect((await api.manager.get(`phonebooks/${from}`)).status).toBe(404);
    expect((await api.manager.post(`phonebooks/${into}/merge`, { into })).status).toBe(409);
  });

  it('is emptied and stays', async () => {
    const id = await given('Emptied', [ONE, TWO]);
    expect((await api.manager.post(`phonebooks/${id}/empty`)).body).toEqual({ affected: 2 });
    expect(await get(id)).toMatchObject({ allContacts: 0, activeContacts: 0 });
  });

  it('is deleted alone or with others, all or none', async () => {
    const ids = [await given('D1', [ONE]), await given('D2'), await given('D3')];
    const remove = (list: number[]) =>
      api.manager.post<{ affected: number }>('phonebooks/delete', { ids: list });
    expect((await remove([...ids, 999_999])).status).toBe(404);
    expect((await remove(ids.slice(0, 2))).body).toEqual({ affected: 2 });
    expect((await api.manager.delete(`phonebooks/${ids[2]}`)).status).toBe(204);
    expect((await api.manager.delete(`phonebooks/${ids[2]}`)).status).toBe(404);
    expect((await remove([])).status).toBe(422);
  });

  it('keeps its contacts while a running campaign calls it, and says which', async () => {
    const id = await given('Called', [ONE]);
    const free = await given('Free', [TWO]);
    called.add(id);
    const answers = [
      await api.manager.delete(`phonebooks/${id}`),
      await api.manager.post('phonebooks/delete', { ids: [free, id] }),
      await api.manager.post(`phonebooks/${id}/empty`),
      await api.manager.post(`phonebooks/${id}/merge`, { into: free }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(409);
      expect(body).toMatchObject({
        code: 'phonebook.in-use',
        detail: expect.stringContaining('“Autumn”') as string,
      });
    }
    expect([await numbersOf(id), await numbersOf(free)]).toEqual([[ONE], [TWO]]);
    // Others may join it meanwhile.
    expect((await api.manager.post(`phonebooks/${free}/merge`, { into: id })).status).toBe(200);
  });

  it('never takes history with it', async () => {
    const id = await given('History', [ONE]);
    const [contact] = (await api.manager.get<Page<ContactView>>(`contacts?phonebookId=${id}`)).body
      .items;
    await api.database.query(
      `insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, number,
         gateway_id, attempt, disposition, ring_seconds, talk_seconds, ended_at)
       values ($1, 1, now(), 1, 1, $2, $3, 1, 1, 'answered', 5, 30, now())`,
      [api.accountId, contact!.id, ONE],
    );
    await api.manager.delete(`phonebooks/${id}`);
    const calls = await api.database.query<unknown[]>('select from call where contact_id = $1', [
      contact!.id,
    ]);
    expect(calls).toHaveLength(1);
  });

  describe('as CSV', () => {
    let id: number;
    beforeAll(async () => {
      id = await given('Nord & Süd');
      const people = [
        { number: '+12125550111', firstName: '=cmd|calc', lastName: 'O"Brien, B\r\nX' },
        { number: '+12125550112', firstName: '@SUM(1)', notes: '-1+2', variables: { a: '=1' } },
        { number: '+12125550113', firstName: '+34 and more', status: 'inactive', email: 'a@b.co' },
      ];
      for (const person of people)
        await api.manager.post('contacts', { phonebookId: id, ...person });
    });
    const read = async (path: string) => {
      const response = await api.viewer.fetch(path);
      return { headers: response.headers, text: await response.text() };
    };

    it('guards what a spreadsheet would run and keeps numbers usable', async () => {
      const { headers, text } = await read(`phonebooks/${id}/contacts.csv`);
      expect(headers.get('content-type')).toContain('text/csv');
      expect(headers.get('content-disposition')).toBe('attachment; filename="Nord-S-d.csv"');
      // `text()` has taken the byte order mark off.
      const lines = text.split('\r\n');
      expect(lines[0]).toContain('Number,First name,Last name,Status,E-mail');
      expect(text).toContain(`+12125550111,"'=cmd|calc","O""Brien, B\r\nX",active`);
      expect(text).toContain(`+12125550112,"'@SUM(1)",`);
      expect(text).toContain(`"'-1+2"`);
      expect(text).toContain('"{""a"": ""=1""}"');
      expect(text).toContain(`+12125550113,"'+34 and more",,inactive,"a@b.co"`);
    });

    it('has the rows that the filters leave', async () => {
      const { text } = await read(`contacts.csv?phonebookId=${id}&status=inactive`);
      expect(text.trim().split('\r\n')).toHaveLength(2);
    });

    it('streams many thousand rows, each once', async () => {
      const many = await given('Many');
      await api.database.query(
        `insert into contact (account_id, phonebook_id, number, raw_number)
         select $1, $2, '+1702' || n, '' from generate_series(2000000, 2012344) n`,
        [api.accountId, many],
      );
      const { text } = await read(`phonebooks/${many}/contacts.csv`);
      const rows = text.trim().split('\r\n').slice(1);
      expect(rows).toHaveLength(12_345);
      expect(new Set(rows).size).toBe(12_345);
    });

    it('is not for another account', async () => {
      expect((await api.stranger.get(`phonebooks/${id}/contacts.csv`)).status).toBe(404);
    });
  });

  it('records who did what', async () => {
    const id = await given('Recorded');
    await api.manager.post(`phonebooks/${id}/empty`);
    await api.manager.delete(`phonebooks/${id}`);
    const rows = await api.database.query<{ action: string }[]>(
      `select action from audit where account_id = $1 and entity = 'phonebook' and entity_id = $2 order by id`,
      [api.accountId, id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'phonebook.created',
      'phonebook.emptied',
      'phonebook.deleted',
    ]);
  });
});
