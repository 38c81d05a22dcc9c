import 'reflect-metadata';
import { ConfigError, loadConfig, stopOnSignal } from '@belltower/core';
import { createDialer } from './create-dialer';

/** Runs the engine as a process of its own against a database that has been migrated. */
async function main(): Promise<void> {
  const config = loadConfig();
  stopOnSignal(await createDialer(config), config);
}

main().catch((error: Error) => {
  // A bad configuration needs no stack: its message names every bad key.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
