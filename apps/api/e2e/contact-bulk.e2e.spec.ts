import { ContactWatchers } from '@belltower/contact';
import { ContactView, Page, PhonebookView, SuppressionView } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

describe('actions on many contacts', () => {
  let api: TestApi;
  let told: string[];
  let books = 0;

  beforeAll(async () => {
    api = await startApi();
    api.app.get(ContactWatchers, { strict: false }).register(async (_db, _accountId, numbers) => {
      told.push(...numbers);
    });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    told = [];
  });

  const givenPhonebook = async () =>
    (await api.manager.post<PhonebookView>('phonebooks', { name: `Book ${++books}` })).body.id;

  /** Contacts written past the API, as an import does, with their phonebook counted. */
  const givenContacts = async (phonebookId: number, from: number, count: number) => {
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, '+1702555' || lpad(n::text, greatest(4, length(n::text)), '0'), n::text
         from generate_series($3::int, $3 + $4 - 1) n`,
      [api.accountId, phonebookId, from, count],
    );
    await api.database.query(
      `insert into phonebook_size values ($1, $2, $3, $3)
       on conflict (account_id, phonebook_id) do update
         set active_contacts = phonebook_size.active_contacts + excluded.active_contacts,
             all_contacts = phonebook_size.all_contacts + excluded.all_contacts`,
      [api.accountId, phonebookId, count],
    );
  };
  const act = (body: object) => api.manager.post<{ affected: number }>('contacts/bulk', body);
  const contactsOf = async (phonebookId: number) =>
    (await api.manager.get<Page<ContactView>>(`contacts?phonebookId=${phonebookId}&sort=number`))
      .body.items;

  /** What the counts say, having checked them against the rows. */
  const sizeOf = async (id: number) => {
    const { body } = await api.manager.get<PhonebookView>(`phonebooks/${id}`);
    const [counted] = await api.database.query<[{ all: number; active: number }]>(
      `select count(*) as "all", count(*) filter (where status = 'active') as active
         from contact where account_id = $1 and phonebook_id = $2`,
      [api.accountId, id],
    );
    expect({ all: body.allContacts, active: body.activeContacts }).toEqual(counted);
    return counted;
  };

  it('turns contacts off and on, counting only those that it changed', async () => {
    const book = await givenPhonebook();
    await givenContacts(book, 0, 5);
    const ids = (await contactsOf(book)).slice(0, 3).map(({ id }) => id);
    expect((await act({ action: 'deactivate', ids })).body).toEqual({ affected: 3 });
    expect(told.sort()).toEqual(['+17025550000', '+17025550001', '+17025550002']);
    expect(await sizeOf(book)).toEqual({ all: 5, active: 2 });
    expect((await act({ action: 'deactivate', ids })).body).toEqual({ affected: 0 });
    const matching = { phonebookId: String(book) };
    expect((await act({ action: 'activate', matching })).body).toEqual({ affected: 3 });
    expect(await sizeOf(book)).toEqual({ all: 5, active: 5 });
  });

  it('moves contacts and leaves those behind whose number is there already', async () => {
    const [from, to] = [await givenPhonebook(), await givenPhonebook()];
    await givenContacts(from, 0, 6);
    await givenContacts(to, 4, 4);
    const { body } = await act({
      action: 'move',
      phonebookId: to,
      matching: { phonebookId: String(from) },
    });
    expect(body).toEqual({ affected: 4 });
    expect((await contactsOf(from)).map(({ number }) => number)).toEqual([
      '+17025550004',
      '+17025550005',
    ]);
    expect([await sizeOf(from), await sizeOf(to)]).toMatchObject([{ all: 2 }, { all: 8 }]);
    expect(told).toHaveLength(4);
  });

  it('moves the eldest of several with the same number', async () => {
    const [a, b, to] = [await givenPhonebook(), await givenPhonebook(), await givenPhonebook()];
    await givenContacts(a, 0, 1);
    await givenContacts(b, 0, 1);
    const ids = [...(await contactsOf(b)), ...(await contactsOf(a))].map(({ id }) => id);
    expect((await act({ action: 'move', phonebookId: to, ids })).body).toEqual({ affected: 1 });
    expect([await sizeOf(a), await sizeOf(b), await sizeOf(to)]).toMatchObject([
      { all: 0 },
      { all: 1 },
      { all: 1 },
    ]);
  });

  it('copies contacts with all that is known of them, once', async () => {
    const [from, to] = [await givenPhonebook(), await givenPhonebook()];
    await api.manager.post('contacts', {
      phonebookId: from,
      number: '+17025550001',
      firstName: 'Ana',
      timeZone: 'Europe/Madrid',
      variables: { title: 'Dr' },
    });
    const matching = { phonebookId: String(from) };
    expect((await act({ action: 'copy', phonebookId: to, matching })).body.affected).toBe(1);
    expect((await act({ action: 'copy', phonebookId: to, matching })).body.affected).toBe(0);
    expect(await contactsOf(to)).toMatchObject([
      { firstName: 'Ana', timeZone: 'Europe/Madrid', variables: { title: 'Dr' } },
    ]);
    expect(await sizeOf(from)).toMatchObject({ all: 1 });
  });

  it('copies into the phonebook that it reads from without end neither in time nor in contacts', async () => {
    const [a, b] = [await givenPhonebook(), await givenPhonebook()];
    await givenContacts(a, 8000, 3);
    const matching = { number: '+17025558' };
    expect((await act({ action: 'copy', phonebookId: b, matching })).body.affected).toBe(3);
    expect(await sizeOf(b)).toMatchObject({ all: 3 });
  });

  it('puts numbers on the do-not-call list that holds everywhere, and makes it where there is none', async () => {
    const book = await givenPhonebook();
    await givenContacts(book, 100, 3);
    const matching = { phonebookId: String(book) };
    expect((await act({ action: 'suppress', matching })).body).toEqual({ affected: 3 });
    expect((await act({ action: 'suppress', matching })).body).toEqual({ affected: 0 });
    const { body } = await api.manager.get<Page<SuppressionView>>('suppressions?number=5550101');
    expect(body.items).toMatchObject([
      { number: '+17025550101', listName: 'Do not call', source: 'contacts' },
    ]);
    expect(await sizeOf(book)).toMatchObject({ all: 3 });
  });

  it('deletes thousands in one request, in batches', async () => {
    const book = await givenPhonebook();
    await givenContacts(book, 0, 10_000);
    await givenContacts(book, 10_000, 2_500);
    const matching = { phonebookId: String(book), status: 'active' };
    expect((await act({ action: 'delete', matching })).body).toEqual({ affected: 12_500 });
    expect(new Set(told).size).toBe(12_500);
    expect(await sizeOf(book)).toEqual({ all: 0, active: 0 });
  });

  it('holds copies to the account’s limit', async () => {
    const [from, to] = [await givenPhonebook(), await givenPhonebook()];
    await givenContacts(from, 0, 5);
    await api.database.query(
      `update account set max_contacts =
         (select sum(all_contacts) + 4 from phonebook_size where account_id = $1) where id = $1`,
      [api.accountId],
    );
    const matching = { phonebookId: String(from) };
    const { status, body } = await act({ action: 'copy', phonebookId: to, matching });
    await api.database.query('update account set max_contacts = null');
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'contact.limit-reached' });
    expect(await sizeOf(to)).toMatchObject({ all: 0 });
  });

  it.each([
    [{ action: 'delete' }, 'contact.nothing-chosen'],
    [{ action: 'delete', ids: [1], matching: {} }, 'contact.nothing-chosen'],
    [{ action: 'delete', matching: { nonsense: '1' } }, 'request.invalid'],
    [{ action: 'delete', matching: { phonebookId: 'x' } }, 'request.invalid'],
    [{ action: 'move', ids: [1] }, 'contact.no-phonebook'],
    [{ action: 'explode', ids: [1] }, 'request.invalid'],
  ])('refuses %j', async (body, code) => {
    const answer = await act(body);
    expect([answer.status, answer.body]).toEqual([422, expect.objectContaining({ code })]);
  });

  it('takes nothing of another account', async () => {
    const book = await givenPhonebook();
    await givenContacts(book, 0, 2);
    const ids = (await contactsOf(book)).map(({ id }) => id);
    const { body } = await api.stranger.post('contacts/bulk', { action: 'delete', ids });
    expect(body).toEqual({ affected: 0 });
    expect((await api.viewer.post('contacts/bulk', { action: 'delete', ids })).status).toBe(403);
    expect(await sizeOf(book)).toMatchObject({ all: 2 });
  });

  it('is recorded with its count', async () => {
    const book = await givenPhonebook();
    await givenContacts(book, 0, 2);
    await act({ action: 'deactivate', matching: { phonebookId: String(book) } });
    const [entry] = await api.database.query<[{ detail: object; user_name: string }]>(
      `select detail, user_name from audit where account_id = $1 and action = 'contact.bulk-deactivate'
        order by id desc limit 1`,
      [api.accountId],
    );
    expect(entry).toMatchObject({ user_name: 'Manager', detail: { affected: 2 } });
  });
});
