import { Queryable } from '@belltower/core';

/** Names of campaigns of an account, by their ids. */
export function campaignNames(
  db: Queryable,
  accountId: number,
  ids: readonly number[],
): Promise<Map<number, string>> {
  return namesBy(db, 'select id, name from campaign where account_id = $1 and id = any($2)', [
    accountId,
    ids,
  ]);
}

/** Names of gateways, which belong to the installation, by their ids. */
export function gatewayNames(db: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  return namesBy(db, 'select id, name from gateway where id = any($1)', [ids]);
}

async function namesBy(
  db: Queryable,
  sql: string,
  values: unknown[],
): Promise<Map<number, string>> {
  const rows = await db.query<{ id: number; name: string }[]>(sql, values);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
