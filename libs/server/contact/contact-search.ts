import { containing, KeysetSorts } from '@belltower/core';
import { ContactQuery, PageQuery } from '@belltower/dto';
import { filterNumber, ownCallingCode } from '@belltower/phone-number';
import { SelectQueryBuilder } from 'typeorm';
import { Contact } from './contact.entity';

/** Equal to the expression of the indexes on names, which serve the search and the sorting. */
const NAME = `lower(coalesce(contact.last_name, '') || ' ' || coalesce(contact.first_name, ''))`;

/** Fewer letters than a trigram has find the beginnings of words only. */
const FEWEST_FOR_CONTAINS = 3;

export const CONTACT_SORTS: KeysetSorts = {
  columns: {
    number: { expression: 'contact.number', type: 'text' },
    lastName: { expression: NAME, type: 'text' },
    createdAt: { expression: 'contact.created_at', type: 'timestamptz' },
    updatedAt: { expression: 'contact.updated_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'contact.id',
};

/** What narrows a list of contacts, wherever it stands: on a page, in a bulk action, in an export. */
export type ContactFilters = Omit<ContactQuery, keyof PageQuery>;

/** Keeps the account's contacts that match. */
export function filterContacts(
  contacts: SelectQueryBuilder<Contact>,
  accountId: number,
  filters: ContactFilters,
): SelectQueryBuilder<Contact> {
  contacts.where('contact.account_id = :accountId', { accountId });
  const { phonebookId, status, country, createdFrom, createdUntil } = filters;
  if (filters.number) filterNumber(contacts, 'contact.number', filters.number);
  if (filters.name) filterName(contacts, filters.name);
  if (phonebookId) contacts.andWhere('contact.phonebook_id = :phonebookId', { phonebookId });
  if (status) contacts.andWhere('contact.status = :status', { status });
  if (country) filterCountry(contacts, country);
  if (createdFrom) contacts.andWhere('contact.created_at >= :createdFrom', { createdFrom });
  if (createdUntil) contacts.andWhere('contact.created_at < :createdUntil', { createdUntil });
  return contacts;
}

/** Every word must stand somewhere in the name, in any order. */
function filterName(contacts: SelectQueryBuilder<Contact>, text: string): void {
  const words = text.trim().split(/\s+/).filter(Boolean).slice(0, 8);
  words.forEach((word, index) => {
    const key = `word${index}`;
    if ([...word].length >= FEWEST_FOR_CONTAINS) {
      contacts.andWhere(`${NAME} like lower(:${key})`, { [key]: containing(word) });
      return;
    }
    const start = containing(word).slice(1);
    contacts.andWhere(`(${NAME} like lower(:${key}) or ${NAME} like lower(:${key}Later))`, {
      [key]: start,
      [`${key}Later`]: `% ${start}`,
    });
  });
}

/** The country that is written down, or else the one that the number's own calling code belongs to. */
function filterCountry(contacts: SelectQueryBuilder<Contact>, country: string): void {
  const code = ownCallingCode(country);
  if (!code) {
    contacts.andWhere('contact.country = :country', { country });
    return;
  }
  contacts.andWhere(
    `(contact.country = :country
       or (contact.country is null and contact.number >= :code and contact.number < :afterCode))`,
    { country, code, afterCode: `${code}:` },
  );
}
