import { copyIn, CopyLines, copyText, Queryable } from '@belltower/core';
import type { Client } from 'pg';
import { ContactStatus } from '@belltower/dto';

/** A contact on its way in; null where nothing is said. */
export interface LoadedContact {
  number: string;
  rawNumber: string;
  firstName: string | null;
  lastName: string | null;
  status: ContactStatus | null;
  email: string | null;
  unitNumber: string | null;
  address: string | null;
  city: string | null;
  state: string | null;
  postcode: string | null;
  country: string | null;
  timeZone: string | null;
  notes: string | null;
  variables: Record<string, string> | null;
}

/** Where contacts go, and since when. */
export interface LoadTarget {
  accountId: number;
  phonebookId: number;
  importId: number;
  at: Date;
}

/** By how much a phonebook grew. */
export interface Loaded {
  inserted: number;
  /** More active contacts than before, or fewer. */
  active: number;
}

/** Columns that a file can fill, besides number and variables. */
const PLAIN = [
  'first_name',
  'last_name',
  'email',
  'unit_number',
  'address',
  'city',
  'state',
  'postcode',
  'country',
  'time_zone',
  'notes',
];

/**
 * Puts contacts, each number once, as {@link contactLines} has them, into the session's table `contact_load`, which
 * the other statements read. Belongs to the transaction: the table is empty after it, and lives as long as the connection.
 */
export async function stageContacts(db: Queryable, client: Client, lines: Buffer): Promise<void> {
  await db.query(`
    create temporary table if not exists contact_load (
      place integer not null, number text collate "C" not null, raw_number text not null, status text,
      ${PLAIN.map((column) => `${column} text`).join(', ')}, variables jsonb
    ) on commit delete rows`);
  const columns = `place, number, raw_number, status, ${PLAIN.join(', ')}, variables`;
  await copyIn(client, `contact_load (${columns})`, lines);
}

/** Drops what stands at `place` and behind it. */
export async function unstageFrom(db: Queryable, place: number): Promise<void> {
  await db.query('delete from contact_load where place >= $1', [place]);
}

/** Place of the first staged contact whose number the phonebook has; undefined where it has none. */
export async function firstPresent(
  db: Queryable,
  { accountId, phonebookId }: LoadTarget,
): Promise<number | undefined> {
  const [row] = await db.query<{ place: number | null }[]>(
    `select min(place) as place from contact_load s join contact c using (number)
      where c.account_id = $1 and c.phonebook_id = $2`,
    [accountId, phonebookId],
  );
  return row?.place ?? undefined;
}

/** Place of the staged contact that is one new number more than there is room for. */
export async function firstBeyond(
  db: Queryable,
  { accountId, phonebookId }: LoadTarget,
  room: number,
): Promise<number | undefined> {
  const [row] = await db.query<{ place: number }[]>(
    `select place from contact_load s
      where not exists (
        select from contact c where c.account_id = $1 and c.phonebook_id = $2 and c.number = s.number)
      order by place offset $3 limit 1`,
    [accountId, phonebookId, Math.max(0, room)],
  );
  return row?.place;
}

/**
 * Inserts the staged contacts whose numbers the phonebook does not have. Sorted by number, so that two loads
 * into one phonebook wait for each other in the same order instead of for ever.
 */
export async function insertStaged(db: Queryable, target: LoadTarget): Promise<Loaded> {
  const [row] = await db.query<[Loaded]>(
    `with inserted as (
       insert into contact (account_id, phonebook_id, number, raw_number, status, ${PLAIN.join(', ')},
                            variables, import_id, created_at, updated_at)
       select $1, $2, number, raw_number, coalesce(status, 'active'), ${PLAIN.join(', ')},
              coalesce(variables, '{}'), $3, $4, $4
         from contact_load order by number
       on conflict (account_id, phonebook_id, number) do nothing
       returning status)
     select count(*)::int as inserted, count(*) filter (where status = 'active')::int as active from inserted`,
    valuesOf(target),
  );
  return row;
}

/** Contacts that are different now, and how many more of them are active than before. */
export interface Changed {
  numbers: string[];
  active: number;
}

