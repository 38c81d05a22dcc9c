import { DataSource } from 'typeorm';

/** A digest of every row of an account, by table: what changes between two of them was written. */
export async function fingerprintOf(
  database: DataSource,
  accountId: number,
): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string; owner: string }[]>(`
    select relname as name, case relname when 'account' then 'id' else 'account_id' end as owner
      from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
       -- What a job of each minute adds up, whatever else is asked.
       and relname not like '%\\_stat\\_mark' and relname not like '%\\_step'
       and (relname = 'account' or exists (
         select from pg_attribute
          where attrelid = pg_class.oid and attname = 'account_id' and not attisdropped))`);
  const digests = tables.map(
    ({ name, owner }) => `
      select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(held::text, '' order by held::text)), '') as digest
        from "${name}" as held where ${owner} = ${Number(accountId)}`,
  );
  const rows = await database.query<{ name: string; digest: string }[]>(
    digests.join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Tables in which two fingerprints differ. */
export function changedTables(
  before: Record<string, string>,
  after: Record<string, string>,
): string[] {
  return Object.keys(after).filter((table) => before[table] !== after[table]);
}
