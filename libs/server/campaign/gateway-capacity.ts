import { Queryable } from '@belltower/core';
import { Campaign } from './campaign.entity';

/** A gateway of a campaign, as far as it decides who can be called and how fast. */
export interface CampaignGateway {
  id: number;
  name: string;
  enabled: boolean;
  down: boolean;
  channels: number;
  callsPerMinute: number;
  /** Beginnings of numbers that it may call; empty allows all. */
  allowedPrefixes: string[];
}

const COLUMNS = `gateway.id, gateway.name, gateway.enabled, gateway.status = 'down' as down, gateway.channels,
  gateway.calls_per_second * 60 as "callsPerMinute", gateway.allowed_prefixes as "allowedPrefixes"`;

/** The gateways of a campaign in its order of preference. */
export async function gatewaysOfCampaign(
  db: Queryable,
  { accountId, id }: Pick<Campaign, 'accountId' | 'id'>,
): Promise<CampaignGateway[]> {
  return (await gatewaysOfCampaigns(db, accountId, [id])).get(id) ?? [];
}

/** The same of several campaigns of one account, by their ids. */
export async function gatewaysOfCampaigns(
  db: Queryable,
  accountId: number,
  ids: readonly number[],
): Promise<Map<number, CampaignGateway[]>> {
  const rows = await db.query<{ id: number; gateways: CampaignGateway[] }[]>(
    `select link.campaign_id as id, json_agg(one order by link.position) as gateways
       from campaign_gateway link
      cross join lateral (select ${COLUMNS} from gateway where gateway.id = link.gateway_id) as one
      where link.account_id = $1 and link.campaign_id = any($2) group by link.campaign_id`,
    [accountId, ids],
  );
  return new Map(rows.map(({ id, gateways }) => [id, gateways]));
}

/** Those of these gateways that are switched on. Whether the account may use them is asked elsewhere. */
export async function enabledGateways(
  db: Queryable,
  ids: readonly number[],
): Promise<CampaignGateway[]> {
  return db.query<CampaignGateway[]>(
    `select ${COLUMNS} from gateway where gateway.id = any($1) and gateway.enabled`,
    [ids],
  );
}
