const { default: Sequencer } = require('@jest/test-sequencer');

/** What waits on the world takes longest, however short its file; then what asks a database, then what only reckons. */
const KINDS = [/apps\/dialer\/e2e\//, /\.e2e\.spec\.ts$/, /\.int\.spec\.ts$/];

/**
 * The longest files first, so that at the end no worker waits for one that began last. As long as nobody knows how long
 * each takes, as in a fresh clone, its kind says so; within a kind its size.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (tests.some((test) => this.time(test) !== undefined)) return sorted;
    return sorted.toSorted((one, other) => kindOf(one) - kindOf(other));
  }
};

function kindOf({ path }) {
  const kind = KINDS.findIndex((pattern) => pattern.test(path));
  return kind < 0 ? KINDS.length : kind;
}
