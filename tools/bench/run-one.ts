import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '../../apps/api/migrate-database';
import { startEmbeddedDatabase } from '../database/embedded-database';
import { Lifetime } from '../start/lifetime';
import type { Bench, BenchContext } from './bench';

/** Runs the benchmark that the first word names, and hands its rows to the parent. */
async function runOne(name: string, quick: boolean, parts: string[]): Promise<void> {
  const lifetime = new Lifetime();
  const directory = mkdtempSync(join(tmpdir(), `belltower-bench-${name}-`));
  // Searchable, as root's embedded database runs under another name than root's.
  chmodSync(directory, 0o711);
  lifetime.onEnd(async () => rmSync(directory, { recursive: true, force: true }));
  try {
    const { default: bench } = (await import(`./${name}.mjs`)) as { default: Bench };
    await bench(contextOf(name, quick, parts, directory, lifetime));
  } finally {
    await lifetime.end();
  }
  // Nobody else says so: an interruption ends this process as quietly as success.
  await new Promise((sent) => process.send?.('done', sent) ?? sent(null));
}

function contextOf(
  bench: string,
  quick: boolean,
  parts: string[],
  directory: string,
  lifetime: Lifetime,
): BenchContext {
  let database: Promise<{ url: string }> | undefined;
  const startDatabase = async () => {
    const started = await startEmbeddedDatabase({ directory: join(directory, 'postgresql') });
    lifetime.onEnd(() => started.stop());
    await migrateDatabase(started.url);
    return started;
  };
  return {
    quick,
    directory,
    wants: (part) => !parts.length || parts.includes(part),
    database: () => (database ??= startDatabase()),
    onEnd: (end) => lifetime.onEnd(end),
    say: (line) => console.log(`  ${line}`),
    row: ({ limit, ...row }) => {
      const ratio = limit === undefined ? null : Number((row.value / limit).toFixed(3));
      process.send?.({ bench, ...row, limit: limit ?? null, ratio });
    },
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, row: { type: 'string', multiple: true } },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => console.error(`Interrupted by ${signal}.`));
runOne(positionals[0] ?? '', values.quick ?? false, values.row ?? []).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
