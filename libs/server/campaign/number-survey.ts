import { Queryable } from '@belltower/core';

/** Up to so many contacts every number is looked at, where nobody asks for fewer. */
export const LOOKED_AT = 100_000;
/**
 * Of more, so many are read, and a tenth of these looked at. Neighbours in a table are alike, as whole files were
 * imported: a few contacts from each of many pages say more than all from a few.
 */
const READ = 150_000;
const SAMPLE = 15_000;
/** Most rows of the table, of whichever account, that are read at first. */
const MOST_READ = 600_000;

/**
 * Numbers to look at, as a subquery of `number`, `contact_id`, `weight` and `rows`, in which $1 is the account and $3 its
 * phonebooks.
 */
export interface NumberSource {
  sql: string;
  /** Of its further parameters, from $6 on. */
  values: readonly number[];
}

/** What was found, and how it stands to the whole. */
export interface Survey<T> {
  found: T;
  contacts: number;
  /** Contacts that are active. */
  active: number;
  /** Whether only a sample was looked at. */
  approximate: boolean;
  /** By how much what was found in a sample is to be multiplied; 1 where all was looked at. */
  scale: number;
}

/**
 * Looks at every different number of active contacts in some phonebooks where that takes no more than a moment, else at
 * a sample of a few thousand.
 * @param lookedAt up to how many active contacts it looks at all
 * @param ask answers with how many contacts it has looked at
 */
export async function survey<T extends { rows: number }>(
  db: Queryable,
  { accountId, phonebookIds }: { accountId: number; phonebookIds: readonly number[] },
  lookedAt: number,
  ask: (source: NumberSource) => Promise<T>,
): Promise<Survey<T>> {
  const [{ active, contacts }] = await db.query<[{ active: number; contacts: number }]>(
    `select coalesce(sum(active_contacts), 0) as active, coalesce(sum(all_contacts), 0) as contacts
       from phonebook_size where account_id = $1 and phonebook_id = any($2)`,
    [accountId, phonebookIds],
  );
  const approximate = active > lookedAt;
  const found = approximate
    ? await sampled(db, active, ask)
    : await ask({ sql: EVERY_NUMBER, values: [] });
  const scale = approximate && found.rows ? active / found.rows : 1;
  return { found, contacts, active, approximate, scale };
}

/* Reads only. Every number once, with the contact that it joins by. */
const EVERY_NUMBER = `
select number, min(id) as contact_id, 1::float8 as weight, count(*) as rows from contact
 where account_id = $1 and phonebook_id = any($3) and status = 'active' group by number`;

/*
 * Reads only. Some contacts, whole pages of the table at a time, which costs the same however large it is. A number
 * that several contacts have is found as often more easily, and so counts for as much less.
 */
const SOME_NUMBERS = `
select picked.number, picked.id as contact_id, 1::float8 / greatest(copies.count, 1) as weight, 1 as rows
  from (select id, number from contact tablesample system ($6::float8)
         where account_id = $1 and phonebook_id = any($3) and status = 'active' and random() < $7::float8) as picked
 cross join lateral (
   select count(*) from contact
    where account_id = $1 and number = picked.number and phonebook_id = any($3) and status = 'active') as copies`;

/** Reads more of the table where few of its rows are of these phonebooks, and all of it where that finds nobody. */
async function sampled<T extends { rows: number }>(
  db: Queryable,
  active: number,
  ask: (source: NumberSource) => Promise<T>,
): Promise<T> {
  const [{ rows }] = await db.query<[{ rows: number }]>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'contact'::regclass`,
  );
  const first = Math.min(READ / active, rows ? MOST_READ / rows : 1);
  for (let percent = Math.min(100, 100 * first); ; percent = Math.min(100, percent * 10)) {
    const kept = Math.min(1, SAMPLE / ((active * percent) / 100));
    const found = await ask({ sql: SOME_NUMBERS, values: [percent, kept] });
    if (found.rows >= SAMPLE / 10 || percent === 100) return found;
  }
}
