import { Queryable } from '@belltower/core';
import { PERSON_FATES, PersonBeyondView, PersonPartView } from '@belltower/dto';
import { Person } from './person';
import { PERSON_SOURCES, PersonSource } from './person-sources';

/** The values of a source's statement. */
export const valuesOf = ({ by }: PersonSource, person: Person): [number, string] => [
  person.accountId,
  person[by],
];

/** How much is kept of a person, part by part. */
export async function countParts(db: Queryable, person: Person): Promise<PersonPartView[]> {
  const parts: PersonPartView[] = [];
  for (const source of PERSON_SOURCES) {
    const { part, from } = source;
    const [{ count }] = await db.query<[{ count: number }]>(
      `select count(*)::int as count from ${from}`,
      valuesOf(source, person),
    );
    parts.push({ part, count, fate: PERSON_FATES[part] });
  }
  return parts;
}

/** Attempts to reach the person that have not ended: calls on the line, messages that are being handed over. */
export async function attemptsUnderWay(
  db: Queryable,
  { accountId, number }: Person,
): Promise<number> {
  const [{ attempts }] = await db.query<[{ attempts: number }]>(
    'select count(*)::int as attempts from inflight where account_id = $1 and number = $2',
    [accountId, number],
  );
  return attempts;
}

/** Files in which the number may stand, and which nobody looks into. */
export async function beyondReach(db: Queryable, accountId: number): Promise<PersonBeyondView> {
  const [row] = await db.query<[PersonBeyondView]>(
    `select count(*)::int as "exportFiles", max(expires_at) as "exportFilesUntil",
            (select count(*)::int from import
              where account_id = $1 and status in ('uploaded', 'queued', 'running')) as "openImports"
       from export
      where account_id = $1 and status in ('queued', 'running', 'finished')
        and kind not in ('daily', 'daily-messages')`,
    [accountId],
  );
  return row;
}
