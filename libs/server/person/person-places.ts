import { addCounts, CountChange, lockRoster, lockSubscribers } from '@belltower/campaign';
import { Conflict, Queryable } from '@belltower/core';
import { ERASED_NUMBER, SubscriberState } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { Person } from './person';
import { attemptsUnderWay } from './person-parts';

/** A subscriber is being claimed or finished at this very moment: the same is to be tried again. */
export class BeingClaimed extends Error {}

/** Whoever is in one of these would be reached again. */
const QUEUED: readonly SubscriberState[] = [SubscriberState.Waiting, SubscriberState.Retry];

/**
 * Locks the person's places in campaigns, so that nobody begins to reach them until the transaction ends: by the order
 * of `roster-writing.ts`, and messages before, as reports on them do. An attempt that was claimed before is in the
 * ledger by then, and seen.
 * @throws Conflict `person.under-way`, {@link BeingClaimed}
 */
export async function lockPlaces(db: EntityManager, person: Person): Promise<number[]> {
  const { accountId, number } = person;
  await lockRoster(db, accountId);
  await db.query(
    'select from message where account_id = $1 and number = $2 order by id for update',
    [accountId, number],
  );
  const places = await db.query<{ id: number }[]>(
    `select subscriber.id from campaign
       join subscriber on subscriber.account_id = campaign.account_id and subscriber.campaign_id = campaign.id
      where campaign.account_id = $1 and subscriber.number = $2`,
    [accountId, number],
  );
  const ids = places.map(({ id }) => id);
  const { queued, unqueued } = await lockSubscribers(
    db,
    accountId,
    ids,
    Object.values(SubscriberState),
  );
  if (await attemptsUnderWay(db, person)) throw underWay();
  if (queued.length + unqueued.length < ids.length)
    throw new BeingClaimed('A number is being claimed at this moment');
  return ids;
}

/*
 * Takes locked subscribers out of the queue and makes them nobody's: updates `subscriber`, deletes from `due`. None is
 * ever called: there is no such number, no contact can have it, and whoever queues subscribers leaves these out.
 */
const LEAVE = `
with place as materialized (
  select id, campaign_id, state, next_attempt_at from subscriber where account_id = $1 and id = any($2::bigint[])
), unqueued as (
  delete from due using place
   where due.account_id = $1 and due.campaign_id = place.campaign_id
     and due.next_attempt_at = place.next_attempt_at and due.subscriber_id = place.id
), left_alone as (
  update subscriber
     set number = $4 || translate(subscriber.id::text, '0123456789', 'abcdefghij'),
         contact_id = null, next_attempt_at = null, kept_out = true,
         state = case when place.state = any($3::text[]) then 'removed' else place.state end
    from place where subscriber.account_id = $1 and subscriber.id = place.id
)
select campaign_id as "campaignId", state from place`;

/**
 * Makes the person's places in campaigns anonymous. Whoever waits leaves; all others stay as they count, and go on by what
 * is reported of their message. Answers the changes of the counts, which come last: {@link countPlaces}.
 * @param ids as {@link lockPlaces} has locked them
 */
export async function leavePlaces(
  db: Queryable,
  { accountId, number }: Person,
  ids: readonly number[],
): Promise<CountChange[]> {
  const left = await db.query<{ campaignId: number; state: SubscriberState }[]>(LEAVE, [
    accountId,
    ids,
    QUEUED,
    `${ERASED_NUMBER}-`,
  ]);
  // Word of the contacts that went before: nothing is left for it to do.
  await db.query('delete from roster_change where account_id = $1 and number = $2', [
    accountId,
    number,
  ]);
  return left
    .filter(({ state }) => QUEUED.includes(state))
    .flatMap(({ campaignId, state }) => [
      { campaignId, state, by: -1 },
      { campaignId, state: SubscriberState.Removed, by: 1 },
    ]);
}

/** Counts who left; the last thing that a transaction does to campaigns. */
export async function countPlaces(
  db: Queryable,
  { accountId }: Person,
  changes: readonly CountChange[],
): Promise<void> {
  if (changes.length) await addCounts(db, accountId, changes);
}

function underWay(): Conflict {
  return new Conflict(
    'person.under-way',
    'A call or a message to this number is under way at this moment. Nothing was erased: try again when it has ended.',
  );
}
