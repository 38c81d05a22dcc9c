import { Queryable } from '@belltower/core';
import { ERASED_NUMBER } from '@belltower/dto';
import { Person } from './person';

/** Entries of a history without what was said in them: what happened, and when, stays. */
const withoutDetail = (column: string) => `
  coalesce((select jsonb_agg(entry - 'detail' order by place)
              from jsonb_array_elements(${column}) with ordinality as told (entry, place)), '[]')`;

/*
 * Updates `call`. Everything that sums are made of stays: what came of it, how long, where to in the world, and which
 * keys of the questions were pressed.
 */
const CALLS = `
update call set number = $3, contact_id = null, contact_name = null, digits = null,
       timeline = ${withoutDetail('timeline')}
 where account_id = $1 and number = $2`;

/*
 * Updates `message`, and leaves the ids by which the provider reports on it, for as long as reports may come: they name
 * nobody, and what becomes of the message still counts.
 */
const MESSAGES = `
update message set number = $3, contact_id = null, contact_name = null, text = '',
       history = ${withoutDetail('history')}
 where account_id = $1 and number = $2`;

/** Makes calls and messages anonymous, and deletes what the person has said. Their subscribers are to be locked before. */
export async function eraseHistory(db: Queryable, { accountId, number }: Person): Promise<void> {
  await db.query(CALLS, [accountId, number, ERASED_NUMBER]);
  await db.query(MESSAGES, [accountId, number, ERASED_NUMBER]);
  await db.query('delete from recording where account_id = $1 and number = $2', [
    accountId,
    number,
  ]);
}

/** Deletes what the person has written to us, and what was left over of imports. */
export async function eraseTexts(db: Queryable, person: Person): Promise<void> {
  const { accountId, number, pattern } = person;
  await db.query('delete from reply where account_id = $1 and number = $2', [accountId, number]);
  await db.query('delete from import_met where account_id = $1 and number = $2', [
    accountId,
    number,
  ]);
  await db.query('delete from import_reject where account_id = $1 and text ~ $2', [
    accountId,
    pattern,
  ]);
}
