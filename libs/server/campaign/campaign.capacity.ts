import { Queryable } from '@belltower/core';
import { typicalCallLength } from './call-length';
import { Campaign } from './campaign.entity';
import { Allowance, capacityOf } from './capacity';
import { gatewaysOfCampaigns } from './gateway-capacity';

/** How many calls a minute each of these campaigns of one account can make, by its own pace and all that bounds it. */
export async function capacitiesOf(
  db: Queryable,
  accountId: number,
  campaigns: readonly Campaign[],
  now: Date,
): Promise<Map<number, number>> {
  if (!campaigns.length) return new Map();
  const gateways = await gatewaysOfCampaigns(
    db,
    accountId,
    campaigns.map(({ id }) => id),
  );
  const [account] = await db.query<[Allowance]>(
    'select max_calls_per_minute as "callsPerMinute", max_channels as channels from account where id = $1',
    [accountId],
  );
  const { seconds: callSeconds } = await typicalCallLength(db, accountId, now);
  return new Map(
    campaigns.map((campaign) => {
      const enabled = (gateways.get(campaign.id) ?? []).filter((gateway) => gateway.enabled);
      const terms = { campaign, account, gateways: enabled, callSeconds };
      return [campaign.id, capacityOf(terms).callsPerMinute];
    }),
  );
}
