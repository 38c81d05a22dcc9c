/** Specs that hold calls against the clock; jest.timed.config.cjs runs them one at a time. */
const TIMED = '\\.timed\\.spec';
/** Real switches are asked only where one is named. */
const REAL = ['asterisk', 'freeswitch']
  .filter((name) => !process.env[`${name.toUpperCase()}_TEST`])
  .map((name) => `/real-${name}\\.int\\.spec`);

/** Specs of the contract and of everything on the server. */
module.exports = {
  // One more than the two cores that there are at least: a part of the specs mostly waits.
  maxWorkers: 3,
  // What jest keeps of each file adds up to gigabytes over all of them; a worker is replaced before that.
  workerIdleMemoryLimit: '1GB',
  testEnvironment: '<rootDir>/tools/testing/leak-free-environment.ts',
  testSequencer: '<rootDir>/tools/testing/longest-first.cjs',
  roots: [
    '<rootDir>/libs/dto',
    '<rootDir>/libs/server',
    '<rootDir>/apps/api',
    '<rootDir>/apps/dialer',
    '<rootDir>/docker',
    '<rootDir>/tools',
  ],
  globalSetup: '<rootDir>/tools/database/jest-setup.ts',
  globalTeardown: '<rootDir>/tools/database/jest-teardown.ts',
  // Real databases on a busy machine: how long a test takes says nothing about the code.
  testTimeout: 60_000,
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: [TIMED, ...REAL],
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: {
    '^@belltower/dto$': '<rootDir>/libs/dto/index.ts',
    '^@belltower/ui$': '<rootDir>/libs/ui/index.ts',
    '^@belltower/(.*)$': '<rootDir>/libs/server/$1/index.ts',
  },
};
