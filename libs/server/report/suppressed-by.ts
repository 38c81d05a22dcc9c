import { Queryable } from '@belltower/core';
import { Channel, SuppressedCountView } from '@belltower/dto';
import { SUPPRESSED_BY_SQL, suppressorsSql } from '@belltower/suppression';

/** No index knows who is suppressed, because every attempt would pay for it: so many subscribers are looked at. */
const LOOKED_AT = 1_000_000;

const SUPPRESSORS = suppressorsSql({
  account: '$1',
  campaign: '$2',
  number: 'subscriber.number',
  channel: '$3',
});

/** What suppresses the subscribers of a campaign, most first: each of them once. */
export function suppressedBy(
  db: Queryable,
  accountId: number,
  campaignId: number,
  channel: Channel,
): Promise<SuppressedCountView[]> {
  return db.query<SuppressedCountView[]>(
    `with counted as (
       select ${SUPPRESSED_BY_SQL} as reason,
              case when not suppressors.opted_out then suppressors.list_id end as list_id, count(*) as subscribers
         from (select number, state from subscriber
                where account_id = $1 and campaign_id = $2 limit ${LOOKED_AT}) as subscriber
        cross join lateral (${SUPPRESSORS} offset 0) as suppressors
        where subscriber.state = 'suppressed'
        group by 1, 2)
     select reason, list_id as "listId", list.name as list, subscribers
       from counted
       left join suppression_list list on list.account_id = $1 and list.id = list_id
      order by subscribers desc, reason, list.name`,
    [accountId, campaignId, channel],
  );
}
