import { Queryable } from '@belltower/core';
import { countedAs, Disposition } from '@belltower/dto';
import { OutcomeShares } from './retry-outlook';

const DAY_MS = 24 * 60 * 60_000;
const DAYS = 30;
/** Fewer calls say too little. */
const FEWEST_CALLS = 50;

/** Attempts that are repeated as if they had not been made, and calls that are not made at all. */
const UNCOUNTED = [Disposition.Congestion, Disposition.Cancelled, Disposition.Blocked];

/* Reads only. Until when days are closed; planned with that instant, the statement below reads what is left and no more. */
const CLOSED_UNTIL = `select days_until as "closedUntil" from call_stat_mark where account_id = $1`;

/* Reads only: days that are closed, and quarters of an hour since. */
const ENDED = `
select disposition, sum(calls)::bigint as calls from (
  select disposition, calls from call_route_step where account_id = $1 and step = 'day' and begins > $2
  union all
  select disposition, calls from call_stat where account_id = $1 and quarter > $2 and quarter >= $3) as ended
 where disposition <> all ($4) group by disposition`;

/** How the account's calls of the last month ended; null where there were too few to tell. */
export async function outcomeShares(
  db: Queryable,
  accountId: number,
  now: Date,
): Promise<OutcomeShares | null> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const [{ closedUntil } = { closedUntil: since }] = await db.query<{ closedUntil: Date }[]>(
    CLOSED_UNTIL,
    [accountId],
  );
  const rows = await db.query<{ disposition: Disposition; calls: number }[]>(ENDED, [
    ...[accountId, since, closedUntil, UNCOUNTED],
  ]);
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  if (calls < FEWEST_CALLS) return null;
  const shares: OutcomeShares['shares'] = {};
  for (const row of rows) {
    const counted = countedAs(row.disposition);
    shares[counted] = (shares[counted] ?? 0) + row.calls / calls;
  }
  return { calls, shares };
}
