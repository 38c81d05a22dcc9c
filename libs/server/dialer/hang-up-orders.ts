import { Queryable } from '@belltower/core';
import { campaignKey } from './survey';

/* Reads only. Those of the given campaigns that were stopped with the order to hang up. */
const STOPPED = `
select campaign.account_id "accountId", campaign.id
  from unnest($1::bigint[], $2::bigint[]) as asked (account_id, campaign_id)
  join campaign on campaign.account_id = asked.account_id and campaign.id = asked.campaign_id
 where campaign.status = 'stopped' and campaign.hang_up`;

/** Keys of campaigns whose calls on the line are to be ended. */
export async function hangUpOrders(
  db: Queryable,
  campaigns: readonly { accountId: number; campaignId: number }[],
): Promise<Set<string>> {
  if (!campaigns.length) return new Set();
  const rows = await db.query<{ accountId: number; id: number }[]>(STOPPED, [
    campaigns.map(({ accountId }) => accountId),
    campaigns.map(({ campaignId }) => campaignId),
  ]);
  return new Set(rows.map(({ accountId, id }) => campaignKey(accountId, id)));
}
