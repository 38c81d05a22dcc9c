import { migrateDatabase } from '../../apps/api/migrate-database';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
} from './embedded-database';

/** Starts a PostgreSQL of the caller's own, with the current schema. */
export async function startMigratedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase(options);
  await migrateDatabase(database.url);
  return database;
}
