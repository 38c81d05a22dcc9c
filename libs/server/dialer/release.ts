import { Queryable } from '@belltower/core';

/*
 * Puts ledger rows back into the queue of which nothing was placed: no attempt was made, so that none is recorded.
 * Driven by the delete from `inflight`, like finishing, and like it locks subscribers in the order of their
 * ids: one who is being taken out of the campaign at this moment would else come back into the queue.
 */
const PUT_BACK = `
with back as materialized (
  select $1::bigint as account_id, back.* from unnest($2::bigint[], $3::timestamptz[], $4::int[]) as back (id, at, setbacks)
), gone as (
  delete from inflight using back where inflight.account_id = back.account_id and inflight.id = back.id
  returning inflight.*, back.at, back.setbacks as more
), wanted as materialized (
  select gone.account_id, gone.campaign_id, subscriber.id as subscriber_id, gone.contact_id, gone.number, gone.attempt,
         gone.setbacks + gone.more as setbacks, gone.at
    from gone join subscriber on subscriber.account_id = gone.account_id and subscriber.id = gone.subscriber_id
   where subscriber.state in ('waiting', 'retry')
   order by subscriber.id for update of subscriber
), queued as (
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts, setbacks)
  select $1, campaign_id, at, subscriber_id, contact_id, number, attempt - 1, setbacks from wanted
), moved as (
  update subscriber set next_attempt_at = wanted.at from wanted
   where subscriber.account_id = wanted.account_id and subscriber.id = wanted.subscriber_id
)
select id from gone`;

/** A ledger row of which nothing was placed. */
export interface Returned {
  id: number;
  /** When it may be claimed again. */
  at: Date;
  /** Whether it was tried and came to nothing, by no fault of the number's. */
  isSetback: boolean;
}

/** Puts claims back into the queue. */
export async function putBack(
  db: Queryable,
  accountId: number,
  rows: readonly Returned[],
): Promise<void> {
  await db.query(PUT_BACK, [
    accountId,
    rows.map(({ id }) => id),
    rows.map(({ at }) => at),
    rows.map(({ isSetback }) => Number(isSetback)),
  ]);
}

/** Gives back claimed calls that were not placed, to be claimed again from `at` on. */
export async function release(
  db: Queryable,
  accountId: number,
  ids: readonly number[],
  at: Date,
): Promise<void> {
  await putBack(
    db,
    accountId,
    ids.map((id) => ({ id, at, isSetback: false })),
  );
}
