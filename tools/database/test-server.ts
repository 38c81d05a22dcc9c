import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrations } from '../../apps/api/migrations';
import { startEmbeddedDatabase, type EmbeddedDatabase } from './embedded-database';

/** Name of the migrated database that spec files clone; libs/server/testing relies on it. */
const TEMPLATE = 'belltower_template';

let server: EmbeddedDatabase | undefined;
let directory: string | undefined;

/**
 * Runs once before all specs: a throw-away PostgreSQL (or the one of TEST_DATABASE_URL) with a migrated template.
 * Durability is off, because what dies with the run need not survive it.
 */
export async function startTestServer(): Promise<void> {
  if (!process.env['TEST_DATABASE_URL']) {
    directory = mkdtempSync(join(tmpdir(), 'belltower-database-'));
    chmodSync(directory, 0o755);
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    server = await startEmbeddedDatabase({ directory, database: TEMPLATE, settings });
    process.env['TEST_DATABASE_URL'] = new URL('/postgres', server.url).toString();
  }
  const url = new URL(`/${TEMPLATE}`, process.env['TEST_DATABASE_URL']).toString();
  const template = await new DataSource({ type: 'postgres', url, migrations }).initialize();
  await template.runMigrations({ transaction: 'each' });
  await template.destroy();
}

/** Runs once after all specs. */
export async function stopTestServer(): Promise<void> {
  await server?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
}
