// Runs every suite from a fresh clone and ends with one line of totals. Runs on Node 20 or later.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const run = (command, ...words) =>
  spawnSync(command, words, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  const { status } = run('npm', 'ci');
  if (status !== 0) process.exit(status ?? 1);
}

const scratch = mkdtempSync(join(tmpdir(), 'belltower-test-'));
const suites = ['server', 'web'].map((suite) => {
  const report = join(scratch, `${suite}.json`);
  const words = ['--json', `--outputFile=${report}`, ...process.argv.slice(2)];
  const { status } = run('npm', 'run', `test:${suite}`, '--', ...words);
  const totals = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 0 };
  // A suite that cannot even be loaded has no failed test of its own, and still is a failure.
  const failed = totals.numFailedTests || totals.numFailedTestSuites;
  return { passed: totals.numPassedTests, failed, ended: status === 0 };
});
rmSync(scratch, { recursive: true, force: true });

const sum = (count) => suites.reduce((total, suite) => total + suite[count], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(suites.every(({ ended, failed }) => ended && !failed) ? 0 : 1);
