import { Queryable } from '@belltower/core';
import { suppressedSql } from '@belltower/suppression';
import { contactJoinsSql, placeKeySql } from './eligibility.sql';
import { placeOfKey } from './place-key';
import { mayJoinSql } from './roster-source';

/** Who a campaign would call, and who not. Each contact is counted once, under the first that applies. */
export interface Audience {
  contacts: number;
  inactive: number;
  /** Active contacts whose number another contact of these phonebooks has too, beyond the first. */
  duplicates: number;
  /** Numbers that are not among those which it calls again of another campaign. */
  others: number;
  suppressed: number;
  /** Numbers that none of the gateways may call. */
  blocked: number;
  /** Numbers whose time zone nobody knows, where the campaign holds such back. */
  unknownTimeZone: number;
  willBeCalled: number;
  /** Whether all but `contacts` and `inactive` are estimated from a sample. */
  approximate: boolean;
}

export interface AudienceQuestion {
  accountId: number;
  campaignId: number;
  channel: string;
  phonebookIds: readonly number[];
  /** Beginnings of numbers that its gateways may call; empty allows all. */
  allowedPrefixes: readonly string[];
  /** Whether the campaign holds numbers back whose time zone nobody knows. */
  holdsUnknownZone: boolean;
}

/** Up to so many contacts every number is looked at. */
const LOOKED_AT = 100_000;
/**
 * Of more, so many are read, and a tenth of these looked at. Neighbours in a table are alike, as whole files were
 * imported: a few contacts from each of many pages say more than all from a few.
 */
const READ = 150_000;
const SAMPLE = 15_000;
/** Most rows of the table, of whichever account, that are read at first. */
const MOST_READ = 600_000;

interface Counted {
  rows: number;
  numbers: number;
  others: number;
  suppressed: number;
  blocked: number;
  /** Those that are left, by where they are; empty where that does not matter. */
  places: Record<string, number>;
}

/**
 * Counts exactly where that takes no more than a moment, else by a sample of a few thousand contacts.
 * @param lookedAt up to how many active contacts it counts exactly
 */
export async function audienceOf(
  db: Queryable,
  question: AudienceQuestion,
  lookedAt = LOOKED_AT,
): Promise<Audience> {
  const { accountId, phonebookIds } = question;
  const [{ active, contacts }] = await db.query<[{ active: number; contacts: number }]>(
    `select coalesce(sum(active_contacts), 0) as active, coalesce(sum(all_contacts), 0) as contacts
       from phonebook_size where account_id = $1 and phonebook_id = any($2)`,
    [accountId, phonebookIds],
  );
  const approximate = active > lookedAt;
  const counted = approximate
    ? await sampled(db, question, active)
    : await judge(db, question, EVERY_NUMBER, []);
  const scale = approximate && counted.rows ? active / counted.rows : 1;
  const of = (share: number) => Math.round(share * scale);
  const numbers = approximate ? Math.min(active, of(counted.numbers)) : counted.numbers;
  const others = of(counted.others);
  const suppressed = of(counted.suppressed);
  const blocked = of(counted.blocked);
  const unknownTimeZone = of(withoutZone(counted.places));
  return {
    contacts,
    inactive: contacts - active,
    duplicates: active - numbers,
    others,
    suppressed,
    blocked,
    unknownTimeZone,
    willBeCalled: Math.max(numbers - others - suppressed - blocked - unknownTimeZone, 0),
    approximate,
  };
}

/** Of numbers by place, those whose place has no time zone that anybody knows. */
const withoutZone = (places: Counted['places']) =>
  Object.entries(places)
    .filter(([key]) => placeOfKey(key).zones.length === 0)
    .reduce((sum, [, numbers]) => sum + numbers, 0);

/* Reads only. Every number once, with the contact that it joins by. */
const EVERY_NUMBER = `
select number, min(id) as contact_id, 1::float8 as weight, count(*) as rows from contact
 where account_id = $1 and phonebook_id = any($3) and status = 'active' group by number`;

/*
 * Reads only. Some contacts, whole pages of the table at a time, which costs the same however large it is. A number
 * that several contacts have is found as often more easily, and so counts for as much less.
 */
const SOME_NUMBERS = `
select picked.number, picked.id as contact_id, 1::float8 / greatest(copies.count, 1) as weight, 1 as rows
  from (select id, number from contact tablesample system ($6::float8)
         where account_id = $1 and phonebook_id = any($3) and status = 'active' and random() < $7::float8) as picked
 cross join lateral (
   select count(*) from contact
    where account_id = $1 and number = picked.number and phonebook_id = any($3) and status = 'active') as copies`;

const CONTACTS = contactJoinsSql({
  account: '$1::bigint',
  campaign: '$2::bigint',
  contact: 'source.contact_id',
  number: 'source.number',
});

async function judge(
  db: Queryable,
  question: AudienceQuestion,
  source: string,
  more: readonly unknown[],
): Promise<Counted> {
  const { accountId, campaignId, channel, phonebookIds, allowedPrefixes } = question;
  // Looking everybody's contact up again takes a while, which most campaigns have no use for.
  const [place, joins] = question.holdsUnknownZone
    ? [placeKeySql('source.number'), CONTACTS]
    : ['null::text', ''];
  const suppressed = suppressedSql({
    account: '$1::bigint',
    campaign: '$2::bigint',
    number: 'source.number',
    channel: '$4::text',
  });
  const [counted] = await db.query<[Counted]>(
    `with source as materialized (${source}),
     judged as materialized (
       select weight, rows, ${suppressed} as suppressed,
              (select ${mayJoinSql('campaign', 'source.number')} from campaign
                where campaign.account_id = $1 and campaign.id = $2) as meant,
              not exists (select from unnest($5::text[]) as prefix where starts_with(source.number, prefix)) as blocked,
              ${place} as place
         from source ${joins})
     select coalesce(sum(rows), 0)::int as rows, coalesce(sum(weight), 0) as numbers,
            coalesce(sum(weight) filter (where not meant), 0) as others,
            coalesce(sum(weight) filter (where meant and suppressed), 0) as suppressed,
            coalesce(sum(weight) filter (where meant and blocked and not suppressed), 0) as blocked,
            coalesce((select jsonb_object_agg(place, numbers) from (
              select place, sum(weight) as numbers from judged
               where meant and not suppressed and not blocked and place is not null group by place) as spot), '{}') as places
       from judged`,
    // Every number begins with nothing.
    [
      ...[accountId, campaignId, phonebookIds, channel],
      allowedPrefixes.length ? allowedPrefixes : [''],
      ...more,
    ],
  );
  return counted;
}

/** Reads more of the table where few of its rows are of these phonebooks, and all of it where that finds nobody. */
async function sampled(
  db: Queryable,
  question: AudienceQuestion,
  active: number,
): Promise<Counted> {
  const [{ rows }] = await db.query<[{ rows: number }]>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'contact'::regclass`,
  );
  const first = Math.min(READ / active, rows ? MOST_READ / rows : 1);
  for (let percent = Math.min(100, 100 * first); ; percent = Math.min(100, percent * 10)) {
    const kept = Math.min(1, SAMPLE / ((active * percent) / 100));
    const counted = await judge(db, question, SOME_NUMBERS, [percent, kept]);
    if (counted.rows >= SAMPLE / 10 || percent === 100) return counted;
  }
}
