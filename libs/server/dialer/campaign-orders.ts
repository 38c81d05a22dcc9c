import { accountAllowsSql, campaignOpenSql } from '@belltower/campaign';
import { Queryable } from '@belltower/core';
import { campaignKey } from './survey';

/** What a process has to know of the campaigns whose calls it holds, by their keys. */
export interface CampaignOrders {
  /** Calls on the line are to be ended. */
  hangUp: Set<string>;
  /** No further call may be placed. */
  closed: Set<string>;
}

/* Reads only. */
const ORDERS = `
select campaign.account_id "accountId", campaign.id, campaign.status = 'stopped' and campaign.hang_up "hangUp",
       not (campaign.deleted_at is null and ${accountAllowsSql('campaign', 'account')}
            and ${campaignOpenSql('campaign', 'account', '$3')}) "closed"
  from unnest($1::bigint[], $2::bigint[]) as asked (account_id, campaign_id)
  join campaign on campaign.account_id = asked.account_id and campaign.id = asked.campaign_id
  join account on account.id = campaign.account_id`;

export async function campaignOrders(
  db: Queryable,
  campaigns: readonly { accountId: number; campaignId: number }[],
  now: Date,
): Promise<CampaignOrders> {
  if (!campaigns.length) return { hangUp: new Set(), closed: new Set() };
  const rows = await db.query<
    { accountId: number; id: number; hangUp: boolean; closed: boolean }[]
  >(ORDERS, [
    campaigns.map(({ accountId }) => accountId),
    campaigns.map(({ campaignId }) => campaignId),
    now,
  ]);
  const keys = (meant: (row: { hangUp: boolean; closed: boolean }) => boolean) =>
    new Set(rows.filter(meant).map(({ accountId, id }) => campaignKey(accountId, id)));
  return { hangUp: keys(({ hangUp }) => hangUp), closed: keys(({ closed }) => closed) };
}
