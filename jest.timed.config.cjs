const server = require('./jest.server.config.cjs');

/** Specs that hold calls against the clock: another one beside them would be measured too. */
module.exports = {
  ...server,
  maxWorkers: 1,
  testMatch: ['**/*.timed.spec.ts'],
  testPathIgnorePatterns: [],
};
