// `npm test`: every suite from a fresh clone, ending with one line of totals. `npm test -- server web` runs those.
// Runs on Node 20 or later.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, ensureChromium } from './chromium.mjs';
import { ensurePrograms, SIP_PEERS } from './debian.mjs';
import { ensureInstalled, root, run } from './installed.mjs';

const NOTHING = { passed: 0, failed: 0 };

const SUITES = {
  server: () => {
    // Without them a few suites are left out and say so, unless everything is required.
    ensurePrograms(SIP_PEERS);
    return jest('server');
  },
  timed: () => jest('timed'),
  web: () => jest('web'),
  browser: () => (ensureChromium() ? playwright() : withoutBrowser()),
};

ensureInstalled();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES[name]);
if (unknown.length) {
  console.error(`There is no suite “${unknown.join(' ')}”: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(1);
}
const totals = (asked.length ? asked : Object.keys(SUITES)).map((name) => SUITES[name]());
const sum = (count) => totals.reduce((total, suite) => total + suite[count], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') ? 1 : 0);

function jest(suite) {
  const file = join(root, 'tmp', `${suite}.json`);
  return runWithReport(`test:${suite}`, ['--json', `--outputFile=${file}`], file, (report) => ({
    passed: report.numPassedTests,
    // A file that cannot even be loaded has no failed test of its own, and still is a failure.
    failed: report.numFailedTests || report.numFailedTestSuites,
  }));
}

function playwright() {
  const file = join(root, 'test-results', 'report.json');
  return runWithReport('test:browser', [], file, ({ stats, errors, suites }) => ({
    passed: stats.expected,
    // What a failed set-up kept from running did not pass either; a skip that the spec declares is fine.
    failed: stats.unexpected + stats.flaky + errors.length + notRun(suites),
  }));
}

/** Tests that never ran because one that they build on failed. */
function notRun(suites) {
  return suites
    .flatMap(({ specs = [], suites: inner = [] }) => [
      ...specs
        .flatMap(({ tests }) => tests)
        .map(({ status, annotations }) => {
          const isDeclared = annotations.some(({ type }) => type === 'skip' || type === 'fixme');
          return status === 'skipped' && !isDeclared ? 1 : 0;
        }),
      notRun(inner),
    ])
    .reduce((total, count) => total + count, 0);
}

function runWithReport(script, words, file, read) {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const status = run('npm', ['run', '--silent', script, '--', ...words]);
  if (!existsSync(file)) return { ...NOTHING, failed: 1 };
  const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')));
  // Something else than a test can fail a run: an open handle, a global set-up.
  return { passed, failed: failed || (status === 0 ? 0 : 1) };
}

function withoutBrowser() {
  console.log(`No browser at ${chromium}: apt-get install chromium, or CHROMIUM=/path npm test.`);
  return { ...NOTHING, failed: process.env.REQUIRE_ALL ? 1 : 0 };
}
