// What has to be there before anything else runs: the packages of the lockfile, the right Node.js among them.
// Plain JavaScript without imports from npm, because it runs on Node 20 in a clone that has nothing yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Runs a program in the root with this terminal; answers its exit code. */
export function run(command, words, env = process.env) {
  const shell = process.platform === 'win32';
  const { status, signal } = spawnSync(command, words, { cwd: root, stdio: 'inherit', shell, env });
  return signal ? 130 : (status ?? 1);
}

/** Installs the packages where they are missing or are not those of the lockfile; ends the process if it cannot. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci); this happens once …');
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status === 0) return;
  console.error('The packages could not be installed: see the messages above, then start again.');
  process.exit(status);
}

/** Whether node_modules holds every package of the lockfile in its version. */
function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  const wanted = packagesOf(join(root, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') ||
      (installed[path] ? installed[path].version === version : optional),
  );
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}
