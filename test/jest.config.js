import { fileURLToPath } from 'node:url';

// Units stand beside the code and need nothing; the others, below test/, get real servers from globalSetup, and those in a browser a Chromium too.
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

const walks = {
  ...inEach,
  testEnvironment: '<rootDir>/test/support/environment.js',
  globalTeardown: '<rootDir>/test/support/servers-stop.js',
};

export default {
  projects: [
    {
      ...walks,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/browser-servers.js',
    },
    {
      ...inEach,
      displayName: 'units',
      testMatch: ['<rootDir>/{libs,apps}/*/src/**/*.spec.{ts,tsx}', '<rootDir>/test/architecture/**/*.spec.ts', '<rootDir>/bench/src/**/*.spec.ts'],
    },
    {
      ...walks,
      displayName: 'walks',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(architecture|browser|simulation)/'],
      globalSetup: '<rootDir>/test/support/servers.js',
    },
  ],
  maxWorkers: 2,
  testTimeout: 60_000,
};
