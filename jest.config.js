/**
 * As many workers as there are cores, each with one kernel thread, so that they do not wait for one another. Tests of
 * threads ask for theirs. docs/decisions/testing.md has the tiers and the times.
 */
for (const name of ['TFSEQ_THREADS', 'TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS']) {
  process.env[name] ??= '1';
}

/** Types are checked by `npm run typecheck`. */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  transform: { '^.+\\.ts$': '<rootDir>/test/support/transform.js' },
  // Looked up in the context of a test file, a global of the language costs some hundred nanoseconds a time: `Math` in an
  // inner loop makes it three times as slow. As parameters of each module they cost nothing. None that a test may mock.
  sandboxInjectedGlobals: [
    ...['Array', 'ArrayBuffer', 'Atomics', 'DataView', 'Float32Array', 'Float64Array', 'Int32Array', 'Map', 'Math'],
    ...['Number', 'Object', 'Promise', 'Set', 'String', 'Symbol', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'isNaN'],
  ],
  // Examples import the package by its name.
  moduleNameMapper: {
    '^tfjs-sequence$': '<rootDir>/src/index.ts',
    '^tfjs-sequence/(node|browser)$': '<rootDir>/src/$1.ts',
    '^tfjs-sequence/worker$': '<rootDir>/src/page/worker/client.ts',
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.js'],
  testTimeout: 60_000,
};
