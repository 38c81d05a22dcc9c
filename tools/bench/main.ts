import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../build/bundle.ts';
import type { BenchRow } from './bench.ts';

const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    row: { type: 'string', multiple: true },
    data: { type: 'string' },
    size: { type: 'string' },
  },
});
const quick = values.quick ?? false;
const parts = values.row ?? [];
const [asked, ...more] = positionals;
const names = readdirSync(import.meta.dirname)
  .map((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .sort();

if (!asked || more.length || !['all', ...names].includes(asked)) {
  if (asked) console.error(`There is no benchmark “${[asked, ...more].join(' ')}”.`);
  console.error(
    `npm run bench -- NAME [--quick] [--row PART] [--data DIR] [--size SHARE]\nNAME is one of: ${names.join(', ')}, all.`,
  );
  process.exit(1);
}
const chosen = asked === 'all' ? names : [asked];
const entries = chosen.map((name) => [name, `tools/bench/${name}.bench.ts`]);
await bundle(root, 'dist/bench', {
  ...Object.fromEntries(entries),
  'run-one': 'tools/bench/run-one.ts',
  'media-worker': 'libs/server/telephony/sip/media-worker.ts',
  'media-ears': 'tools/bench/media-ears.ts',
  dialer: 'apps/dialer/main.ts',
});

const rows: BenchRow[] = [];
let failed = false;
for (const name of chosen) failed = !(await measure(name)) || failed;
for (const row of rows) console.log(JSON.stringify(row));
process.exit(failed ? 1 : 0);

/** Each in a process of its own, so that its memory is its own. */
async function measure(name: string): Promise<boolean> {
  console.log(`\n${name}${quick ? ' (quick)' : ''}`);
  const program = join(root, 'dist', 'bench', 'run-one.mjs');
  const flags = [
    ...(quick ? ['--quick'] : []),
    ...parts.flatMap((part) => ['--row', part]),
    ...(values.data === undefined ? [] : ['--data', resolve(values.data)]),
    ...(values.size === undefined ? [] : ['--size', values.size]),
  ];
  // What Node itself is told, such as --cpu-prof, goes for the benchmark too.
  const execArgv = [...process.execArgv, '--expose-gc'];
  const child = fork(program, [name, ...flags], { execArgv });
  let isDone = false;
  child.on('message', (message) => {
    if (message === 'done') isDone = true;
    else rows.push(message as BenchRow);
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (!isDone) console.error(`${name} has not come to its end (${signal ?? code}).`);
  return code === 0 && isDone;
}
