/** Types are checked by `npm run typecheck`; ts-jest only strips them, so that a test file starts in about a second. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: {
          module: 'CommonJS',
          moduleResolution: 'Node10',
          target: 'ES2022',
          lib: ['ES2023', 'DOM'],
          esModuleInterop: true,
          isolatedModules: true,
        },
      },
    ],
  },
  // Examples import the package by its name.
  moduleNameMapper: {
    '^tfjs-sequence$': '<rootDir>/src/index.ts',
    '^tfjs-sequence/(node|browser)$': '<rootDir>/src/$1.ts',
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.js'],
  testTimeout: 60_000,
};
