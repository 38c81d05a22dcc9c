import { ContactStatus } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { BatchRow } from './contact-batches';
import { ContactChange, sizesOf } from './contact-changes';

/** What a statement did to a batch of contacts. */
export type Done = ContactChange & { affected: number };

type Returned = Pick<BatchRow, 'number' | 'phonebookId' | 'status'>;

const RETURNED = 'number, phonebook_id as "phonebookId", status';

/** Makes contacts active or inactive; those that are so already are left alone. */
export async function turnContacts(
  db: EntityManager,
  accountId: number,
  rows: readonly BatchRow[],
  status: ContactStatus,
): Promise<Done> {
  const turned = rows.filter((row) => row.status !== status);
  await db.query(
    `update contact set status = $3, updated_at = now() where account_id = $1 and id = any($2)`,
    [accountId, idsOf(turned), status],
  );
  const after = turned.map((row) => ({ ...row, status }));
  return { ...done(turned), sizes: [...sizesOf(turned, -1), ...sizesOf(after, 1)] };
}

export async function deleteContacts(
  db: EntityManager,
  accountId: number,
  rows: readonly BatchRow[],
): Promise<Done> {
  await db.query('delete from contact where account_id = $1 and id = any($2)', [
    accountId,
    idsOf(rows),
  ]);
  return { ...done(rows), sizes: sizesOf(rows, -1) };
}

/**
 * Moves contacts into a phonebook. Those whose number it has already stay where they are, and of several with
 * the same number the eldest moves. Who adds such a number at the same moment makes one of the two fail whole.
 */
export async function moveContacts(
  db: EntityManager,
  accountId: number,
  rows: readonly BatchRow[],
  target: number,
): Promise<Done> {
  const elsewhere = rows.filter(({ phonebookId }) => phonebookId !== target);
  const [moved] = (await db.query(
    `with eldest as (
       select distinct on (number) id from contact
        where account_id = $1 and id = any($2) order by number, id)
     update contact set phonebook_id = $3, updated_at = now()
       from eldest
      where contact.account_id = $1 and contact.id = eldest.id
        and not exists (
          select from contact already
           where already.account_id = $1 and already.phonebook_id = $3
             and already.number = contact.number)
     returning contact.id`,
    [accountId, idsOf(elsewhere), target],
  )) as [{ id: number }[]];
  const ids = new Set(moved.map(({ id }) => id));
  const before = elsewhere.filter(({ id }) => ids.has(id));
  const after = before.map((row) => ({ ...row, phonebookId: target }));
  return { ...done(before), sizes: [...sizesOf(before, -1), ...sizesOf(after, 1)] };
}

/** Copies contacts into a phonebook, where the numbers that it has already stay as they are. */
export async function copyContacts(
  db: EntityManager,
  accountId: number,
  rows: readonly BatchRow[],
  target: number,
): Promise<Done> {
  const copied = (await db.query(
    `insert into contact (account_id, phonebook_id, number, raw_number, first_name, last_name, status,
       email, unit_number, address, city, state, postcode, country, time_zone, notes, variables)
     select account_id, $3, number, raw_number, first_name, last_name, status,
       email, unit_number, address, city, state, postcode, country, time_zone, notes, variables
       from contact where account_id = $1 and id = any($2) order by id
     on conflict (account_id, phonebook_id, number) do nothing
     returning ${RETURNED}`,
    [accountId, idsOf(rows), target],
  )) as Returned[];
  return { ...done(copied), sizes: sizesOf(copied, 1) };
}

function done(rows: readonly { number: string }[]): Pick<Done, 'affected' | 'numbers'> {
  return { affected: rows.length, numbers: rows.map(({ number }) => number) };
}

const idsOf = (rows: readonly BatchRow[]) => rows.map(({ id }) => id);
