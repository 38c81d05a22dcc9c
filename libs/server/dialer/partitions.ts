import { Queryable } from '@belltower/core';

const MONTHS_AHEAD = 3;

/** History by month. Messages are changed by reports within days: their months keep room for it. */
const TABLES = { call: '', message: 'with (fillfactor = 70)' };

/* A month of history. Locks the table's list of partitions and the default partition for an instant. */
const partition = (table: keyof typeof TABLES, name: string, from: string, until: string) =>
  `create table if not exists ${name} partition of ${table} for values from ('${from}') to ('${until}') ${TABLES[table]}`;

/**
 * Makes the partitions of calls and messages for this month and the next ones, so that the default partitions stay
 * empty. A month whose rows lie in a default partition already stays there. Answers the months that could not be made,
 * such as `call 2026-03`.
 */
export async function makePartitions(db: Queryable, now: Date): Promise<string[]> {
  const failed: string[] = [];
  for (const table of Object.keys(TABLES) as (keyof typeof TABLES)[])
    for (let month = 0; month <= MONTHS_AHEAD; month++) {
      const [from, until] = [monthOf(now, month), monthOf(now, month + 1)];
      const name = `${table}_${from.slice(0, 7).replace('-', '_')}`;
      try {
        await db.query(partition(table, name, from, until));
      } catch (error) {
        // 23514: rows of that month are in the default partition; they would have to be moved first.
        if ((error as { code?: string }).code !== '23514') throw error;
        failed.push(`${table} ${from.slice(0, 7)}`);
      }
    }
  return failed;
}

/** The first instant of a month in UTC, as PostgreSQL reads it. */
function monthOf(now: Date, later: number): string {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1));
  return `${first.toISOString().slice(0, 10)} 00:00:00+00`;
}
