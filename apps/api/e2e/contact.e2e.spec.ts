import { ContactView, Page, PhonebookView } from '@belltower/dto';
import type { Problem } from '@belltower/core';
import { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

describe('contacts', () => {
  let api: TestApi;
  let customers: PhonebookView;
  let next = 0;

  beforeAll(async () => {
    api = await startApi();
    customers = await givenPhonebook('Customers');
  });
  afterAll(() => api.close());

  const givenPhonebook = async (name: string, by: Client = api.manager) =>
    (await by.post<PhonebookView>('phonebooks', { name })).body;

  /** Numbers reserved for fiction, a new one at each call. */
  const someNumber = () =>
    `+1${212 + Math.floor(next / 100)}55501${String(next++ % 100).padStart(2, '0')}`;

  const post = (values: object, by: Client = api.manager) =>
    by.post<ContactView & Omit<Problem, 'status'>>('contacts', {
      phonebookId: customers.id,
      number: someNumber(),
      ...values,
    });
  const given = async (values: object = {}) => {
    const { status, body } = await post(values);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const list = async (query: string, by: Client = api.manager) =>
    (await by.get<Page<ContactView>>(`contacts?${query}`)).body;
  const sizeOf = async (id: number) => {
    const { body } = await api.manager.get<PhonebookView>(`phonebooks/${id}`);
    return { active: body.activeContacts, all: body.allContacts };
  };

  it('stores the number in E.164 and keeps what was typed', async () => {
    const { status, body } = await post({ number: '(702) 555-0126', firstName: '  Ana ' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: '+17025550126',
      rawNumber: '(702) 555-0126',
      firstName: 'Ana',
      phonebookName: 'Customers',
      status: 'active',
    });
  });

  it('keeps the raw text when a form sends the stored number back', async () => {
    const contact = await given({ number: '(702) 555-0127' });
    const { body } = await api.manager.put<ContactView>(`contacts/${contact.id}`, {
      phonebookId: customers.id,
      number: contact.number,
      firstName: 'Bea',
    });
    expect(body).toMatchObject({ rawNumber: '(702) 555-0127', firstName: 'Bea' });
  });

  it.each([
    ['112', 'emergency'],
    ['+34 612', 'not valid in Spain: too short'],
    ['nobody', 'not a phone number'],
    ['212 555 0157 x12', 'Extensions cannot be called'],
  ])('refuses %s and says why, at the field', async (number, reason) => {
    const { status, body } = await post({ number });
    expect(status).toBe(422);
    expect(body.code).toBe('contact.number-invalid');
    expect(body.errors).toEqual([
      { field: 'number', message: expect.stringContaining(reason) as string },
    ]);
  });

  it('refuses a number that the phonebook has, naming both', async () => {
    const { number } = await given({ firstName: 'Ana', lastName: 'O’Brien' });
    const { status, body } = await post({ number });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'contact.number-taken',
      errors: [{ field: 'number', message: `${number} is in “Customers” already, as Ana O’Brien` }],
    });
  });

  it('lets the same number stand in another phonebook', async () => {
    const { number } = await given();
    const other = await givenPhonebook('Others');
    expect((await post({ number, phonebookId: other.id })).status).toBe(201);
  });

  it('gives a number that several people add at once to exactly one of them', async () => {
    const phonebook = await givenPhonebook('Race');
    const number = someNumber();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post({ number, phonebookId: phonebook.id })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array<number>(7).fill(409),
    ]);
    expect(await sizeOf(phonebook.id)).toEqual({ active: 1, all: 1 });
  });

  it('counts the phonebooks right through every change', async () => {
    const [a, b] = [await givenPhonebook('Count A'), await givenPhonebook('Count B')];
    const contact = await given({ phonebookId: a.id });
    expect(await sizeOf(a.id)).toEqual({ active: 1, all: 1 });
    const change = (values: object) =>
      api.manager.put(`contacts/${contact.id}`, { number: contact.number, ...values });
    await change({ phonebookId: a.id, status: 'inactive' });
    expect(await sizeOf(a.id)).toEqual({ active: 0, all: 1 });
    await change({ phonebookId: b.id });
    expect([await sizeOf(a.id), await sizeOf(b.id)]).toEqual([
      { active: 0, all: 0 },
      { active: 1, all: 1 },
    ]);
    expect((await api.manager.delete(`contacts/${contact.id}`)).status).toBe(204);
    expect(await sizeOf(b.id)).toEqual({ active: 0, all: 0 });
  });

  describe('with hostile text', () => {
    it.each([
      ['quotes and braces', `O'Brien "Bo" {x: '1'}); drop table contact; --`],
      ['line breaks', 'Ana\r\nBcc: everybody'],
      ['emoji', '👩‍👩‍👧‍👦 Familie 🇪🇸'],
      ['right-to-left', 'מרים אלמוג‎'],
    ])('keeps a name with %s as it is', async (_, lastName) => {
      const { id } = await given({
        lastName,
        variables: { [`k${lastName.slice(0, 20)}`]: lastName },
      });
      const { body } = await api.manager.get<ContactView>(`contacts/${id}`);
      expect(body.lastName).toBe(lastName);
      expect(Object.values(body.variables)).toEqual([lastName]);
    });

    it('refuses a name of 10 kB clearly', async () => {
      const { status, body } = await post({ firstName: 'x'.repeat(10_240) });
      expect(status).toBe(422);
      expect(body.errors?.[0]).toMatchObject({ field: 'firstName' });
      expect(body.detail).toContain('250');
    });

    it.each([
      [{ firstName: 'A\u0000na' }, 'firstName'],
      [{ variables: { key: 'a\u0000' } }, 'variables'],
      [{ variables: { 'k\u0000': 'a' } }, 'variables'],
    ])('refuses NUL bytes at their field: %j', async (values, field) => {
      const { status, body } = await post(values);
      expect([status, body.code]).toEqual([422, 'text.not-storable']);
      expect(body.errors?.[0]?.field).toBe(field);
    });

    it('refuses NUL bytes in a query', async () => {
      expect((await api.manager.get('contacts?name=%00')).status).toBe(422);
      expect((await api.manager.get('phonebooks?q=a%00b')).status).toBe(422);
    });

    it.each(['99999999999999999999', '-1', '0', '9007199254740993', '1.5', 'NaN', "1' or '1'='1"])(
      'answers an id of %s without an error of its own',
      async (id) => {
        const { status } = await api.manager.get(`contacts/${encodeURIComponent(id)}`);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      },
    );

    it.each([1e20, 2 ** 53, -5, 0, 1.5, '1', [1], { id: 1 }, true])(
      'refuses %j as a phonebook',
      async (phonebookId) => {
        const { status } = await post({ phonebookId });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      },
    );

    it('searches for signs that mean something to SQL literally', async () => {
      const phonebook = await givenPhonebook('Signs');
      await given({ phonebookId: phonebook.id, lastName: '100%_\\' });
      await given({ phonebookId: phonebook.id, lastName: 'Hundred' });
      for (const name of ['100%', '0%_', '%_\\', '%', '_']) {
        const query = `phonebookId=${phonebook.id}&name=${encodeURIComponent(name)}`;
        expect([name, (await list(query)).total]).toEqual([name, name.length < 3 ? 0 : 1]);
      }
    });
  });

  describe('in lists', () => {
    let phonebook: PhonebookView;
    beforeAll(async () => {
      phonebook = await givenPhonebook('Search');
      const people = [
        { number: '+17025550130', firstName: 'Ana', lastName: 'García' },
        { number: '+17025550131', firstName: 'María José', lastName: 'Ñúñez', country: 'US' },
        { number: '+34612345678', firstName: 'Łukasz', status: 'inactive' },
        { number: '+442079460861', lastName: 'van der Berg', country: 'FR' },
      ];
      for (const person of people) await given({ phonebookId: phonebook.id, ...person });
    });
    const found = async (query: string) => {
      const { items } = await list(`phonebookId=${phonebook.id}&sort=number&${query}`);
      return items.map(({ number }) => number);
    };

    it.each([
      ['(702) 555', ['+17025550130', '+17025550131']],
      ['702-555-0131', ['+17025550131']],
      ['+1 702', ['+17025550130', '+17025550131']],
      ['+702', []],
      ['0612 345', ['+34612345678']],
      ['*861', ['+442079460861']],
      ['34', ['+34612345678']],
      ['44', ['+442079460861']],
      ['nobody', []],
    ])('finds %s in numbers', async (part, numbers) => {
      expect(await found(`number=${encodeURIComponent(part)}`)).toEqual(numbers);
    });

    it.each([
      ['gar', ['+17025550130']],
      ['garcía ana', ['+17025550130']],
      ['ÑÚÑ', ['+17025550131']],
      ['jo', ['+17025550131']],
      ['an', ['+17025550130']],
      ['der berg', ['+442079460861']],
      ['zz', []],
    ])('finds %s in names', async (part, numbers) => {
      expect(await found(`name=${encodeURIComponent(part)}`)).toEqual(numbers);
    });

    it('filters by status, and by country as written or by the number', async () => {
      expect(await found('status=inactive')).toEqual(['+34612345678']);
      expect(await found('country=ES')).toEqual(['+34612345678']);
      expect(await found('country=FR')).toEqual(['+442079460861']);
      expect(await found('country=US')).toEqual(['+17025550131']);
    });

    it('filters by the time they were added', async () => {
      expect(await found('createdFrom=2100-01-01T00:00:00Z')).toEqual([]);
      expect(await found('createdUntil=2100-01-01T00:00:00Z')).toHaveLength(4);
    });

    it.each([
      'number',
      '-number',
      'lastName',
      '-lastName',
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
    ])('pages through all of them once, sorted by %s', async (sort) => {
      const seen: string[] = [];
      let after = '';
      do {
        const page = await list(`phonebookId=${phonebook.id}&sort=${sort}&limit=1${after}`);
        seen.push(...page.items.map(({ number }) => number));
        after = page.next ? `&after=${page.next}` : '';
      } while (after);
      expect(new Set(seen).size).toBe(4);
      expect(seen).toHaveLength(4);
      if (sort === 'number') expect(seen).toEqual([...seen].sort());
    });

    it('goes back page by page to where it began', async () => {
      const query = `phonebookId=${phonebook.id}&sort=-number&limit=2`;
      const first = await list(query);
      const second = await list(`${query}&after=${first.next}`);
      expect([first.previous, second.next]).toEqual([null, null]);
      const back = await list(`${query}&before=${second.previous}`);
      expect(back).toMatchObject({ items: first.items, next: first.next, previous: null });
    });

    it('tells where a number may be', async () => {
      const { items } = await list(`phonebookId=${phonebook.id}&sort=number`);
      const zones = new Map(items.map((item) => [item.number, item.possibleTimeZones]));
      expect(zones.get('+34612345678')).toEqual(['Europe/Madrid', 'Atlantic/Canary']);
      // Its country is written down and beats the number's.
      expect(zones.get('+442079460861')).toEqual(['Europe/Paris']);
      expect(zones.get('+17025550130')).toEqual(['America/Los_Angeles']);
    });
  });

  it('says what a number would be read as before anything is stored', async () => {
    const read = async (number: string) =>
      (await api.viewer.get(`contacts/number?number=${encodeURIComponent(number)}`)).body;
    expect(await read('0034 612 345 678')).toEqual({
      number: '+34612345678',
      problem: null,
      possibleTimeZones: ['Europe/Madrid', 'Atlantic/Canary'],
    });
    expect(await read('911')).toMatchObject({
      number: null,
      problem: expect.any(String) as string,
    });
  });

  describe('at the account’s limit', () => {
    const limit = (contacts: number | null) =>
      api.database.query('update account set max_contacts = $1 where id = $2', [
        contacts,
        api.accountId,
      ]);
    afterEach(() => limit(null));

    it('adds no more, over all phonebooks, whoever comes first', async () => {
      const { body: usage } =
        await api.owner.get<{ limit: string; used: number }[]>('account/usage');
      const used = usage.find(({ limit: name }) => name === 'maxContacts')!.used;
      await limit(used + 2);
      const phonebook = await givenPhonebook('Limit');
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => post({ phonebookId: phonebook.id })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
      const refused = answers.find(({ status }) => status === 409)!.body;
      expect(refused).toMatchObject({ code: 'contact.limit-reached' });
      expect(refused.detail).toContain('limit “Contacts”');
      expect(await sizeOf(phonebook.id)).toEqual({ active: 2, all: 2 });
    });
  });

  it('hides another account’s contacts and phonebooks', async () => {
    const { id } = await given();
    expect((await api.stranger.get(`contacts/${id}`)).status).toBe(404);
    expect((await list('', api.stranger)).items).toEqual([]);
    expect((await post({}, api.stranger)).status).toBe(404);
    expect((await api.stranger.delete(`contacts/${id}`)).status).toBe(404);
  });
});
