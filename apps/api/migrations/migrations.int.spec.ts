import { databaseOptions } from '@belltower/core';
import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { DataSource } from 'typeorm';
import { entities } from '../features';
import { migrateDatabase } from '../migrate-database';
import { migrations } from './index';

/** Indexes, constraints and keys are said by the migrations alone; TypeORM would drop what no entity repeats. */
const SAID_BY_MIGRATIONS = /^(DROP INDEX|ALTER TABLE "\w+" DROP CONSTRAINT) /;

/** Every column, index and constraint, as PostgreSQL itself writes them down. */
const SCHEMA = `
  select table_name || '.' || column_name what, data_type || ' ' || is_nullable || ' ' ||
         coalesce(column_default, identity_generation, '') how
    from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
  union all
  select indexname, indexdef from pg_indexes
   where schemaname = 'public' and tablename <> 'migrations'
  union all
  select conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint
   where connamespace = 'public'::regnamespace and conrelid <> 'migrations'::regclass
  order by 1, 2`;

describe('the migrations', () => {
  let copy: TestDatabase;
  let database: DataSource;
  beforeAll(async () => {
    copy = await createTestDatabase();
    const options = { url: copy.url, pool: 4, entities, migrations, name: 'test' };
    database = await new DataSource(databaseOptions(options)).initialize();
  });
  afterAll(async () => {
    await database.destroy();
    await copy.drop();
  });

  it('can be undone to nothing and done again, with the same schema', async () => {
    const before = await copy.source.query<object[]>(SCHEMA);
    expect(before.length).toBeGreaterThan(100);
    await undoAll(database);
    expect(await copy.source.query(SCHEMA)).toEqual([]);
    await database.runMigrations({ transaction: 'each' });
    expect(await copy.source.query(SCHEMA)).toEqual(before);
  });

  it('leave no column for an entity to change', async () => {
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    const changes = upQueries.map(({ query }) => query);
    expect(changes.filter((query) => !SAID_BY_MIGRATIONS.test(query))).toEqual([]);
  });

  it('are done once by processes that start at the same moment', async () => {
    await undoAll(database);
    await Promise.all([1, 2, 3].map(() => migrateDatabase(copy.url)));
    const [{ done }] = await copy.source.query<[{ done: number }]>(
      'select count(*) done from migrations',
    );
    expect(done).toBe(migrations.length);
  });
});

async function undoAll(database: DataSource): Promise<void> {
  for (let left = migrations.length; left > 0; left -= 1) {
    await database.undoLastMigration({ transaction: 'each' });
  }
}
