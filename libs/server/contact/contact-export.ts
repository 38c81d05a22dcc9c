import { BYTE_ORDER_MARK, csvLine } from '@belltower/core';
import { ContactView, fieldsOf } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { Contact } from './contact.entity';
import { ContactFilters, filterContacts } from './contact-search';

/** Contacts that are read at once: enough to be fast, few enough to be forgotten soon. */
const READ_AT_ONCE = 5_000;

/** Properties in the order of the columns; what an import reads comes first and in its order. */
const COLUMNS = [
  ...['number', 'firstName', 'lastName', 'status', 'email', 'unitNumber', 'address', 'city'],
  ...['state', 'postcode', 'country', 'timeZone', 'notes', 'variables', 'phonebookName'],
  ...['createdAt', 'updatedAt'],
] as const;

const labels = new Map(fieldsOf(ContactView).map(({ name, label }) => [name, label]));

/** The headings of an export, which an import recognises. */
const HEADINGS: readonly string[] = COLUMNS.map((name) => labels.get(name)!);

/**
 * The matching contacts as CSV, batch by batch in the order of ids. Each batch is a query of its own, so that a
 * slow reader holds no snapshot open.
 */
export async function* contactsCsv(
  database: DataSource,
  accountId: number,
  filters: ContactFilters,
): AsyncGenerator<string> {
  const names = new Map<number, string>();
  yield BYTE_ORDER_MARK + csvLine(HEADINGS);
  for (let after = 0; ;) {
    const contacts = await filterContacts(
      database.createQueryBuilder(Contact, 'contact'),
      accountId,
      filters,
    )
      .select(SELECTED)
      .andWhere('contact.id > :after', { after })
      .orderBy('contact.id')
      .limit(READ_AT_ONCE)
      .getRawMany<RawContact>();
    if (!contacts.length) return;
    after = contacts.at(-1)!.id;
    await learnNames(database, accountId, contacts, names);
    yield contacts.map((contact) => csvLine(cellsOf(contact, names))).join('');
  }
}

/** Raw rows: making an entity of each costs more than reading it. */
const SELECTED = [
  'contact.id as id',
  'contact.phonebook_id as "phonebookId"',
  'contact.number as number',
  'contact.first_name as "firstName"',
  'contact.last_name as "lastName"',
  'contact.status as status',
  'contact.email as email',
  'contact.unit_number as "unitNumber"',
  'contact.address as address',
  'contact.city as city',
  'contact.state as state',
  'contact.postcode as postcode',
  'contact.country as country',
  'contact.time_zone as "timeZone"',
  'contact.notes as notes',
  'contact.variables as variables',
  'contact.created_at as "createdAt"',
  'contact.updated_at as "updatedAt"',
];

type RawContact = Pick<Contact, 'id' | 'phonebookId' | 'variables'> &
  Record<Exclude<(typeof COLUMNS)[number], 'phonebookName' | 'variables'>, unknown>;

function cellsOf(contact: RawContact, names: ReadonlyMap<number, string>): unknown[] {
  return COLUMNS.map((name) => {
    if (name === 'phonebookName') return names.get(contact.phonebookId);
    if (name === 'variables')
      return Object.keys(contact.variables).length ? JSON.stringify(contact.variables) : null;
    return contact[name];
  });
}

async function learnNames(
  database: DataSource,
  accountId: number,
  contacts: readonly RawContact[],
  names: Map<number, string>,
): Promise<void> {
  const unknown = [...new Set(contacts.map(({ phonebookId }) => phonebookId))].filter(
    (id) => !names.has(id),
  );
  if (!unknown.length) return;
  const rows = (await database.query(
    'select id, name from phonebook where account_id = $1 and id = any($2)',
    [accountId, unknown],
  )) as { id: number; name: string }[];
  for (const { id, name } of rows) names.set(id, name);
}
