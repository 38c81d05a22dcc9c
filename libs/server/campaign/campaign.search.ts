import { containing, KeysetSorts } from '@belltower/core';
import { CampaignQuery } from '@belltower/dto';
import { DataSource, SelectQueryBuilder } from 'typeorm';
import { Campaign } from './campaign.entity';

/** By what a list of campaigns can be sorted. */
export const CAMPAIGN_SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(campaign.name)', type: 'text' },
    status: { expression: 'campaign.status', type: 'text' },
    callsPerMinute: { expression: 'campaign.calls_per_minute', type: 'bigint' },
    startsAt: { expression: 'campaign.starts_at', type: 'timestamptz' },
    endsAt: { expression: 'campaign.ends_at', type: 'timestamptz' },
    createdAt: { expression: 'campaign.created_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'campaign.id',
};

/** The account's campaigns that match, deleted ones never. */
export function campaignsThat(
  database: DataSource,
  accountId: number,
  { q, status, channel, phonebookId }: CampaignQuery,
): SelectQueryBuilder<Campaign> {
  const campaigns = database
    .createQueryBuilder(Campaign, 'campaign')
    .where('campaign.account_id = :accountId and campaign.deleted_at is null', { accountId });
  if (q) campaigns.andWhere('campaign.name ilike :q', { q: containing(q) });
  if (status?.length) campaigns.andWhere('campaign.status in (:...status)', { status });
  if (channel) campaigns.andWhere('campaign.channel = :channel', { channel });
  if (phonebookId)
    campaigns.andWhere(
      `exists (select from campaign_phonebook link where link.account_id = campaign.account_id
         and link.campaign_id = campaign.id and link.phonebook_id = :phonebookId)`,
      { phonebookId },
    );
  return campaigns;
}
