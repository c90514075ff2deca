import { fileURLToPath } from 'node:url';

// Two kinds of tests: units stand beside the code and need nothing; the others below test/ get real servers from globalSetup.
// Where a Redis that had to be fetched is kept, for every test that starts one.
process.env['CURFEW_REDIS_DIST'] ??= fileURLToPath(new URL('../node_modules/.cache/curfew-redis', import.meta.url));

/** @type {(tsx: boolean) => [string, object]} */
const compile = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false, react: { runtime: 'automatic' } },
    },
  },
];

const inEach = {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/errors.js'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx$': compile(true), '\\.ts$': compile(false) },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.tsx', '$1.js'] },
  modulePathIgnorePatterns: ['/dist/', '/\\.curfew/'],
};

export default {
  projects: [
    {
      ...inEach,
      displayName: 'units',
      testMatch: ['<rootDir>/{libs,apps}/*/src/**/*.spec.{ts,tsx}', '<rootDir>/test/architecture/**/*.spec.ts'],
    },
    {
      ...inEach,
      displayName: 'walks',
      testEnvironment: '<rootDir>/test/support/environment.js',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/architecture/', '<rootDir>/test/simulation/'],
      globalSetup: '<rootDir>/test/support/servers.js',
      globalTeardown: '<rootDir>/test/support/servers-stop.js',
    },
  ],
  maxWorkers: 2,
  testTimeout: 30_000,
};
