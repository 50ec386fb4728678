import { swcOptions } from './scripts/swc.mjs';

const { baseUrl, paths, ...jsc } = swcOptions.jsc;

/** Unit tests need nothing; the others find the stack in the environment that `npm test` sets (tools/stack). */
export default {
  // Never .local: what running stacks write there comes and goes.
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/test'],
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs,tools,test}/**/*.{spec,int-spec,e2e-spec}.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { ...swcOptions, module: { type: 'es6' }, jsc }] },
  moduleNameMapper: {
    '^@moments/testing/(.*)$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^@moments/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // A machine that does much else at the same time is slow, not wrong: no test and no hook has a bound of its own. Waits
  // for what comes to pass by itself end before this does, and tell what did not come.
  testTimeout: 300_000,
  // Modules of finished files stay in a worker's memory: collected again and again they slow down those that follow.
  workerIdleMemoryLimit: '1200MB',
};
