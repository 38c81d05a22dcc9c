import 'reflect-metadata';
import { ConfigError, loadConfig } from '@belltower/core';
import { createApi } from './create-api';
import { migrateDatabase } from './migrate-database';

/**
 * `node dist/server/api.mjs` runs the API as a process of its own against a database that has been migrated;
 * with `migrate` behind it, it migrates the database and ends.
 */
async function main(command?: string): Promise<void> {
  const config = loadConfig();
  if (command === 'migrate') return migrateDatabase(config.DATABASE_URL);
  const app = await createApi(config);
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.HOST);
}

main(process.argv[2]).catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
