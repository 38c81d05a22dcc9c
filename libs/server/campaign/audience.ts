import { Queryable } from '@belltower/core';
import { suppressedSql } from '@belltower/suppression';
import { contactJoinsSql, placeKeySql } from './eligibility.sql';
import { placeOfKey } from './place-key';
import { LOOKED_AT, NumberSource, survey } from './number-survey';
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
  const { found, contacts, active, approximate, scale } = await survey(
    db,
    question,
    lookedAt,
    (source) => judge(db, question, source),
  );
  const of = (share: number) => Math.round(share * scale);
  const numbers = approximate ? Math.min(active, of(found.numbers)) : found.numbers;
  const others = of(found.others);
  const suppressed = of(found.suppressed);
  const blocked = of(found.blocked);
  const unknownTimeZone = of(withoutZone(found.places));
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

const CONTACTS = contactJoinsSql({
  account: '$1::bigint',
  campaign: '$2::bigint',
  contact: 'source.contact_id',
  number: 'source.number',
});

async function judge(
  db: Queryable,
  question: AudienceQuestion,
  source: NumberSource,
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
    `with source as materialized (${source.sql}),
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
      ...source.values,
    ],
  );
  return counted;
}
