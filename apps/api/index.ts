import 'reflect-metadata';

export { issueSetUpLink } from '@belltower/auth';
export { closeWithin, ConfigError, loadConfig, stopSeconds } from '@belltower/core';
export type { Config } from '@belltower/core';
export { createApi } from './create-api';
export { migrateDatabase } from './migrate-database';
