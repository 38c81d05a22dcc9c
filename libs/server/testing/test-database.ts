import { databaseOptions } from '@belltower/core';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource, DataSourceOptions } from 'typeorm';

/** Migrated once before the run; every spec file works in a copy of its own. */
export const TEMPLATE_DATABASE = 'belltower_template';

export interface TestDatabase {
  url: string;
  source: DataSource;
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

/** A database of the calling spec file's own, cloned from the migrated template. */
export async function createTestDatabase(
  entities: DataSourceOptions['entities'] = [],
): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run specs through `npm test`.');
  const name = `belltower_test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  const source = await new DataSource(
    databaseOptions({ url, pool: 8, entities, name: 'test' }),
  ).initialize();
  const drop = async () => {
    if (source.isInitialized) await source.destroy();
    await administer(server, `drop database ${name} with (force)`);
  };
  return { url, source, drop };
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
