import 'reflect-metadata';
import { ConfigError, loadConfig } from '@belltower/core';
import { createApi } from './create-api';

/** Runs the API as a process of its own against a database that has been migrated. */
async function main(): Promise<void> {
  const config = loadConfig();
  const app = await createApi(config);
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.HOST);
}

main().catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
