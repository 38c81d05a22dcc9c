import {
  columnsOf,
  countOf,
  Listing,
  piecesById,
  RowFormat,
  ROWS_AT_ONCE,
  SqlColumn,
} from '@belltower/core';
import { ContactView } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { Contact } from './contact.entity';
import { ContactFilters, filterContacts } from './contact-search';

const PHONEBOOK_NAME = `(select name from phonebook
  where phonebook.account_id = contact.account_id and phonebook.id = contact.phonebook_id)`;

/** What an import reads comes first and in its order, under headings that it recognises. */
const COLUMNS: SqlColumn[] = columnsOf(ContactView, {
  number: 'word',
  firstName: 'text',
  lastName: 'text',
  status: 'word',
  email: 'text',
  unitNumber: 'text',
  address: 'text',
  city: 'text',
  state: 'text',
  postcode: 'text',
  country: 'word',
  timeZone: 'text',
  notes: 'text',
  variables: 'record',
  phonebookName: 'text',
  createdAt: 'moment',
  updatedAt: 'moment',
}).map((column) => ({ ...column, sql: expressionOf(column.name!) }));

function expressionOf(property: string): string {
  if (property === 'phonebookName') return PHONEBOOK_NAME;
  return `contact.${property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

/** The contacts that match, in the order of ids; `name` becomes that of their file. */
export function contactListing(
  database: DataSource,
  accountId: number,
  timeZone: string,
  filters: ContactFilters,
  name = 'contacts',
): Listing {
  const matching = () =>
    filterContacts(database.createQueryBuilder(Contact, 'contact'), accountId, filters);
  return {
    name,
    timeZone,
    columns: COLUMNS,
    count: () => countOf(matching()),
    pieces: (format: RowFormat) =>
      piecesById(
        database,
        (after) =>
          matching()
            .select('contact.id', 'id')
            .addSelect(format.sql(COLUMNS), 'line')
            .andWhere('contact.id > :after', { after })
            .orderBy('contact.id')
            .limit(ROWS_AT_ONCE)
            .getQueryAndParameters() as [string, unknown[]],
      ),
  };
}
