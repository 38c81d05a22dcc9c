import { NotFound } from '@belltower/core';
import {
  Channel,
  fillIn,
  MessageEncoding,
  PlaceholderContact,
  sizeOfMessage,
  valuesOf,
} from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { givenCampaignRow, givenPhonebookRow } from './campaign.rows';
import { MessageCost, messageCost, MessageQuestion } from './message-cost';
import { MessagePreview } from './message-preview';

interface Row extends PlaceholderContact {
  id: number;
  status: string;
}

const NAMES = [
  'Ana',
  'François',
  'Müller',
  '张伟',
  '',
  'Maximiliane Oberhuber',
  'O’Brien',
  '{city}',
];
const CITIES = ['Rome', 'Łódź', '', 'São Paulo', 'A city that takes a while to say'];
const PEOPLE = 90;

describe('what a text comes to', () => {
  let database: TestDatabase;
  let accountId: number;
  let books: number[];
  let question: MessageQuestion;
  let contacts: Row[];

  const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);

  /** Everybody has a name, a city and a variable of three lists that do not go together; every third number twice. */
  async function givenPeople(account: number, book: number, from: number, until: number) {
    await query(
      `insert into contact (account_id, phonebook_id, number, raw_number, first_name, city, variables, status)
       select $1, $2, '+1202555' || lpad((n / 3 * 3 + least(n % 3, 1))::text, 4, '0') , n,
              nullif(($5::text[])[1 + n % $6::int], ''), nullif(($7::text[])[1 + n % $8::int], ''),
              case when n % 4 = 0 then '{}'::jsonb else jsonb_build_object('code', repeat('x', n), 'first_name', 'not this') end,
              case when n % 17 = 0 then 'inactive' else 'active' end
         from generate_series($3::int, $4::int) n on conflict do nothing`,
      [account, book, from, until, NAMES, NAMES.length, CITIES, CITIES.length],
    );
    await query(
      `insert into phonebook_size (account_id, phonebook_id, active_contacts, all_contacts)
       select account_id, phonebook_id, count(*) filter (where status = 'active'), count(*)
         from contact where phonebook_id = $1 group by 1, 2
       on conflict (account_id, phonebook_id) do update
          set active_contacts = excluded.active_contacts, all_contacts = excluded.all_contacts`,
      [book],
    );
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ accountId } = await givenAccount(database.source));
    books = [];
    for (const [from, until] of [
      [0, PEOPLE],
      [PEOPLE / 2, 2 * PEOPLE],
    ] as const) {
      const book = await givenPhonebookRow(database.source, accountId);
      await givenPeople(accountId, book, from, until);
      books.push(book);
    }
    const { accountId: stranger } = await givenAccount(database.source);
    await givenPeople(stranger, await givenPhonebookRow(database.source, stranger), 0, 300);
    await query(
      `insert into opt_out (account_id, number, channel, source)
       select distinct $1::bigint, number, case right(number, 1) when '0' then 'sms' else 'voice' end, 'form'
         from contact where account_id = $1 and right(number, 1) in ('0', '1')`,
      [accountId],
    );
    contacts = await query<Row>(
      `select id, number, status, first_name as "firstName", city, variables from contact
        where account_id = $1 order by id`,
      [accountId],
    );
    question = {
      ...{ accountId, campaignId: null, channel: Channel.Sms },
      ...{ phonebookIds: books, allowedPrefixes: [] },
    };
  });
  afterAll(() => database.drop());

  /** Everybody who may be texted, each number as its first contact. */
  function texted(): Row[] {
    const first = new Map<string, Row>();
    for (const contact of contacts)
      if (contact.status === 'active' && !first.has(contact.number))
        first.set(contact.number, contact);
    return [...first.values()].filter(({ number }) => !number.endsWith('0'));
  }

  function expected(text: string): Omit<MessageCost, 'approximate' | 'longest'> {
    const sizes = texted().map((contact) => sizeOfMessage(fillIn(text, valuesOf(contact))));
    return {
      messages: sizes.length,
      segments: sizes.reduce((sum, { segments }) => sum + segments, 0),
      unicode: sizes.filter(({ encoding }) => encoding === MessageEncoding.Ucs2).length,
      empty: sizes.filter(({ segments }) => !segments).length,
    };
  }

  const anyText = fc
    .array(
      fc.constantFrom(
        ...['Dear {first_name|friend}', '{first_name}', '{code}', ' {city|town}, ', '{number}'],
        ...['see you', ' ’ ', '{nobody has this}', ' '.repeat(3), 'x'.repeat(70), '😀'],
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join(''));

  it('is what the network would count of every message that is sent, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const cost = await messageCost(database.source, text, question);
        expect(cost).toMatchObject({ ...expected(text), approximate: false });
        const most = Math.max(
          ...texted().map((one) => sizeOfMessage(fillIn(text, valuesOf(one))).segments),
        );
        expect(cost.longest[0]?.size.segments).toBe(most);
        const order = cost.longest.map(({ size }) => size.segments);
        expect(order).toEqual([...order].sort((a, b) => b - a));
        for (const { contactId, text: filled } of cost.longest) {
          const contact = contacts.find(({ id }) => id === contactId)!;
          expect(filled).toBe(fillIn(text, valuesOf(contact)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is estimated where there are many, and right where the sample takes in everybody', async () => {
    const text = 'Dear {first_name|friend}, your code is {code}.';
    const cost = await messageCost(database.source, text, question, 10);
    expect(cost.approximate).toBe(true);
    const { messages, segments } = expected(text);
    expect(cost.messages).toBe(messages);
    expect(cost.segments).toBe(segments);
  });

  it('leaves out whom no gateway of the campaign may text, and whom it is not about', async () => {
    const elsewhere = { ...question, allowedPrefixes: ['+34'] };
    expect(await messageCost(database.source, 'Hello', elsewhere)).toMatchObject({ messages: 0 });
    const ended = await givenCampaignRow(database.source, accountId, books, { channel: 'sms' });
    await query(
      `insert into subscriber (account_id, campaign_id, number, state, disposition)
       select distinct $1::bigint, $2::bigint, number, 'failed', 'undelivered' from contact
        where account_id = $1 and right(number, 1) = '1'`,
      [accountId, ended],
    );
    const rest = await givenCampaignRow(database.source, accountId, books, {
      ...{ channel: 'sms', source_campaign_id: ended, source_outcomes: ['undelivered'] },
    });
    const of = texted().filter(({ number }) => number.endsWith('1'));
    expect(
      await messageCost(database.source, 'Hello', { ...question, campaignId: rest }),
    ).toMatchObject({ messages: of.length, segments: of.length });
  });

  it('is nothing where there is nobody', async () => {
    const empty = await givenPhonebookRow(database.source, accountId);
    const nobody = { ...question, phonebookIds: [empty] };
    expect(await messageCost(database.source, 'Hello', nobody)).toEqual({
      ...{ messages: 0, segments: 0, unicode: 0, empty: 0, approximate: false, longest: [] },
    });
  });

  describe('is shown with real people', () => {
    const previewOf = (message: string, phonebookIds: number[], account = accountId) =>
      new MessagePreview(database.source).of({ accountId: account } as never, {
        ...{ message, phonebookIds },
      });

    it('the longest first, each with all that the text asks for', async () => {
      const message = 'Dear {first_name|friend} of {city|nowhere}: {code}';
      const { samples, ...counts } = await previewOf(message, books);
      expect(counts).toEqual({ ...expected(message), approximate: false });
      expect(samples).toHaveLength(5);
      for (const { contactId, values, text, segments, number } of samples) {
        const contact = contacts.find(({ id }) => id === contactId)!;
        expect(number).toBe(contact.number);
        expect(fillIn(message, values)).toBe(text);
        expect(text).toBe(fillIn(message, valuesOf(contact)));
        expect(segments).toBe(sizeOfMessage(text).segments);
      }
      expect(samples[0]!.segments).toBeGreaterThanOrEqual(samples.at(-1)!.segments);
    });

    it('of the account’s own phonebooks only', async () => {
      const { accountId: stranger } = await givenAccount(database.source);
      await expect(previewOf('Hello {first_name}', books, stranger)).rejects.toThrow(NotFound);
      await expect(previewOf('Hello {first_name}', [2 ** 40])).rejects.toThrow(NotFound);
    });
  });
});
