/** TypeScript to CommonJS by esbuild: types are stripped, not checked, a millisecond a file (ts-jest takes ten). */
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const options = {
  ...{ loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'external', sourcesContent: false },
  supported: { 'dynamic-import': false }, // jest runs `import()` only as `require`
};

module.exports = {
  process: (source, path) => transformSync(source, { ...options, sourcefile: path }),
  getCacheKey: (source, path) =>
    createHash('sha256')
      .update([version, JSON.stringify(options), path, source].join('\0'))
      .digest('hex'),
};
