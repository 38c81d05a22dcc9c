import { Queryable } from '@belltower/core';
import { Recording } from '@belltower/telephony';
import { ClaimedCall } from './claim';

/** Two minutes, and a little: what is longer, no driver was asked for. */
const MOST_BYTES = 130 * 8_000;

/*
 * Inserts `recording`; told twice, the first one stays. Only while its call is in the ledger, whose row it locks against
 * being deleted: whoever erases the account deletes the ledger first, so that nothing that was said comes after.
 */
const KEEP = `
insert into recording (account_id, call_id, campaign_id, number, seconds, pcmu, created_at)
select account_id, id, campaign_id, number, $3::real, $4::bytea, $5::timestamptz
  from inflight where account_id = $1 and id = $2 for key share
on conflict (account_id, call_id) do nothing`;

/** Writes what a callee has said in a call. */
export async function keepRecording(
  db: Queryable,
  { accountId, id }: Pick<ClaimedCall, 'accountId' | 'id'>,
  { pcmu, seconds }: Recording,
  at: Date,
): Promise<void> {
  const sound = Buffer.from(pcmu.subarray(0, MOST_BYTES));
  await db.query(KEEP, [accountId, id, seconds, sound, at]);
}

/** Deletes what was said in one call, in the caller's transaction; whether there was anything. */
export async function forgetRecording(
  db: Queryable,
  accountId: number,
  callId: number,
): Promise<boolean> {
  const [, deleted] = await db.query<[unknown, number]>(
    'delete from recording where account_id = $1 and call_id = $2',
    [accountId, callId],
  );
  return deleted > 0;
}

/* Less than a megabyte each, and most much less: a statement of so many is short. */
const FORGOTTEN_AT_ONCE = 200;

/*
 * Deletes from `recording`. A call that lasted into the next month has gone with its own: its recording is found by that.
 */
const FORGET = `
delete from recording where account_id = $1 and id = any(array(
  select id from recording as old
   where account_id = $1 and (created_at < $2 or created_at < $3::timestamptz + interval '1 day' and not exists (
     select from call where call.account_id = old.account_id and call.id = old.call_id))
   order by id limit ${FORGOTTEN_AT_ONCE}))`;

/**
 * Deletes what callees of an account have said before an instant, and whatever belongs to calls that are gone.
 * @param callsSince from when on calls are kept; null: for ever
 */
export async function forgetRecordings(
  db: Queryable,
  accountId: number,
  before: Date,
  callsSince: Date | null,
): Promise<void> {
  for (let deleted = FORGOTTEN_AT_ONCE; deleted === FORGOTTEN_AT_ONCE;) {
    [, deleted] = await db.query<[unknown, number]>(FORGET, [accountId, before, callsSince]);
  }
}
