import { EntityManager } from 'typeorm';

/**
 * Deletes an account and every row that is its own, in the caller's transaction. Foreign keys take most of
 * it; history names nothing and so is found by the rule that every customer's table has `account_id`.
 */
export async function eraseAccount(db: EntityManager, accountId: number): Promise<void> {
  // First: what is still told of calls on the line is written only while they are in the ledger.
  await db.query('delete from inflight where account_id = $1', [accountId]);
  for (const name of await holders(db)) {
    await db.query(`delete from ${name} where account_id = $1`, [accountId]);
  }
  await db.query('delete from account where id = $1', [accountId]);
  const tables = await db.query<{ name: string }[]>(`
    select quote_ident(relname) as name
      from pg_class
      join pg_attribute on attrelid = pg_class.oid and attname = 'account_id' and not attisdropped
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition`);
  for (const { name } of tables) {
    await db.query(`delete from ${name} where account_id = $1`, [accountId]);
  }
}

/**
 * Tables whose rows keep others from being deleted, such as a campaign's gateway the grant: deleting the account
 * reaches the grant before the campaign, and would be refused.
 */
async function holders(db: EntityManager): Promise<string[]> {
  const tables = await db.query<{ name: string }[]>(`
    select distinct conrelid::regclass::text as name
      from pg_constraint
      join pg_attribute on attrelid = conrelid and attname = 'account_id' and not attisdropped
     where contype = 'f' and confdeltype in ('a', 'r')
       and connamespace = current_schema()::regnamespace`);
  return tables.map(({ name }) => name);
}
