import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../build/bundle.ts';
import type { BenchRow } from './bench.ts';

const root = join(import.meta.dirname, '..', '..');
const words = process.argv.slice(2);
const quick = words.includes('--quick');
const [asked, ...more] = words.filter((word) => word !== '--quick');
const names = readdirSync(import.meta.dirname)
  .map((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .sort();

if (!asked || more.length || !['all', ...names].includes(asked)) {
  if (asked) console.error(`There is no benchmark “${[asked, ...more].join(' ')}”.`);
  console.error(`npm run bench -- NAME [--quick]\nNAME is one of: ${names.join(', ')}, all.`);
  process.exit(1);
}
const chosen = asked === 'all' ? names : [asked];
const entries = chosen.map((name) => [name, `tools/bench/${name}.bench.ts`]);
await bundle(root, 'dist/bench', {
  ...Object.fromEntries(entries),
  'run-one': 'tools/bench/run-one.ts',
  'media-worker': 'libs/server/telephony/sip/media-worker.ts',
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
  const child = fork(program, [name, ...(quick ? ['--quick'] : [])], { execArgv: ['--expose-gc'] });
  child.on('message', (row) => rows.push(row as BenchRow));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
