import { Queryable } from '@belltower/core';
import { setTimeout } from 'node:timers/promises';

/** Begins every statement that claims, so that it is known among what PostgreSQL is doing. */
export const CLAIM_MARK = '/* belltower claim */';

const LOOK_MS = 5;
/** A claim takes milliseconds; one that takes this long has been cut off, or PostgreSQL stands still. */
const MOST_MS = 2_000;

/**
 * Waits until the claims that are running at this moment have committed. A claim judges by what was committed when it
 * began: one that began before a change may still find suppressed or gone whom the change has brought back. Claims
 * that begin now see the change, and are not waited for. What they take afterwards is seen by the next statement.
 */
export async function waitForClaims(db: Queryable): Promise<void> {
  const [{ now }] = await db.query<[{ now: string }]>('select clock_timestamp()::text as now');
  for (let waited = 0; waited < MOST_MS; waited += LOOK_MS) {
    // What a transaction has seen of others' activity it would else see again.
    await db.query('select pg_stat_clear_snapshot()');
    const running = await db.query<unknown[]>(
      `select from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
          and query_start <= $1 and starts_with(query, '${CLAIM_MARK}')`,
      [now],
    );
    if (!running.length) return;
    await setTimeout(LOOK_MS);
  }
}
