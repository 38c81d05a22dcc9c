import { Invalid, KeysetSorts, QueryPipe, validationPipe } from '@belltower/core';
import {
  HoldReason,
  PageQuery,
  SubscriberChoice,
  SubscriberQuery,
  SubscriberState,
  SuppressedBy,
} from '@belltower/dto';
import { filterNumber } from '@belltower/phone-number';
import { SUPPRESSED_BY_SQL, suppressorsSql } from '@belltower/suppression';
import { SelectQueryBuilder } from 'typeorm';
import { aheadSql, SUPPRESSED_AHEAD } from './queue-holds.sql';
import { Subscriber } from './subscriber.entity';

/** By id, newest first; in one campaign by number, which its unique index serves. */
export const sortsOf = ({ campaignId }: SubscriberQuery): KeysetSorts => ({
  columns: {
    number: { expression: 'subscriber.number', type: 'text' },
    id: { expression: 'subscriber.id', type: 'bigint' },
  },
  fallback: campaignId ? 'number' : '-id',
  id: 'subscriber.id',
});

/** What narrows a list of subscribers, wherever it stands: on a page, in a bulk action, in an export. */
export type SubscriberFilters = Omit<SubscriberQuery, keyof PageQuery>;

/** Keeps the account's subscribers that match, those of deleted campaigns never. */
export function filterSubscribers(
  subscribers: SelectQueryBuilder<Subscriber>,
  accountId: number,
  filters: SubscriberFilters,
): SelectQueryBuilder<Subscriber> {
  subscribers.where('subscriber.account_id = :accountId', { accountId }).andWhere(
    `not exists (select from campaign gone where gone.account_id = subscriber.account_id
       and gone.id = subscriber.campaign_id and gone.deleted_at is not null)`,
  );
  const { campaignId, state, disposition, number, from, until } = filters;
  if (campaignId) subscribers.andWhere('subscriber.campaign_id = :campaignId', { campaignId });
  if (state?.length) subscribers.andWhere('subscriber.state in (:...state)', { state });
  if (disposition?.length)
    subscribers.andWhere('subscriber.disposition in (:...disposition)', { disposition });
  if (number) filterNumber(subscribers, 'subscriber.number', number);
  if (from) subscribers.andWhere('subscriber.last_attempt_at >= :from', { from });
  if (until) subscribers.andWhere('subscriber.last_attempt_at < :until', { until });
  filterSuppressed(subscribers, filters);
  filterQueued(subscribers, filters);
  return subscribers;
}

/** Those that are on the line, or not; and those that wait in the queue for one of some reasons, as the report counts them. */
function filterQueued(
  subscribers: SelectQueryBuilder<Subscriber>,
  { campaignId, underWay, heldBy }: SubscriberFilters,
): void {
  if (underWay !== undefined)
    subscribers.andWhere(`${underWay ? '' : 'not '}exists (
      select from inflight where inflight.account_id = subscriber.account_id
         and inflight.subscriber_id = subscriber.id)`);
  if (!heldBy?.length) return;
  const held = `
    select due.subscriber_id from due
     where due.account_id = :accountId ${campaignId ? 'and due.campaign_id = :queue' : ''}
       and due.held_by = any(:heldBy::text[]) and due.next_attempt_at > now()`;
  const onLists = `
    select ahead.subscriber_id from ${aheadSql(':accountId', ':queue')} where ${SUPPRESSED_AHEAD}`;
  const reasons = heldBy.includes(HoldReason.Suppressed) ? [held, onLists] : [held];
  subscribers.andWhere(`subscriber.id in (${reasons.join(' union ')})`, {
    ...{ queue: campaignId ?? null, heldBy },
  });
}

/** Those that are suppressed for one of some reasons, or by one list, as the report of a campaign counts them. */
function filterSuppressed(
  subscribers: SelectQueryBuilder<Subscriber>,
  { suppressedBy, suppressionListId }: SubscriberFilters,
): void {
  const reasons = suppressionListId
    ? [SuppressedBy.List].filter((one) => !suppressedBy?.length || suppressedBy.includes(one))
    : suppressedBy;
  if (!reasons || (!suppressionListId && !reasons.length)) return;
  const conditions = [`${SUPPRESSED_BY_SQL} = any(:reasons::text[])`];
  if (suppressionListId) conditions.push('suppressors.list_id = :suppressionListId');
  subscribers.andWhere(`subscriber.state = '${SubscriberState.Suppressed}'`).andWhere(
    `exists (select from (${suppressorsSql(OF_SUBSCRIBER)}) as suppressors
                where ${conditions.join(' and ')})`,
    { reasons, suppressionListId },
  );
}

const OF_SUBSCRIBER = {
  account: 'subscriber.account_id',
  campaign: 'subscriber.campaign_id',
  number: 'subscriber.number',
  channel: `(select campaign.channel from campaign
              where campaign.account_id = subscriber.account_id and campaign.id = subscriber.campaign_id)`,
};

/** The subscribers that a bulk action takes. */
export type ChosenSubscribers = { ids: number[] } | { matching: SubscriberFilters };

/**
 * Reads what a bulk action takes. Filters are those of the list's query string and are held to its rules.
 * @throws Invalid `subscriber.nothing-chosen` where it names neither ids nor filters, or both
 */
export async function chosenOf({ ids, matching }: SubscriberChoice): Promise<ChosenSubscribers> {
  if (!!ids === !!matching)
    throw new Invalid('subscriber.nothing-chosen', 'Name subscribers by “ids” or by “matching”.');
  if (ids) return { ids };
  const typed: unknown = new QueryPipe().transform(matching, QUERY);
  return { matching: (await validationPipe().transform(typed, QUERY)) as SubscriberQuery };
}

const QUERY = { type: 'query', metatype: SubscriberQuery } as const;
