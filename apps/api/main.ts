import 'reflect-metadata';
import { issueSetUpLink } from '@belltower/auth';
import { Config, ConfigError, loadConfig, stopOnSignal } from '@belltower/core';
import { createApi } from './create-api';
import { migrateDatabase } from './migrate-database';

/**
 * `node dist/server/api.mjs` runs the API as a process of its own against a database that has been migrated.
 * With `migrate` behind it, it migrates the database and ends; with `set-up-link` it prints the link with which
 * the first owner sets an empty installation up, and ends.
 */
async function main(command?: string): Promise<void> {
  const config = loadConfig();
  if (command === 'migrate') return migrateDatabase(config.DATABASE_URL);
  if (command === 'set-up-link') return printSetUpLink(config);
  const app = await createApi(config);
  stopOnSignal(app, config);
  await app.listen(config.PORT, config.HOST);
}

async function printSetUpLink(config: Readonly<Config>): Promise<void> {
  // Quiet, and without dialing: whatever runs the installation goes on beside it.
  const app = await createApi({ ...config, LOG_LEVEL: 'silent', DIALER_IN_PROCESS: false });
  const link = await issueSetUpLink(app);
  console.log(link ?? 'This installation has been set up: sign in.');
  await app.close();
}

main(process.argv[2]).catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
