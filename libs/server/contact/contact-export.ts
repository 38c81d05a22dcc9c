import { BYTE_ORDER_MARK, csvLine, csvValueSql } from '@belltower/core';
import { ContactView, fieldsOf } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { Contact } from './contact.entity';
import { ContactFilters, filterContacts } from './contact-search';

/** Contacts that are read at once: enough to be fast, few enough to be forgotten soon. */
const READ_AT_ONCE = 5_000;

const text = (column: string) => csvValueSql(`contact.${column}`);
const moment = (column: string) =>
  `to_char(contact.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Columns with the SQL of their cells; what an import reads comes first and in its order. */
const COLUMNS: Readonly<Record<string, string>> = {
  // Digits behind a plus: nothing to guard or quote.
  number: 'contact.number',
  firstName: text('first_name'),
  lastName: text('last_name'),
  status: 'contact.status',
  email: text('email'),
  unitNumber: text('unit_number'),
  address: text('address'),
  city: text('city'),
  state: text('state'),
  postcode: text('postcode'),
  country: text('country'),
  timeZone: text('time_zone'),
  notes: text('notes'),
  variables: csvValueSql(`nullif(contact.variables::text, '{}')`),
  phonebookName: csvValueSql(
    `(select name from phonebook
       where phonebook.account_id = contact.account_id and phonebook.id = contact.phonebook_id)`,
  ),
  createdAt: moment('created_at'),
  updatedAt: moment('updated_at'),
};

const LINE = `concat_ws(',', ${Object.values(COLUMNS).join(', ')}) || E'\\r\\n'`;

const labels = new Map(fieldsOf(ContactView).map(({ name, label }) => [name, label]));

/** The headings of an export, which an import recognises. */
const HEADINGS = Object.keys(COLUMNS).map((name) => labels.get(name)!);

/**
 * The matching contacts as CSV, batch by batch in the order of ids. Each batch is a query of its own, so that a
 * slow reader holds no snapshot open; PostgreSQL writes the lines, as it does those of calls.
 */
export async function* contactsCsv(
  database: DataSource,
  accountId: number,
  filters: ContactFilters,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(HEADINGS);
  for (let after = 0; ;) {
    const rows = await filterContacts(
      database.createQueryBuilder(Contact, 'contact'),
      accountId,
      filters,
    )
      .select('contact.id', 'id')
      .addSelect(LINE, 'line')
      .andWhere('contact.id > :after', { after })
      .orderBy('contact.id')
      .limit(READ_AT_ONCE)
      .getRawMany<{ id: number; line: string }>();
    if (!rows.length) return;
    after = rows.at(-1)!.id;
    yield rows.map(({ line }) => line).join('');
  }
}
