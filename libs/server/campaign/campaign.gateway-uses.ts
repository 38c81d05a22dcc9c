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
    `select campaign.account_id as "accountId", 'the campaign “' || campaign.name || '”' ||
            case when campaign.deleted_at is null then '' else ' (deleted; its calls remain)' end as what
       from campaign_gateway link
       join campaign on campaign.account_id = link.account_id and campaign.id = link.campaign_id
      where link.gateway_id = $1 and ($2::bigint is null or link.account_id = $2)
      order by campaign.status in ('running', 'paused') desc, campaign.name, campaign.id`,
    [gatewayId, accountId],
  );
}
