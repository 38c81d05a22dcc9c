import { inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import {
  ContactInput,
  FieldSpec,
  fieldsOf,
  ImportKind,
  ImportView,
  SuppressionInput,
} from '@belltower/dto';
import { counted } from '@belltower/ui';

/** What differs between imports of contacts and of do-not-call numbers: words, fields, and where to go. */
export interface ImportPlace {
  kind: ImportKind;
  /** Path of the page where files are dropped. */
  base: string;
  title: string;
  purpose: string;
  /** What kind of file is welcome. */
  welcome: string;
  /** What a column can become. */
  fields: readonly FieldSpec[];
  /** Whether a column can become a variable. */
  variables: boolean;
  /** Options that have no meaning here. */
  omit: readonly string[];
  counted: (count: number) => string;
}

const PLACE = ['columns', 'phonebookId', 'newPhonebook', 'listId', 'newList'];

const CONTACTS: ImportPlace = {
  kind: ImportKind.Contacts,
  base: 'contacts/import',
  title: 'Import contacts',
  purpose: 'From a CSV file: numbers are checked and duplicates found before anything is written.',
  welcome:
    'CSV or text, also packed as .gz. Separated by commas, semicolons, tabs or |, with or without column names. Files of the original panel work as they are.',
  fields: fieldsOf(ContactInput).filter(({ name }) => name !== 'phonebookId'),
  variables: true,
  omit: PLACE,
  counted: (count) => counted(count, 'contact', 'contacts'),
};

const NUMBERS: ImportPlace = {
  kind: ImportKind.DoNotCall,
  base: 'do-not-call/import',
  title: 'Import do-not-call numbers',
  purpose: 'From a file: a column of numbers, and one with the reason if there is any.',
  welcome:
    'CSV or text, also packed as .gz, with or without column names. One number a line is enough.',
  fields: fieldsOf(SuppressionInput).filter(({ name }) => name !== 'listId'),
  variables: false,
  omit: [...PLACE, 'inactiveValues', 'duplicates'],
  counted: (count) => counted(count, 'number', 'numbers'),
};

const PLATFORM: ImportPlace = {
  ...NUMBERS,
  kind: ImportKind.Platform,
  base: 'platform/do-not-call/import',
  title: 'Import numbers for every account',
};

const PLACES = [CONTACTS, NUMBERS, PLATFORM];

export function placeOf({ kind }: Pick<ImportView, 'kind'>): ImportPlace {
  return PLACES.find((place) => place.kind === kind) ?? CONTACTS;
}

/** By the address of the page. Call it in an injection context. */
export function importPlace(): ImportPlace {
  const path = inject(ActivatedRoute).snapshot.routeConfig?.path ?? '';
  return PLACES.find(({ base }) => path === base) ?? CONTACTS;
}

/** What the history of this place is narrowed by; only contacts have a phonebook to filter by. */
export function fixedFor({ kind }: ImportPlace): Record<string, string> {
  return kind === ImportKind.Contacts ? { kind } : { kind, phonebookId: '' };
}

/** The page of the list that numbers were brought to. */
export function listPath({ kind }: Pick<ImportView, 'kind'>): string {
  return kind === ImportKind.Platform ? '/platform/do-not-call' : '/do-not-call';
}

/** Route of the lists that an import of numbers can go to. */
export function listRoute({ kind }: Pick<ImportView, 'kind'>): string {
  return kind === ImportKind.Platform ? 'platform/suppression-lists' : 'suppression-lists';
}
