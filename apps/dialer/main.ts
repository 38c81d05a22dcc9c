import 'reflect-metadata';
import { ConfigError, loadConfig } from '@belltower/core';
import { ConsoleLogger } from '@nestjs/common';
import { createDialer } from './create-dialer';

/** Runs the engine as a process of its own against a database that has been migrated. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = new ConsoleLogger({ json: config.NODE_ENV === 'production' });
  const app = await createDialer(config, { logger });
  app.enableShutdownHooks();
}

main().catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
