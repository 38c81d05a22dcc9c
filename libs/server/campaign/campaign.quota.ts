import { Account } from '@belltower/auth';
import { Conflict, Queryable } from '@belltower/core';
import { EntityManager } from 'typeorm';

/** Campaigns of an account that have not ended: what its limit of campaigns counts. */
export async function openCampaigns(db: Queryable, accountId: number): Promise<number> {
  const [row] = await db.query<[{ count: number }]>(
    `select count(*) as count from campaign
      where account_id = $1 and status in ('draft', 'running', 'paused') and deleted_at is null`,
    [accountId],
  );
  return row.count;
}

/**
 * Refuses one campaign more than the account may have, until the caller's transaction ends: the account's row
 * is locked, so that two made at once cannot both be the last.
 * @throws Conflict `limit.campaigns`
 */
export async function refuseBeyondQuota(db: EntityManager, accountId: number): Promise<void> {
  const account = await db.getRepository(Account).findOneOrFail({
    where: { id: accountId },
    lock: { mode: 'for_no_key_update' },
  });
  const most = account.maxCampaigns;
  if (most === null || (await openCampaigns(db, accountId)) < most) return;
  throw new Conflict(
    'limit.campaigns',
    `Your account may have ${most.toLocaleString('en')} campaigns that have not ended, and has them. Stop or delete one, or ask for a higher limit.`,
  );
}
