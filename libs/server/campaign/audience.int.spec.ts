import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { audienceOf, AudienceQuestion } from './audience';
import { givenCampaignRow, givenContact, givenPhonebookRow } from './campaign.rows';

let database: TestDatabase;
let accountId: number;
let question: AudienceQuestion;

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);

/** Two phonebooks that share numbers, one of them inactive, some suppressed, some of another country. */
beforeAll(async () => {
  database = await createTestDatabase();
  ({ accountId } = await givenAccount(database.source));
  const one = await givenPhonebookRow(database.source, accountId);
  const two = await givenPhonebookRow(database.source, accountId);
  const other = await givenPhonebookRow(database.source, accountId);
  const add = (book: number, from: number, until: number, country = '+1202555') =>
    query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, $5 || lpad(n::text, 4, '0'), n from generate_series($3::int, $4) n`,
      [accountId, book, from, until, country],
    );
  await add(one, 0, 99);
  await add(two, 50, 149);
  await add(two, 0, 19, '+34600000');
  await add(other, 0, 999);
  await givenContact(database.source, accountId, one, '+12025559998', 'inactive');
  await query(
    `insert into phonebook_size (account_id, phonebook_id, active_contacts, all_contacts)
     select account_id, phonebook_id, count(*) filter (where status = 'active'), count(*)
       from contact where account_id = $1 group by 1, 2
     on conflict (account_id, phonebook_id) do update
        set active_contacts = excluded.active_contacts, all_contacts = excluded.all_contacts`,
    [accountId],
  );
  const campaignId = await givenCampaignRow(database.source, accountId, [one, two]);
  const [{ id: list }] = (await query<{ id: number }>(
    `insert into suppression_list (account_id, name) values ($1, 'Asked us not to') returning id`,
    [accountId],
  )) as [{ id: number }];
  await query('update suppression_list set everywhere = true');
  await query(
    `insert into suppression (account_id, list_id, number, source)
     select $1, $2, '+1202555' || lpad(n::text, 4, '0'), 'form' from generate_series(45, 54) n`,
    [accountId, list],
  );
  question = {
    accountId,
    campaignId,
    channel: 'voice',
    phonebookIds: [one, two],
    allowedPrefixes: ['+1'],
    holdsUnknownZone: false,
  };
});
afterAll(() => database.drop());

const EXPECTED = {
  contacts: 221,
  inactive: 1,
  duplicates: 50,
  others: 0,
  suppressed: 10,
  blocked: 20,
  unknownTimeZone: 0,
  willBeCalled: 140,
};

describe('whom a campaign would call', () => {
  it('is counted, each contact under the first reason for which it is not', async () => {
    const audience = await audienceOf(database.source, question);
    expect(audience).toEqual({ ...EXPECTED, approximate: false });
    const { contacts, inactive, duplicates, suppressed, blocked, willBeCalled } = audience;
    expect(inactive + duplicates + suppressed + blocked + willBeCalled).toBe(contacts);
  });

  it('is estimated from a sample that is right where it takes in everybody', async () => {
    expect(await audienceOf(database.source, question, 100)).toEqual({
      ...EXPECTED,
      approximate: true,
    });
  });

  it('is everybody where a gateway may call anywhere', async () => {
    const audience = await audienceOf(database.source, { ...question, allowedPrefixes: [] });
    expect(audience).toMatchObject({ blocked: 0, willBeCalled: 160 });
  });

  it.each([100, 100_000])(
    'leaves out numbers that may be anywhere, looking at %i',
    async (most) => {
      await query(
        `update contact set country = 'US', time_zone = 'America/New_York' where number like '+1%'`,
      );
      // The code of satellite phones belongs to no country.
      await query(
        `update contact set number = '+87077' || right(number, 7), country = null, time_zone = null
        where phonebook_id = any($1) and number between '+12025550020' and '+12025550029'`,
        [question.phonebookIds],
      );
      const everywhere = { ...question, allowedPrefixes: [], holdsUnknownZone: true };
      const audience = await audienceOf(database.source, everywhere, most);
      await query(
        `update contact set number = '+1202' || right(number, 7) where number like '+87077%'`,
      );
      expect(audience).toMatchObject({ blocked: 0, unknownTimeZone: 10, willBeCalled: 150 });
    },
  );

  it('is nobody where the phonebooks are empty', async () => {
    const empty = await givenPhonebookRow(database.source, accountId);
    expect(await audienceOf(database.source, { ...question, phonebookIds: [empty] })).toEqual({
      contacts: 0,
      inactive: 0,
      duplicates: 0,
      others: 0,
      suppressed: 0,
      blocked: 0,
      unknownTimeZone: 0,
      willBeCalled: 0,
      approximate: false,
    });
  });
});
