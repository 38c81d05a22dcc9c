import { Queryable } from '@belltower/core';
import { CampaignStatus, Channel } from '@belltower/dto';
import { countryOfNumber } from '@belltower/phone-number';
import { DemoPhonebook } from './demo-people';
import { Called, PastCall, PastSubscriber } from './demo-history';

/*
 * Sets of rows of several modules' tables, which only those modules write otherwise. A demonstration needs a past,
 * and no module can be asked for one; what has a present is made through the modules' own services.
 */

/** Fills a new phonebook and answers its id. */
export async function writePhonebook(
  db: Queryable,
  accountId: number,
  { name, description, contacts }: DemoPhonebook,
): Promise<number> {
  const [{ id }] = await db.query<[{ id: number }]>(
    'insert into phonebook (account_id, name, description) values ($1, $2, $3) returning id',
    [accountId, name, description],
  );
  await db.query(
    `with given as (
       select * from jsonb_to_recordset($3::jsonb) as given(number text, "firstName" text, "lastName" text,
         email text, city text, country text, status text, variables jsonb)),
     added as (
       insert into contact (account_id, phonebook_id, number, raw_number, first_name, last_name, status, email,
                            city, country, variables)
       select $1, $2, number, number, "firstName", "lastName", status, email, city, country, variables from given
       returning status)
     insert into phonebook_size (account_id, phonebook_id, active_contacts, all_contacts)
     select $1, $2, count(*) filter (where status = 'active'), count(*) from added`,
    [accountId, id, JSON.stringify(contacts)],
  );
  return id;
}

/** Makes subscribers of a past campaign of the active contacts of its phonebooks. */
export async function writeSubscribers(
  db: Queryable,
  accountId: number,
  campaignId: number,
  at: Date,
): Promise<Called[]> {
  return db.query<Called[]>(
    `with added as (
       insert into subscriber (account_id, campaign_id, contact_id, number, created_at)
       select $1, $2, min(contact.id), contact.number, $3
         from campaign_phonebook link
         join contact on contact.account_id = $1 and contact.phonebook_id = link.phonebook_id
        where link.account_id = $1 and link.campaign_id = $2 and contact.status = 'active'
        group by contact.number
       returning id, contact_id, number)
     select added.id as "subscriberId", contact.id as "contactId", added.number,
            concat_ws(' ', contact.first_name, contact.last_name) as "contactName"
       from added join contact on contact.account_id = $1 and contact.id = added.contact_id
      order by md5(added.number)`,
    [accountId, campaignId, at],
  );
}

/** Writes calls that were made, in order of time, and adds them up as the finish of a call does. */
export async function writeCalls(
  db: Queryable,
  accountId: number,
  campaignId: number,
  gatewayId: number,
  calls: readonly PastCall[],
): Promise<void> {
  await db.query(
    `with given as (
       select nextval(pg_get_serial_sequence('inflight', 'id')) as id, given.*
         from jsonb_to_recordset($4::jsonb) as given(
           "createdAt" timestamptz, "endedAt" timestamptz, "subscriberId" bigint, "contactId" bigint,
           "contactName" text, number text, attempt int, disposition text, "ringSeconds" int, "talkSeconds" int,
           "sipStatus" int, q850 int, digits text, country text, timeline jsonb)),
     counted as (
       insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls,
                              ring_seconds, talk_seconds)
       select $1::bigint, date_bin('15 minutes', "createdAt", 'epoch'), $2::bigint, $3::bigint, disposition,
              country, count(*), sum("ringSeconds"), sum("talkSeconds")
         from given group by 2, 5, 6),
     tried as (
       insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
       select $1::bigint, $2::bigint, attempt, disposition, count(*), sum("talkSeconds") from given group by 3, 4)
     insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, contact_name, number,
            gateway_id, attempt, disposition, ring_seconds, talk_seconds, sip_status, q850, digits, country, timeline,
            ended_at)
     select $1::bigint, id, "createdAt", $2::bigint, "subscriberId", "contactId", "contactName", number, $3::bigint,
            attempt, disposition, "ringSeconds", "talkSeconds", "sipStatus", q850, digits, country, timeline, "endedAt"
       from given`,
    [accountId, campaignId, gatewayId, JSON.stringify(calls.map(withCountry))],
  );
}

function withCountry(call: PastCall) {
  return { ...call, country: countryOfNumber(call.number) ?? '' };
}

/** Says where the subscribers stand after those calls, and counts them by state. */
export async function writeOutcomes(
  db: Queryable,
  accountId: number,
  campaignId: number,
  subscribers: readonly PastSubscriber[],
): Promise<void> {
  await db.query(
    `update subscriber
        set state = given.state, attempts = given.attempts, disposition = given.disposition,
            last_attempt_at = given."lastAttemptAt"
       from jsonb_to_recordset($2::jsonb) as given("subscriberId" bigint, state text, attempts int,
              disposition text, "lastAttemptAt" timestamptz)
      where subscriber.account_id = $1 and subscriber.id = given."subscriberId"`,
    [accountId, JSON.stringify(subscribers)],
  );
  await db.query(
    `insert into subscriber_count (account_id, campaign_id, state, subscribers)
     select account_id, campaign_id, state, count(*) from subscriber
      where account_id = $1 and campaign_id = $2 group by account_id, campaign_id, state`,
    [accountId, campaignId],
  );
}

/** Those who pressed the key to opt out have done so. */
export async function writeOptOuts(
  db: Queryable,
  accountId: number,
  campaignId: number,
  optOutKey: string,
): Promise<void> {
  await db.query(
    `insert into opt_out (account_id, number, channel, source, campaign_id, created_at)
     select account_id, number, $4, 'keypress ' || $3::text, campaign_id, ended_at from call
      where account_id = $1 and campaign_id = $2 and position($3::text in digits) > 0`,
    [accountId, campaignId, optOutKey, Channel.Voice],
  );
}

/** Closes a campaign as of its last call. */
export async function writeEnd(
  db: Queryable,
  accountId: number,
  campaignId: number,
  calls: readonly PastCall[],
): Promise<void> {
  const [first, last] = [calls[0]!, calls.at(-1)!];
  await db.query(
    `update campaign set status = $3, started_at = $4, ended_at = $5, created_at = $4, updated_at = $5,
                         roster_complete = true
      where account_id = $1 and id = $2`,
    [accountId, campaignId, CampaignStatus.Finished, first.createdAt, last.endedAt],
  );
}
