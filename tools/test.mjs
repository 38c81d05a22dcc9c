// Runs every suite from a fresh clone and ends with one line of totals. Runs on Node 20 or later.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, run } from './installed.mjs';

ensureInstalled();

const scratch = mkdtempSync(join(tmpdir(), 'belltower-test-'));
const suites = ['server', 'web'].map((suite) => {
  const report = join(scratch, `${suite}.json`);
  const words = ['--json', `--outputFile=${report}`, ...process.argv.slice(2)];
  const status = run('npm', ['run', `test:${suite}`, '--', ...words]);
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
