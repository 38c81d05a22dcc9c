import { Queryable } from '@belltower/core';
import { suppressedSql } from '@belltower/suppression';
import { CallName } from './call-name';

const SUPPRESSED = suppressedSql({
  account: 'inflight.account_id',
  campaign: 'inflight.campaign_id',
  number: 'inflight.number',
  channel: 'inflight.channel',
});

/* Reads only. Ledger rows whose number has become suppressed, or has left its campaign, since they were claimed. */
const UNWANTED = `
select inflight.id
  from unnest($1::bigint[], $2::bigint[]) as asked (account_id, id)
  join inflight on inflight.account_id = asked.account_id and inflight.id = asked.id
  join subscriber on subscriber.account_id = inflight.account_id and subscriber.id = inflight.subscriber_id
 where ${SUPPRESSED} or subscriber.state not in ('waiting', 'retry')`;

/** Ids of those among these calls that a claim of this moment would not take any more. */
export async function unwantedCalls(
  db: Queryable,
  calls: readonly CallName[],
): Promise<Set<number>> {
  const rows = await db.query<{ id: number }[]>(UNWANTED, [
    calls.map(({ accountId }) => accountId),
    calls.map(({ id }) => id),
  ]);
  return new Set(rows.map(({ id }) => id));
}
