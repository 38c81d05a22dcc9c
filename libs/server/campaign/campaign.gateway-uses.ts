import { Queryable } from '@belltower/core';
import { GatewayUse, GatewayUses } from '@belltower/gateway';
import { Inject, Injectable, OnModuleInit } from '@nestjs/common';

/** Tells gateways which campaigns name them, so that none is taken away from under a campaign. */
@Injectable()
export class CampaignGatewayUses implements OnModuleInit {
  constructor(@Inject(GatewayUses) private readonly uses: GatewayUses) {}

  onModuleInit(): void {
    this.uses.register(usesOf);
  }
}

/** Asked across all accounts by an operator, hence without one; `campaign_gateway` is small. */
async function usesOf(
  db: Queryable,
  gatewayId: number,
  accountId: number | null,
): Promise<GatewayUse[]> {
  return db.query<GatewayUse[]>(
    `select link.account_id as "accountId", account.name as "accountName", link.campaign_id as "campaignId",
            campaign.name as "campaignName", campaign.status, campaign.channel,
            campaign.deleted_at is not null as deleted,
            route.turn::int as turn, route.gateways::int as gateways,
            (select count(*)::int from inflight
              where inflight.account_id = link.account_id and inflight.campaign_id = link.campaign_id
                and inflight.gateway_id = link.gateway_id) as "callsNow"
       from campaign_gateway link
       join campaign on campaign.account_id = link.account_id and campaign.id = link.campaign_id
       join account on account.id = link.account_id
       cross join lateral (
         select count(*) filter (where one.position <= link.position) as turn, count(*) as gateways
           from campaign_gateway one
          where one.account_id = link.account_id and one.campaign_id = link.campaign_id) as route
      where link.gateway_id = $1 and ($2::bigint is null or link.account_id = $2)
      order by campaign.status in ('running', 'paused') desc, campaign.name, campaign.id`,
    [gatewayId, accountId],
  );
}
