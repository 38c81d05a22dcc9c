import { EntityManager } from 'typeorm';

/**
 * Deletes an account and every row that is its own, in the caller's transaction. Foreign keys take most of
 * it; history names nothing and so is found by the rule that every customer's table has `account_id`.
 */
export async function eraseAccount(db: EntityManager, accountId: number): Promise<void> {
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
