import { Queryable } from '@belltower/core';

/** What is dropped after some time. */
export type Kept = 'calls' | 'messages' | 'recordings';

/** From when on something is kept, as an expression; minus infinity where it always is. */
export const keptSql = (what: Kept) =>
  `(select coalesce(max(since), '-infinity') from kept_since where what = '${what}')`;

/** From when on something is kept; null where nothing has been dropped. */
export async function keptSince(db: Queryable, what: Kept): Promise<Date | null> {
  const [row] = await db.query<{ since: Date }[]>('select since from kept_since where what = $1', [
    what,
  ]);
  return row?.since ?? null;
}

/** Says that whatever is older may be gone. Call it before anything goes: what is being counted then looks no further back. */
export async function keepSince(db: Queryable, what: Kept, since: Date): Promise<void> {
  await db.query(
    `insert into kept_since (what, since) values ($1, $2)
     on conflict (what) do update set since = greatest(kept_since.since, excluded.since)`,
    [what, since],
  );
}
