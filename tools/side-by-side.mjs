// `node tools/side-by-side.mjs lint typecheck …`: runs npm scripts, as many at a time as there are cores, and shows what
// each one says when it is over. Fails where any fails. Runs on Node 20 or later.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { root } from './installed.mjs';

const waiting = process.argv.slice(2);
let failed = false;

async function work() {
  for (let name = waiting.shift(); name; name = waiting.shift()) await runScript(name);
}

async function runScript(name) {
  const began = performance.now();
  const words = [];
  const script = spawn('npm', ['run', '--silent', name], {
    cwd: root,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [script.stdout, script.stderr])
    stream.on('data', (chunk) => words.push(chunk));
  const [code] = await once(script, 'close');
  failed ||= code !== 0;
  const seconds = Math.round((performance.now() - began) / 1_000);
  process.stdout.write(Buffer.concat(words));
  console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s`);
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exit(failed ? 1 : 0);