/**
 * Locks the contacts whose numbers are staged, in the order of their numbers, and answers how many there are.
 */
export async function lockPresent(db: Queryable, target: LoadTarget): Promise<number> {
  const [row] = await db.query<[{ count: number }]>(
    `with present as (
       select from contact_load s join contact c using (number)
        where c.account_id = $1 and c.phonebook_id = $2
        order by c.number for update of c)
     select count(*)::int from present`,
    [target.accountId, target.phonebookId],
  );
  return row.count;
}

/**
 * Changes contacts that are there to what their staged namesakes say: a value that is null changes nothing,
 * variables are added to. Answers the numbers of those that are different now.
 */
export async function updateFromStaged(db: Queryable, target: LoadTarget): Promise<Changed> {
  const kept = [...PLAIN, 'status'].map((column) => ({
    column,
    value: `coalesce(s.${column}, c.${column})`,
  }));
  const changes = [
    ...kept,
    { column: 'variables', value: `c.variables || coalesce(s.variables, '{}')` },
  ];
  const [row] = await db.query<[Changed]>(
    `with changed as (
       update contact c
          set ${changes.map(({ column, value }) => `${column} = ${value}`).join(', ')}, updated_at = $3
         from contact_load s
         join contact old on old.account_id = $1 and old.phonebook_id = $2 and old.number = s.number
        where c.account_id = $1 and c.id = old.id
          and (${changes.map(({ column, value }) => `c.${column} is distinct from ${value}`).join(' or ')})
       returning c.number, (c.status = 'active')::int - (old.status = 'active')::int as active)
     select coalesce(array_agg(number), '{}') as numbers, coalesce(sum(active), 0)::int as active from changed`,
    [target.accountId, target.phonebookId, target.at],
  );
  return row;
}

/** Contacts that an import created and that are still in its phonebook. */
export interface ImportedContacts {
  accountId: number;
  phonebookId: number;
  importId: number;
  /** When the import ran, by which its contacts are found. */
  from: Date;
  until: Date;
}

/** Contacts that were deleted, and the newest moment of creation among them. */
export interface Unloaded {
  numbers: string[];
  active: number;
  upTo: Date | null;
}

/** Deletes up to `most` of an import's contacts, the oldest first. */
export async function deleteImported(
  db: Queryable,
  { accountId, phonebookId, importId, from, until }: ImportedContacts,
  most: number,
): Promise<Unloaded> {
  const [row] = await db.query<[Unloaded]>(
    `with chosen as (
       select id from contact
        where account_id = $1 and created_at between $4 and $5 and phonebook_id = $2 and import_id = $3
        order by created_at, id limit $6 for update),
     gone as (
       delete from contact using chosen
        where contact.account_id = $1 and contact.id = chosen.id
       returning number, status, created_at)
     select coalesce(array_agg(number), '{}') as numbers, max(created_at) as "upTo",
            count(*) filter (where status = 'active')::int as active
       from gone`,
    [accountId, phonebookId, importId, from, until, most],
  );
  return row;
}

function valuesOf({ accountId, phonebookId, importId, at }: LoadTarget): unknown[] {
  return [accountId, phonebookId, importId, at];
}

/** Contacts as lines of COPY for {@link stageContacts}. */
export const contactLines = (): CopyLines<LoadedContact> => new CopyLines(copyLine);

/** One line of COPY's text format. */
function copyLine(contact: LoadedContact, place: number): string {
  const variables = contact.variables && JSON.stringify(contact.variables);
  return `${place}\t${contact.number}\t${copyText(contact.rawNumber)}\t${copyText(contact.status)}\t${copyText(
    contact.firstName,
  )}\t${copyText(contact.lastName)}\t${copyText(contact.email)}\t${copyText(contact.unitNumber)}\t${copyText(
    contact.address,
  )}\t${copyText(contact.city)}\t${copyText(contact.state)}\t${copyText(contact.postcode)}\t${copyText(
    contact.country,
  )}\t${copyText(contact.timeZone)}\t${copyText(contact.notes)}\t${copyText(variables)}\n`;
}
