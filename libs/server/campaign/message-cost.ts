import { setImmediate } from 'node:timers/promises';
import { Queryable } from '@belltower/core';
import {
  fillIn,
  MessageEncoding,
  MessageSize,
  placeholdersOf,
  PlaceholderValues,
  sizeOfMessage,
} from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';
import { AudienceQuestion } from './audience';
import { contactValueSql } from './contact-values.sql';
import { LOOKED_AT, NumberSource, survey } from './number-survey';
import { mayJoinSql } from './roster-source';

/** To whom a text goes: of a campaign its audience, else everybody in some phonebooks who may be texted. */
export type MessageQuestion = Pick<
  AudienceQuestion,
  'accountId' | 'channel' | 'phonebookIds' | 'allowedPrefixes'
> & { campaignId: number | null };

/** A text as some people get it, who are the same in all that it asks for. */
export interface FilledText {
  /** One of them. */
  contactId: number;
  values: PlaceholderValues;
  text: string;
  size: MessageSize;
}

/** What a text comes to when everybody gets it once. */
export interface MessageCost {
  messages: number;
  segments: number;
  /** Messages that GSM 7-bit does not do for. */
  unicode: number;
  /** Messages with nothing in them, which are not sent. */
  empty: number;
  /** Whether the counts are estimated from a sample. */
  approximate: boolean;
  /** Those of most segments first, each with other values. */
  longest: FilledText[];
}

/** Texts that are told apart as the longest ones. */
const LONGEST = 5;
/** Names of placeholders that are looked up; nobody writes as many. */
const MOST_NAMES = 40;
/** Texts that are measured before others have their turn. */
const AT_ONCE = 500;

interface Group {
  /** Of each name; null where nobody gets the text. */
  values: (string | null)[] | null;
  contactId: number;
  weight: number;
  rows: number;
}

/**
 * Measures a text with everything filled in: for everybody where that takes no more than a moment, else for a sample.
 * People of whom the text says the same are measured together.
 * @param lookedAt up to how many active contacts all are measured
 */
export async function messageCost(
  db: Queryable,
  text: string,
  question: MessageQuestion,
  lookedAt = LOOKED_AT,
): Promise<MessageCost> {
  const names = placeholdersOf(text).slice(0, MOST_NAMES);
  const { found, approximate, scale } = await survey(db, question, lookedAt, async (source) => {
    const groups = await groupsOf(db, names, question, source);
    return { groups, rows: groups.reduce((sum, { rows }) => sum + rows, 0) };
  });
  const total = { messages: 0, segments: 0, unicode: 0, empty: 0 };
  let longest: FilledText[] = [];
  for (const [index, { values, contactId, weight }] of found.groups.entries()) {
    if (index % AT_ONCE === 0) await setImmediate();
    if (!values) continue;
    const known = Object.fromEntries(names.map((name, at) => [name, values[at]]));
    const filled = filledText(text, contactId, known);
    const { segments, encoding } = filled.size;
    total.messages += weight;
    total.segments += weight * segments;
    if (encoding === MessageEncoding.Ucs2) total.unicode += weight;
    if (!segments) total.empty += weight;
    longest = withLonger(longest, filled);
  }
  const counts = Object.entries(total).map(([name, sum]) => [name, Math.round(sum * scale)]);
  return { ...(Object.fromEntries(counts) as typeof total), approximate, longest };
}

function filledText(text: string, contactId: number, values: PlaceholderValues): FilledText {
  const filled = fillIn(text, values);
  return { contactId, values, text: filled, size: sizeOfMessage(filled) };
}

function withLonger(longest: FilledText[], one: FilledText): FilledText[] {
  const last = longest.at(-1);
  if (last && longest.length === LONGEST && !isLonger(one, last)) return longest;
  const place = longest.findIndex((other) => isLonger(one, other));
  return longest.toSpliced(place < 0 ? longest.length : place, 0, one).slice(0, LONGEST);
}

const isLonger = ({ size: a }: FilledText, { size: b }: FilledText) =>
  a.segments > b.segments || (a.segments === b.segments && a.units > b.units);

/* Reads only. Numbers by all that a text asks for about them. */
async function groupsOf(
  db: Queryable,
  names: readonly string[],
  { accountId, campaignId, phonebookIds, channel, allowedPrefixes }: MessageQuestion,
  source: NumberSource,
): Promise<Group[]> {
  const suppressed = suppressedSql({
    account: '$1::bigint',
    campaign: '$2::bigint',
    number: 'source.number',
    channel: '$4::text',
  });
  const first = 6 + source.values.length;
  const values = names.map((_, at) => contactValueSql(`$${first + at}::text`, 'judged.number'));
  return db.query<Group[]>(
    `with source as materialized (${source.sql}),
     judged as materialized (
       select number, contact_id, weight, rows,
              not ${suppressed}
              and exists (select from unnest($5::text[]) as prefix where starts_with(source.number, prefix))
              and coalesce((select ${mayJoinSql('campaign', 'source.number')} from campaign
                             where campaign.account_id = $1 and campaign.id = $2), true) as meant
         from source)
     select case when meant then array[${values.join(', ')}]::text[] end as values,
            min(judged.contact_id) as "contactId", sum(weight) as weight, sum(rows)::int as rows
       from judged
       left join contact on meant and contact.account_id = $1 and contact.id = judged.contact_id
      group by 1`,
    [
      ...[accountId, campaignId, phonebookIds, channel],
      allowedPrefixes.length ? allowedPrefixes : [''],
      ...source.values,
      ...names,
    ],
  );
}
