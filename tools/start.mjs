// `npm start`: installs what is missing, then starts Belltower on the Node.js that belongs to it.
// Runs on Node 20 or later.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, pinnedNode, root } from './installed.mjs';

const PARENT_CHECK_MS = 500;

process.chdir(root);
ensureInstalled();
endWithNpm();
const node = pinnedNode();
const program = join(root, 'tools', 'start', 'main.ts');

if (realpathSync(node) === realpathSync(process.execPath)) await import(pathToFileURL(program));
else handOver();

/** npm passes a SIGTERM on to its shell alone, which dies of it without telling us. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const check = () => process.ppid !== shell && process.kill(process.pid, 'SIGTERM');
  setInterval(check, PARENT_CHECK_MS).unref();
}

/** Runs the program as a child that ends with us, however we end: it hears the channel between us close. */
function handOver() {
  const child = spawn(node, [program], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
