const { default: Sequencer } = require('@jest/test-sequencer');

/** These wait for the world more than they reckon. */
const WAITING = /apps\/dialer\/e2e\//;
/** Of the others those that ask a database take longest. */
const KINDS = [/\.e2e\.spec\.ts$/, /\.int\.spec\.ts$/];
/** In how much of the run they all begin, so that at its end no worker waits for one of them. */
const BEGUN = 0.5;

/**
 * The longest files first, so that no worker waits for one that began last; in a fresh clone, where nobody knows how long
 * each takes, its kind says so, and within a kind its size. Files that wait are spread over the run: beside each of them
 * there is always one that has use for the time.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const waiting = sorted.filter(({ path }) => WAITING.test(path));
    const others = sorted
      .filter((test) => !waiting.includes(test))
      .toSorted((one, other) => this.kindOf(one) - this.kindOf(other));
    return [...spread(waiting, BEGUN), ...spread(others, 1)]
      .toSorted((one, other) => one.at - other.at)
      .map(({ test }) => test);
  }

  kindOf(test) {
    if (this.time(test) !== undefined) return 0;
    const kind = KINDS.findIndex((pattern) => pattern.test(test.path));
    return kind < 0 ? KINDS.length : kind;
  }
};

const spread = (tests, share) =>
  tests.map((test, index) => ({ test, at: (share * index) / tests.length }));
