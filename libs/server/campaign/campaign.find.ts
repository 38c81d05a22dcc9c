import { NotFound } from '@belltower/core';
import { EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';

/** @throws NotFound `campaign.not-found`; with `lock`, its status cannot change until the transaction ends */
export async function findCampaign(
  db: EntityManager,
  accountId: number,
  id: number,
  lock?: 'lock',
): Promise<Campaign> {
  const found = db
    .createQueryBuilder(Campaign, 'campaign')
    .where('campaign.account_id = :accountId and campaign.id = :id', { accountId, id })
    .andWhere('campaign.deleted_at is null');
  // Foreign keys share the row's key, which only a stronger lock would keep from them.
  if (lock) found.setLock('for_no_key_update');
  const campaign = await found.getOne();
  if (!campaign) throw new NotFound('campaign.not-found', 'There is no such campaign.');
  return campaign;
}
