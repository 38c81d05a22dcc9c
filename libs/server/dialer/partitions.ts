import { Queryable } from '@belltower/core';

const MONTHS_AHEAD = 3;

/* A month of `call`. Locks the table's list of partitions and the default partition for an instant. */
const partition = (name: string, from: string, until: string) =>
  `create table if not exists ${name} partition of call for values from ('${from}') to ('${until}')`;

/**
 * Makes the partitions of `call` for this month and the next ones, so that the default partition stays empty. A month
 * whose calls lie in the default partition already stays there. Answers the months that could not be made.
 */
export async function makePartitions(db: Queryable, now: Date): Promise<string[]> {
  const failed: string[] = [];
  for (let month = 0; month <= MONTHS_AHEAD; month++) {
    const [from, until] = [monthOf(now, month), monthOf(now, month + 1)];
    const name = `call_${from.slice(0, 7).replace('-', '_')}`;
    try {
      await db.query(partition(name, from, until));
    } catch (error) {
      // 23514: rows of that month are in the default partition; they would have to be moved first.
      if ((error as { code?: string }).code !== '23514') throw error;
      failed.push(from.slice(0, 7));
    }
  }
  return failed;
}

/** The first instant of a month in UTC, as PostgreSQL reads it. */
function monthOf(now: Date, later: number): string {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1));
  return `${first.toISOString().slice(0, 10)} 00:00:00+00`;
}
