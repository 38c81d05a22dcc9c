import { Queryable } from '@belltower/core';
import { AttemptQuery, AttemptSource, NAMES, selected } from './attempt-source';

const MOST_ATTEMPTS = 50;

/** What is told of one attempt besides what its list tells. */
interface Besides {
  columns: string;
  /** What has to be joined for it. */
  from?: string;
}

/** One attempt with the others to reach the same subscriber, newest first; null where there is none of this account. */
export async function attemptOf<
  D extends V & { attempts: V[] },
  V extends { subscriberId: number },
>(
  db: Queryable,
  { table, columns }: Pick<AttemptSource<AttemptQuery>, 'table' | 'columns'>,
  accountId: number,
  id: number,
  besides: Besides,
): Promise<D | null> {
  const [one] = await db.query<D[]>(
    `select ${selected(columns)}, ${besides.columns}
       from ${table} a ${NAMES} ${besides.from ?? ''}
      where a.account_id = $1 and a.id = $2`,
    [accountId, id],
  );
  if (!one) return null;
  const attempts = await db.query<V[]>(
    `select ${selected(columns)} from ${table} a ${NAMES}
      where a.account_id = $1 and a.subscriber_id = $2 and a.id <> $3
      order by a.created_at desc, a.id desc limit ${MOST_ATTEMPTS}`,
    [accountId, one.subscriberId, id],
  );
  return { ...one, attempts };
}
