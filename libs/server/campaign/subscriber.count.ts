import { countOf, RowCount } from '@belltower/core';
import { DataSource, SelectQueryBuilder } from 'typeorm';
import { Subscriber } from './subscriber.entity';
import { SubscriberFilters } from './subscriber.search';

/* By campaign and state they are counted already, in the transactions that change them. */
const KEPT = `
select coalesce(sum(subscribers), 0)::bigint as total from subscriber_count
 where account_id = $1 and ($2::bigint is null or campaign_id = $2) and ($3::text[] is null or state = any($3))
   and not exists (select from campaign gone where gone.account_id = subscriber_count.account_id
                      and gone.id = subscriber_count.campaign_id and gone.deleted_at is not null)`;

/**
 * How many subscribers match a list's filters: exact, however many, where nothing is asked for but campaign and state.
 * @param matching those very ones
 */
export async function countSubscribers(
  database: DataSource,
  accountId: number,
  { campaignId, state, ...others }: SubscriberFilters,
  matching: SelectQueryBuilder<Subscriber>,
): Promise<RowCount> {
  if (Object.values(others).some((value) => value !== undefined)) return countOf(matching);
  const states = state?.length ? state : null;
  const [{ total }] = await database.query<[{ total: number }]>(KEPT, [
    accountId,
    campaignId ?? null,
    states,
  ]);
  return { total, estimated: false };
}
