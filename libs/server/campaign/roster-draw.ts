import { SubscriberState } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { roomFor } from './roster-limit';
import { mayJoinSql } from './roster-source';
import { addCounts, lockRoster, ROSTER_BATCH } from './roster-writing';

/** Contacts that a campaign's roster is drawn from: those with ids after `after`, up to `until`. */
export interface DrawRange {
  after: number;
  until: number;
}

/** Where the next batch begins, null where nothing is left; and whether the account's limit cut it off. */
export interface DrawnBatch {
  next: number | null;
  full: boolean;
}

/** The contacts to go through, null where there are none. Their ids lie close together where they came by import. */
export async function drawRange(
  db: EntityManager,
  { accountId, id }: Campaign,
): Promise<DrawRange | null> {
  const [{ first, last }] = await db.query<[{ first: number | null; last: number | null }]>(
    `select min(contact.id) as first, max(contact.id) as last
       from campaign_phonebook link
       join contact on contact.account_id = link.account_id and contact.phonebook_id = link.phonebook_id
      where link.account_id = $1 and link.campaign_id = $2 and contact.status = 'active'`,
    [accountId, id],
  );
  return first === null || last === null ? null : { after: first - 1, until: last };
}

/**
 * Makes subscribers of the next active contacts and queues them, one per number. Adding a number that is there
 * already does nothing, so a batch can be repeated. The engine may call the first while the last are added.
 */
export async function drawBatch(
  db: EntityManager,
  campaign: Campaign,
  range: DrawRange,
  now: Date,
): Promise<DrawnBatch> {
  const { accountId, id } = campaign;
  await lockRoster(db, accountId);
  const room = await roomFor(db, campaign);
  if (room === 0) return { next: null, full: await hasMore(db, campaign, range) };
  const until = await windowEnd(db, accountId, range, Math.min(room, ROSTER_BATCH));
  if (until === null) return { next: null, full: false };
  const [{ added }] = await db.query<[{ added: number }]>(
    `with page as materialized (
       select contact.id, contact.number from contact
         join campaign on campaign.account_id = $1 and campaign.id = $2
        where contact.account_id = $1 and contact.id > $3 and contact.id <= $4 and contact.status = 'active'
          and contact.phonebook_id in (
            select phonebook_id from campaign_phonebook where account_id = $1 and campaign_id = $2)
          and ${mayJoinSql('campaign', 'contact.number')}
     ), added as (
       insert into subscriber (account_id, campaign_id, contact_id, number, next_attempt_at, created_at)
       select $1, $2, id, number, $5, $5 from page order by id
       on conflict (account_id, campaign_id, number) do nothing
       returning id, contact_id, number
     ), queued as (
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number)
       select $1, $2, $5, id, contact_id, number from added
     )
     select count(*) as added from added`,
    [accountId, id, range.after, until, now],
  );
  if (added)
    await addCounts(db, accountId, [{ campaignId: id, state: SubscriberState.Waiting, by: added }]);
  return { next: until, full: false };
}

/**
 * The id of the last of the next so many contacts, of whichever phonebook; null after the last. With a bounded
 * range of ids PostgreSQL reads just that by primary key; with a LIMIT it would sort all that are left each time.
 */
async function windowEnd(
  db: EntityManager,
  accountId: number,
  { after, until }: DrawRange,
  contacts: number,
): Promise<number | null> {
  const [{ end }] = await db.query<[{ end: number | null }]>(
    `select max(id) as end from (
       select id from contact where account_id = $1 and id > $2 and id <= $3 order by id limit $4
     ) as ahead`,
    [accountId, after, until, contacts],
  );
  return end;
}

async function hasMore(db: EntityManager, { accountId, id }: Campaign, range: DrawRange) {
  const [{ more }] = await db.query<[{ more: boolean }]>(
    `select exists (
       select from contact
         join campaign on campaign.account_id = $1 and campaign.id = $2
        where contact.account_id = $1 and contact.id > $3 and contact.id <= $4 and contact.status = 'active'
          and contact.phonebook_id in (
            select phonebook_id from campaign_phonebook where account_id = $1 and campaign_id = $2)
          and ${mayJoinSql('campaign', 'contact.number')}
          and not exists (
            select from subscriber where subscriber.account_id = $1 and subscriber.campaign_id = $2
               and subscriber.number = contact.number)) as more`,
    [accountId, id, range.after, range.until],
  );
  return more;
}

/** Removes a batch of a deleted campaign's subscribers with their queue rows. Answers whether anything is left. */
export async function clearBatch(db: EntityManager, accountId: number, campaignId: number) {
  await lockRoster(db, accountId);
  const of = [accountId, campaignId];
  const [, queued] = await db.query<[unknown, number]>(
    `delete from due where account_id = $1 and campaign_id = $2 and (next_attempt_at, subscriber_id) in (
       select next_attempt_at, subscriber_id from due
        where account_id = $1 and campaign_id = $2
        order by next_attempt_at, subscriber_id limit $3 for update skip locked)`,
    [...of, ROSTER_BATCH],
  );
  const [, listed] = await db.query<[unknown, number]>(
    `delete from subscriber where account_id = $1 and campaign_id = $2 and number in (
       select number from subscriber where account_id = $1 and campaign_id = $2
        order by number limit $3)`,
    [...of, ROSTER_BATCH],
  );
  if (queued || listed) return true;
  await db.query('delete from subscriber_count where account_id = $1 and campaign_id = $2', of);
  return false;
}
