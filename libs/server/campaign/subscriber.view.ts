import { Account } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { DataSource, In } from 'typeorm';
import { withinLimits } from './account-limits';
import { Campaign } from './campaign.entity';
import { candidatesOf } from './candidates';
import { Candidate, eligibility } from './eligibility';
import { Subscriber } from './subscriber.entity';

/** Subscribers of one account as the API shows them: with names, and why they are not being called. */
export async function subscriberViews(
  database: DataSource,
  accountId: number,
  subscribers: readonly Subscriber[],
  now: Date,
) {
  const ids = [...new Set(subscribers.map(({ campaignId }) => campaignId))];
  const found = await database.getRepository(Campaign).findBy({ accountId, id: In(ids) });
  const account = await database.getRepository(Account).findOneByOrFail({ id: accountId });
  const campaigns = new Map(
    found.map((campaign) => [campaign.id, withinLimits(campaign, account)]),
  );
  const names = await contactNames(database, accountId, subscribers);
  const candidates = new Map<number, Candidate>();
  for (const channel of new Set([...campaigns.values()].map((campaign) => campaign.channel))) {
    const own = subscribers.filter(
      ({ campaignId }) => campaigns.get(campaignId)!.channel === channel,
    );
    const found = await candidatesOf(database, accountId, own, channel, now);
    found.forEach((candidate, id) => candidates.set(id, candidate));
  }
  return subscribers.map((subscriber) => {
    const campaign = campaigns.get(subscriber.campaignId)!;
    const answer = eligibility(candidates.get(subscriber.id)!, campaign, now);
    return {
      ...subscriber,
      campaignName: campaign.name,
      channel: campaign.channel,
      contactName: names.get(subscriber.contactId ?? 0) ?? null,
      heldBy: answer.allowed ? null : answer.reason,
      nextAttemptAt: answer.allowed ? now : answer.nextEligibleAt,
    };
  });
}

async function contactNames(
  db: Queryable,
  accountId: number,
  subscribers: readonly Subscriber[],
): Promise<Map<number, string | null>> {
  const rows = await db.query<{ id: number; name: string | null }[]>(
    `select id, nullif(concat_ws(' ', first_name, last_name), '') as name
       from contact where account_id = $1 and id = any($2)`,
    [accountId, subscribers.flatMap(({ contactId }) => contactId ?? [])],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
