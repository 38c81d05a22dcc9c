import { Invalid, QueryPipe, validationPipe } from '@belltower/core';
import { ContactBulkInput, ContactQuery } from '@belltower/dto';
import { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Contact } from './contact.entity';
import { ContactFilters, filterContacts } from './contact-search';

/** Rows that one statement of a bulk action takes, and numbers that watchers are told at once. */
export const BATCH = 10_000;

/** The contacts that a bulk action takes. */
export type ChosenContacts = { ids: number[] } | { matching: ContactFilters };

/**
 * Reads what a bulk action takes. Filters are those of the list's query string and are held to its rules.
 * @throws Invalid `contact.nothing-chosen` where it names neither ids nor filters, or both
 */
export async function chosenOf({ ids, matching }: ContactBulkInput): Promise<ChosenContacts> {
  if (!!ids === !!matching) {
    throw new Invalid('contact.nothing-chosen', 'Name the contacts by “ids” or by “matching”.');
  }
  if (ids) return { ids };
  const typed: unknown = new QueryPipe().transform(matching, QUERY);
  return { matching: (await validationPipe().transform(typed, QUERY)) as ContactQuery };
}

const QUERY = { type: 'query', metatype: ContactQuery } as const;

/** What the next batch needs to know of a contact. */
export type BatchRow = Pick<Contact, 'id' | 'number' | 'phonebookId' | 'status'>;

/**
 * The next contacts in order of their ids, locked until the transaction ends. `upTo` keeps a copy into the
 * very phonebook that is read from meeting its own copies.
 */
export async function nextBatch(
  db: EntityManager,
  accountId: number,
  chosen: ChosenContacts,
  after: number,
  upTo: number,
): Promise<BatchRow[]> {
  return choose(db, accountId, chosen)
    .select(['contact.accountId', 'contact.id', 'contact.number'])
    .addSelect(['contact.phonebookId', 'contact.status'])
    .andWhere('contact.id > :after and contact.id <= :upTo', { after, upTo })
    .orderBy('contact.id')
    .limit(BATCH)
    .setLock('pessimistic_write')
    .getMany();
}

/** The contacts chosen, as a query named `contact`. */
export function choose(
  db: EntityManager,
  accountId: number,
  chosen: ChosenContacts,
): SelectQueryBuilder<Contact> {
  const contacts = db.createQueryBuilder(Contact, 'contact');
  if ('matching' in chosen) return filterContacts(contacts, accountId, chosen.matching);
  return filterContacts(contacts, accountId, {}).andWhere('contact.id = any(:ids)', {
    ids: chosen.ids,
  });
}

/** The largest id of the account at this moment; 0 without contacts. */
export async function lastContactId(db: EntityManager, accountId: number): Promise<number> {
  const [{ last }] = (await db.query(
    'select coalesce(max(id), 0)::bigint as last from contact where account_id = $1',
    [accountId],
  )) as [{ last: number }];
  return last;
}
