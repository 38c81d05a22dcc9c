import { Queryable } from '@belltower/core';
import { ERASED_NUMBER } from '@belltower/dto';
import { withoutNumber } from '@belltower/phone-number';
import { Person } from './person';

/** A column of what somebody did or asked for, in which a number may have been written. */
interface Place {
  table: string;
  column: string;
  type: 'jsonb' | 'text';
  /** When it was written down, and what else says which row it is. */
  at: string;
  what: string;
}

const PLACES: readonly Place[] = [
  { table: 'audit', column: 'detail', type: 'jsonb', at: 'at', what: 'action' },
  { table: 'notice', column: 'text', type: 'text', at: 'at', what: 'kind' },
  { table: 'saved_view', column: 'query', type: 'jsonb', at: 'created_at', what: 'name' },
  { table: 'export', column: 'filters', type: 'jsonb', at: 'created_at', what: 'kind' },
  { table: 'import', column: 'file_name', type: 'text', at: 'created_at', what: 'file_name' },
  { table: 'import', column: 'heading', type: 'text', at: 'created_at', what: 'file_name' },
  { table: 'import', column: 'stopped_because', type: 'text', at: 'created_at', what: 'file_name' },
];

/** Everything of the account, `$1`, in which the number is mentioned, found by its pattern, `$2`. */
export const MENTIONED = PLACES.map(
  ({ table, column, at, what }) =>
    `select '${table}' as place, ${at} as at, ${what} as what from ${table}
      where account_id = $1 and ${column}::text ~ $2`,
).join(' union all ');

/** Takes the number out of what mentions it, and leaves the rest of that. */
export async function eraseMentions(db: Queryable, person: Person): Promise<void> {
  for (const place of PLACES) await eraseIn(db, place, person);
}

async function eraseIn(
  db: Queryable,
  { table, column, type }: Place,
  { accountId, pattern }: Person,
): Promise<void> {
  const rows = await db.query<{ id: number; held: unknown }[]>(
    `select id, ${column} as held from ${table}
      where account_id = $1 and ${column}::text ~ $2 order by id for update`,
    [accountId, pattern],
  );
  for (const { id, held } of rows) {
    const left = withoutNumber(held, pattern, ERASED_NUMBER);
    await db.query(
      `update ${table} set ${column} = $3::${type} where account_id = $1 and id = $2`,
      [accountId, id, type === 'jsonb' ? JSON.stringify(left) : left],
    );
  }
}
