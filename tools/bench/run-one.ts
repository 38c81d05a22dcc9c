import 'reflect-metadata';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '../../apps/api/migrate-database';
import { startEmbeddedDatabase } from '../database/embedded-database';
import { Lifetime } from '../start/lifetime';
import type { Bench, BenchContext } from './bench';

/** A directory: root's embedded database runs under another name than root's. */
const SEARCHABLE = 0o711;

/** How a benchmark is asked for. */
interface Asked {
  quick: boolean;
  /** Parts to run; all where none is named. */
  parts: readonly string[];
  /** Where the database is kept for the next run; undefined for one that goes with the benchmark. */
  data: string | undefined;
  /** Of the full size, above 0 and up to 1. */
  size: number;
}

/** Runs the benchmark that the first word names, and hands its rows to the parent. */
async function runOne(name: string, asked: Asked): Promise<void> {
  const lifetime = new Lifetime();
  const directory = mkdtempSync(join(tmpdir(), `belltower-bench-${name}-`));
  chmodSync(directory, SEARCHABLE);
  lifetime.onEnd(async () => rmSync(directory, { recursive: true, force: true }));
  try {
    const { default: bench } = (await import(`./${name}.mjs`)) as { default: Bench };
    await bench(contextOf(name, asked, directory, lifetime));
  } finally {
    await lifetime.end();
  }
  // Nobody else says so: an interruption ends this process as quietly as success.
  await new Promise((sent) => process.send?.('done', sent) ?? sent(null));
}

function contextOf(
  bench: string,
  { quick, parts, data, size }: Asked,
  directory: string,
  lifetime: Lifetime,
): BenchContext {
  let database: Promise<{ url: string }> | undefined;
  const startDatabase = async () => {
    const place = data ?? join(directory, 'postgresql');
    if (data) mkdirSync(data, { recursive: true, mode: SEARCHABLE });
    const started = await startEmbeddedDatabase({ directory: place });
    lifetime.onEnd(() => started.stop());
    await migrateDatabase(started.url);
    return started;
  };
  return {
    quick,
    directory,
    sized: (full) => Math.round(full * size),
    wants: (part) => !parts.length || parts.includes(part),
    database: () => {
      if (data) throw new Error(`${bench} fills a database anew each time: leave out --data.`);
      return (database ??= startDatabase());
    },
    keptDatabase: () => (database ??= startDatabase()),
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
  options: {
    quick: { type: 'boolean' },
    row: { type: 'string', multiple: true },
    data: { type: 'string' },
    size: { type: 'string' },
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => console.error(`Interrupted by ${signal}.`));
const { quick = false, row: parts = [], data, size: share = '1' } = values;
const size = Number(share);
if (!(size > 0 && size <= 1))
  throw new Error(`--size is a share of the full size, such as 0.1: ${share}`);
runOne(positionals[0] ?? '', { quick, parts, data, size }).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
