import { copyIn, CopyLines, copyText, Queryable } from '@belltower/core';
import type { Client } from 'pg';
import { inScope, Scope } from './list-scope';

/** A number on its way onto a list. */
export interface StagedNumber {
  number: string;
  reason: string | null;
}

/** Where numbers go, and since when. */
export interface ListTarget {
  scope: Scope;
  listId: number;
  importId: number;
  at: Date;
}

/** Numbers as lines of COPY for {@link stageNumbers}. */
export const numberLines = (): CopyLines<StagedNumber> =>
  new CopyLines(({ number, reason }) => `${number}\t${copyText(reason)}\n`);

/**
 * Puts numbers, each once, into the session's table `number_load`, which {@link insertStagedNumbers} reads. Belongs to
 * the transaction: the table is empty after it, and lives as long as the connection.
 */
export async function stageNumbers(db: Queryable, client: Client, lines: Buffer): Promise<void> {
  await db.query(`
    create temporary table if not exists number_load (
      number text collate "C" not null, reason text
    ) on commit delete rows`);
  await copyIn(client, 'number_load (number, reason)', lines);
}

/**
 * Inserts the staged numbers that the list does not have, and answers how many. Sorted by number, so that two loads
 * into one list wait for each other in the same order instead of for ever.
 */
export async function insertStagedNumbers(db: Queryable, target: ListTarget): Promise<number> {
  const { scope, listId, importId, at } = target;
  const [{ inserted }] = await db.query<[{ inserted: number }]>(
    `with inserted as (
       insert into ${scope.numbers} (${scope.accountColumn}list_id, number, reason, source, import_id, created_at)
       select ${scope.accountValue}$2, number, reason, 'file', $3, $4 from number_load
        where ${scope.accountId === null ? '$1::bigint is null' : 'true'} order by number
       on conflict (${scope.accountColumn}number, list_id) do nothing
       returning 1)
     select count(*) as inserted from inserted`,
    [scope.accountId, listId, importId, at],
  );
  return inserted;
}

/** The staged numbers that the list had before this import. */
export function numbersBefore(
  db: Queryable,
  { scope, listId, importId }: ListTarget,
): Promise<{ number: string }[]> {
  return db.query<{ number: string }[]>(
    `select number from number_load join ${scope.numbers} held using (number)
      where ${inScope(scope, 'held')} and held.list_id = $2 and held.import_id is distinct from $3`,
    [scope.accountId, listId, importId],
  );
}

/** Numbers that an import brought and that are still on its list, oldest first. */
export async function importedNumbers(
  db: Queryable,
  { scope, listId, importId, from, until }: Omit<ListTarget, 'at'> & { from: Date; until: Date },
  most: number,
): Promise<{ ids: number[]; upTo: Date | null }> {
  const rows = await db.query<{ id: number; createdAt: Date }[]>(
    `select id, created_at as "createdAt" from ${scope.numbers} held
      where ${inScope(scope, 'held')} and held.list_id = $2 and held.import_id = $3
        and held.created_at between $4 and $5
      order by created_at, id limit $6 for update`,
    [scope.accountId, listId, importId, from, until, most],
  );
  return { ids: rows.map(({ id }) => id), upTo: rows.at(-1)?.createdAt ?? null };
}
