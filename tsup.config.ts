import { defineConfig } from 'tsup';

/** tfjs' own wasm binary travels inside the browser builds as a data URL: a bundle or a file:// page needs no second file. */
const embedWasm = { '.wasm': 'dataurl' } as const;

export default defineConfig([
  {
    entry: { index: 'src/index.ts', node: 'src/node.ts', browser: 'src/browser.ts', cli: 'src/cli/main.ts' },
    format: ['cjs', 'esm'],
    target: 'es2022',
    splitting: true, // one copy of the errors and of the installed platform for all doors
    dts: { entry: { index: 'src/index.ts', node: 'src/node.ts', browser: 'src/browser.ts' } },
    loader: embedWasm,
    noExternal: [/\.wasm$/],
    clean: true,
  },
  {
    entry: { 'tfjs-sequence': 'src/browser.ts' },
    format: ['iife'],
    globalName: 'tfjsSequence',
    outExtension: () => ({ js: '.browser.js' }),
    platform: 'browser',
    target: 'es2022',
    loader: embedWasm,
    noExternal: [/.*/],
    minify: true,
    clean: false,
  },
]);
