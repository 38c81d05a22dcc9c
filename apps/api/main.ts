import 'reflect-metadata';
import { issueSetUpLink } from '@belltower/auth';
import { Config, ConfigError, loadConfig, stopOnSignal } from '@belltower/core';
import { TotalsChecker, totalsInWords } from '@belltower/report';
import { createApi } from './create-api';
import { migrateDatabase } from './migrate-database';

/**
 * `node dist/server/api.mjs` runs the API as a process of its own against a database that has been migrated.
 * With `migrate` behind it, it migrates the database and ends; with `set-up-link` it prints the link with which
 * the first owner sets an empty installation up, and ends; with `check-totals` it holds the sums of reports against the
 * calls, tells what differs and ends, with `--repair` once it has put that right.
 */
async function main(command?: string, option?: string): Promise<void> {
  const config = loadConfig();
  if (command === 'migrate') return migrateDatabase(config.DATABASE_URL);
  if (command === 'set-up-link') return printSetUpLink(config);
  if (command === 'check-totals') return printTotals(config, option === '--repair');
  const app = await createApi(config);
  stopOnSignal(app, config);
  await app.listen(config.PORT, config.HOST);
}

async function printSetUpLink(config: Readonly<Config>): Promise<void> {
  const app = await createBeside(config);
  const link = await issueSetUpLink(app);
  console.log(link ?? 'This installation has been set up: sign in.');
  await app.close();
}

/** Ends with 1 where something differs and has not been put right. */
async function printTotals(config: Readonly<Config>, repair: boolean): Promise<void> {
  const app = await createBeside(config);
  const everything = { accountId: null, from: null, until: null, repair };
  const found = await app.get(TotalsChecker).check(everything);
  for (const line of totalsInWords(found, repair)) console.log(line);
  if (found.differences && !repair) process.exitCode = 1;
  await app.close();
}

/** Quiet, and without dialing: whatever runs the installation goes on beside it. */
function createBeside(config: Readonly<Config>) {
  return createApi({ ...config, LOG_LEVEL: 'silent', DIALER_IN_PROCESS: false });
}

main(process.argv[2], process.argv[3]).catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
