import { Queryable } from '@belltower/core';
import { Place } from '@belltower/phone-number';
import { AudienceQuestion } from './audience';
import { contactJoinsSql, placeKeySql } from './eligibility.sql';
import { placeOfKey } from './place-key';

/** Numbers that may be in the same time zones and countries. */
export interface Spot {
  place: Place;
  /** Their share of all numbers, from 0 to 1. */
  share: number;
}

/** About so many numbers are looked at. */
const LOOKED_AT = 5_000;
/** Up to so many contacts all are gone through to choose them; of more, whole pages of the table are taken. */
const GONE_THROUGH = 100_000;
const MOST_READ = 600_000;
/** So many places are told apart; what is left counts as the largest. */
const MOST_SPOTS = 30;

/* Reads only. A share of the numbers, the same ones each time. */
const SOME = `
  select number, min(id) as contact_id from contact
   where account_id = $1 and phonebook_id = any($3) and status = 'active' and abs(hashtext(number)::bigint) % $4 = 0
   group by number`;

/* Reads only. Numbers of some pages of the table, which costs the same however large it is. */
const SAMPLED = `
  select number, min(id) as contact_id from contact tablesample system ($4::float8)
   where account_id = $1 and phonebook_id = any($3) and status = 'active'
   group by number order by hashtext(number) limit ${LOOKED_AT}`;

/** Where the numbers of a campaign are, by a sample of its contacts; empty where none was found. */
export async function placesOf(
  db: Queryable,
  { accountId, campaignId, phonebookIds, holdsUnknownZone }: AudienceQuestion,
  active: number,
): Promise<Spot[]> {
  const few = active <= GONE_THROUGH;
  const rows = await db.query<{ key: string; numbers: number }[]>(
    `select ${placeKeySql('source.number')} as key, count(*) as numbers
       from (${few ? SOME : SAMPLED}) as source ${contactJoinsSql({
         account: '$1::bigint',
         campaign: '$2::bigint',
         contact: 'source.contact_id',
         number: 'source.number',
       })}
      group by 1`,
    [
      ...[accountId, campaignId, phonebookIds],
      few ? Math.max(1, Math.ceil(active / LOOKED_AT)) : await percentOf(db, active),
    ],
  );
  const spots = new Map<string, { place: Place; numbers: number }>();
  for (const { key, numbers } of rows) {
    const place = placeOfKey(key);
    if (holdsUnknownZone && !place.zones.length) continue;
    const name = JSON.stringify([place.zones, place.countries]);
    const held = spots.get(name) ?? { place, numbers: 0 };
    spots.set(name, { place, numbers: held.numbers + numbers });
  }
  return shared([...spots.values()]);
}

async function percentOf(db: Queryable, active: number): Promise<number> {
  const [{ rows }] = await db.query<[{ rows: number }]>(
    `select greatest(reltuples, 1)::float8 as rows from pg_class where oid = 'contact'::regclass`,
  );
  return Math.min(100, (100 * 10 * LOOKED_AT) / active, (100 * MOST_READ) / rows);
}

function shared(spots: { place: Place; numbers: number }[]): Spot[] {
  const most = spots.toSorted((a, b) => b.numbers - a.numbers);
  const kept = most.slice(0, MOST_SPOTS);
  const all = most.reduce((sum, { numbers }) => sum + numbers, 0);
  const rest = most.slice(MOST_SPOTS).reduce((sum, { numbers }) => sum + numbers, 0);
  return kept.map(({ place, numbers }, index) => ({
    place,
    share: (numbers + (index === 0 ? rest : 0)) / all,
  }));
}
