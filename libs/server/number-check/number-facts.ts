import { AttemptsAnswer, explainAttempts } from '@belltower/campaign';
import { Queryable } from '@belltower/core';
import { Channel, SubscriberState } from '@belltower/dto';
import { Whereabouts } from '@belltower/phone-number';

/** Of which number, account and channel, and for which campaign if any. */
export interface Question {
  accountId: number;
  number: string;
  campaignId: number | null;
  channel: Channel;
}

/** A do-not-call list of the account with the number on it. */
export interface ListedOn {
  name: string;
  since: Date;
  reason: string | null;
  source: string;
  /** Whether it holds for what is asked about; a list may hold only for campaigns that name it. */
  applies: boolean;
}

/** What the tables say about a number. */
export interface NumberFacts {
  suspended: boolean;
  lists: ListedOn[];
  onPlatformList: boolean;
  optOuts: { channel: Channel; source: string; at: Date; campaignName: string | null }[];
  /** Contacts with the number, those in the campaign's phonebooks where there is a campaign. */
  contacts: { all: number; active: number; elsewhere: number };
  subscriber: { state: SubscriberState; attempts: number; nextAttemptAt: Date | null } | null;
  /** Attempts at it over all campaigns, and what the account's caps say. */
  attempts: AttemptsAnswer;
  /** What is written down about where the person is, by the contact that counts. */
  whereabouts: Whereabouts;
  /** Enabled gateways that may be used, and how many of them may call the number. */
  gateways: { all: number; allowing: number };
}

/** Reads the tables of many modules and writes none. Each part is a look into an index by the number. */
export async function factsOf(db: Queryable, question: Question, at: Date): Promise<NumberFacts> {
  const { accountId, number } = question;
  const attempts = await explainAttempts(db, accountId, number, at);
  const [suspended, lists, onPlatformList, optOuts, contacts, subscriber, whereabouts, gateways] =
    await Promise.all([
      isSuspended(db, question),
      listsOf(db, question),
      isOnPlatformList(db, question),
      optOutsOf(db, question),
      contactsOf(db, question),
      subscriberOf(db, question),
      whereaboutsOf(db, question),
      gatewaysOf(db, question),
    ]);
  return {
    ...{ suspended, lists, onPlatformList, optOuts, contacts, subscriber, whereabouts, gateways },
    attempts,
  };
}

async function isSuspended(db: Queryable, { accountId }: Question): Promise<boolean> {
  const [row] = await db.query<[{ suspended: boolean }]>(
    `select status = 'suspended' as suspended from account where id = $1`,
    [accountId],
  );
  return row.suspended;
}

function listsOf(db: Queryable, { accountId, number, campaignId }: Question) {
  return db.query<ListedOn[]>(
    `select list.name, listed.created_at as since, listed.reason, listed.source,
            list.everywhere or exists (
              select from campaign_suppression_list named
               where named.account_id = $1 and named.campaign_id = $3 and named.list_id = list.id) as applies
       from suppression listed
       join suppression_list list on list.account_id = listed.account_id and list.id = listed.list_id
      where listed.account_id = $1 and listed.number = $2 and list.clearing is null
      order by 5 desc, listed.created_at`,
    [accountId, number, campaignId],
  );
}

/** Nothing but that it is on one: what stands there is the operator's. */
async function isOnPlatformList(db: Queryable, { number }: Question): Promise<boolean> {
  const [row] = await db.query<[{ listed: boolean }]>(
    `select exists (
       select from platform_suppression banned
         join platform_suppression_list list on list.id = banned.list_id
        where banned.number = $1 and list.clearing is null) as listed`,
    [number],
  );
  return row.listed;
}

function optOutsOf(db: Queryable, { accountId, number }: Question) {
  return db.query<NumberFacts['optOuts']>(
    `select fact.channel, fact.source, fact.created_at as at, campaign.name as "campaignName"
       from opt_out fact
       left join campaign on campaign.account_id = $1 and campaign.id = fact.campaign_id
      where fact.account_id = $1 and fact.number = $2 and fact.withdrawn_at is null
      order by fact.created_at`,
    [accountId, number],
  );
}

async function contactsOf(db: Queryable, { accountId, number, campaignId }: Question) {
  const [row] = await db.query<[NumberFacts['contacts']]>(
    `select count(*) filter (where named)::int as all,
            count(*) filter (where named and active)::int as active,
            count(*) filter (where not named)::int as elsewhere
       from (select status = 'active' as active,
                    $3::bigint is null or exists (
                      select from campaign_phonebook link
                       where link.account_id = $1 and link.campaign_id = $3
                         and link.phonebook_id = contact.phonebook_id) as named
               from contact where account_id = $1 and number = $2) as held`,
    [accountId, number, campaignId],
  );
  return row;
}

async function subscriberOf(db: Queryable, { accountId, number, campaignId }: Question) {
  const [row] = await db.query<NonNullable<NumberFacts['subscriber']>[]>(
    `select state, attempts, next_attempt_at as "nextAttemptAt" from subscriber
      where account_id = $1 and campaign_id = $3 and number = $2`,
    [accountId, number, campaignId],
  );
  return row ?? null;
}

/** Of several contacts the subscriber's own counts, then an active one of the campaign's phonebooks. */
async function whereaboutsOf(db: Queryable, { accountId, number, campaignId }: Question) {
  const [row] = await db.query<Whereabouts[]>(
    `select country, time_zone as "timeZone" from contact
      where account_id = $1 and number = $2
      order by exists (select from subscriber
                        where subscriber.account_id = $1 and subscriber.campaign_id = $3
                          and subscriber.number = $2 and subscriber.contact_id = contact.id) desc,
               exists (select from campaign_phonebook link
                        where link.account_id = $1 and link.campaign_id = $3
                          and link.phonebook_id = contact.phonebook_id) desc,
               status = 'active' desc, id limit 1`,
    [accountId, number, campaignId],
  );
  return row ?? {};
}

async function gatewaysOf(
  db: Queryable,
  { accountId, number, campaignId, channel }: Question,
): Promise<NumberFacts['gateways']> {
  const [row] = await db.query<[NumberFacts['gateways']]>(
    `select count(*)::int as all,
            count(*) filter (where allowed_prefixes = '{}' or exists (
              select from unnest(allowed_prefixes) as prefix where starts_with($2, prefix)))::int as allowing
       from gateway
      where enabled and channel = $4
        and id in (select gateway_id from gateway_grant where account_id = $1 and withdrawn_at is null)
        and ($3::bigint is null or id in (
          select gateway_id from campaign_gateway where account_id = $1 and campaign_id = $3))`,
    [accountId, number, campaignId, channel],
  );
  return row;
}
