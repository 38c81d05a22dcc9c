import type { Queryable } from '../../libs/server/core/database';

interface Index {
  name: string;
  table: string;
  definition: string;
  constraint: string | null;
}

/*
 * Reads only. Indexes of these tables that can be taken away for a while: of a partitioned table its own, which stand for
 * those of its partitions, and no key that another table refers to.
 */
const INDEXES = `
select indexrelid::regclass::text as name, indrelid::regclass::text as table, contype::text as constraint,
       coalesce(pg_get_constraintdef(pg_constraint.oid), pg_get_indexdef(indexrelid)) as definition
  from pg_index left join pg_constraint on conindid = indexrelid and contype in ('p', 'u')
 where indrelid = any ($1::regclass[])
   and not exists (select from pg_constraint as key where key.contype = 'f' and key.conindid = indexrelid)
 order by contype is null, 1`;

/**
 * Fills tables that have no index meanwhile, which is several times faster for millions of rows, and builds their indexes
 * afterwards, on as many connections as are given. Foreign keys are not looked up: what is filled in has to be right.
 */
export async function withoutIndexes(
  connections: readonly Queryable[],
  tables: readonly string[],
  fill: () => Promise<unknown>,
): Promise<void> {
  const [db] = connections;
  const indexes = await db!.query<Index[]>(INDEXES, [tables]);
  for (const { name, table, constraint } of indexes)
    await db!.query(
      constraint ? `alter table ${table} drop constraint ${name}` : `drop index ${name}`,
    );
  for (const each of connections) {
    await each.query('set session_replication_role = replica');
    await each.query('set synchronous_commit = off');
    await each.query(`set work_mem = '256MB'`);
    await each.query(`set maintenance_work_mem = '1GB'`);
  }
  await fill();
  // A key shuts others out of its table while it is built; of other indexes several can be at the same time.
  for (const { name, table, definition } of indexes.filter(({ constraint }) => constraint))
    await db!.query(`alter table ${table} add constraint ${name} ${definition}`);
  const rest = indexes.filter(({ constraint }) => !constraint);
  await Promise.all(
    connections.map(async (each) => {
      // PostgreSQL tells the index of a partitioned table as if its partitions were to have none.
      for (let index = rest.shift(); index; index = rest.shift())
        await each.query(index.definition.replace(' ON ONLY ', ' ON '));
    }),
  );
}
