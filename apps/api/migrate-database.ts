import { databaseOptions, migrate } from '@belltower/core';
import { DataSource } from 'typeorm';
import { migrations } from './migrations';

/** The oldest PostgreSQL that the schema and the statements work on. */
const OLDEST_MAJOR = 15;

/**
 * Brings the schema of a database up to date.
 * @throws where it cannot be reached, or its PostgreSQL is too old
 */
export async function migrateDatabase(url: string): Promise<void> {
  const options = databaseOptions({ url, pool: 2, entities: [], migrations, name: 'migrate' });
  const database = await new DataSource(options).initialize();
  try {
    await refuseOld(database);
    await migrate(database);
  } finally {
    await database.destroy();
  }
}

async function refuseOld(database: DataSource): Promise<void> {
  const [{ version }] = await database.query<[{ version: string }]>(
    `select current_setting('server_version') "version"`,
  );
  if (Number.parseInt(version) >= OLDEST_MAJOR) return;
  throw new Error(`PostgreSQL ${OLDEST_MAJOR} or later is needed; this is ${version}.`);
}
