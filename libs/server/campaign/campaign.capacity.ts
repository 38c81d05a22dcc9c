import { Queryable } from '@belltower/core';
import { Channel } from '@belltower/dto';
import { allowanceOf } from './account-limits';
import { typicalLength } from './attempt-length';
import { Campaign } from './campaign.entity';
import { capacityOf } from './capacity';
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
  const [limits] = await db.query<[Parameters<typeof allowanceOf>[0]]>(
    `select max_calls_per_minute as "maxCallsPerMinute", max_messages_per_minute as "maxMessagesPerMinute",
            max_channels as "maxChannels"
       from account where id = $1`,
    [accountId],
  );
  const lengths = new Map<Channel, number>();
  for (const channel of new Set(campaigns.map((campaign) => campaign.channel)))
    lengths.set(channel, (await typicalLength(db, accountId, channel, now)).seconds);
  return new Map(
    campaigns.map((campaign) => {
      const enabled = (gateways.get(campaign.id) ?? []).filter((gateway) => gateway.enabled);
      const callSeconds = lengths.get(campaign.channel)!;
      const account = allowanceOf(limits, campaign.channel);
      const terms = { campaign, account, gateways: enabled, callSeconds };
      return [campaign.id, capacityOf(terms).callsPerMinute];
    }),
  );
}
