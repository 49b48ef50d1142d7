/**
 * dist/: the doors as CommonJS, ES modules and types, the command line, and one file for a plain `<script>`.
 * Within a format the doors share chunks, so that there is one copy of the errors and of the installed platform.
 */
import { readFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';

const doors = { index: 'src/index.ts', node: 'src/node.ts', browser: 'src/browser.ts' };

const common: Options = {
  target: 'es2022',
  // TensorFlow.js' wasm binaries travel inside as data URLs: a user's bundle or a file:// page needs no further file.
  loader: { '.wasm': 'dataurl' },
  removeNodeProtocol: false,
  silent: true,
};

const library: Options = { ...common, splitting: true, noExternal: [/\.wasm$/] };

/**
 * All copies of TensorFlow.js in a page share one engine, one backend and one registry of kernels, through the global
 * object. The copy inside the script keeps to itself, so that a page may use TensorFlow.js for something else.
 */
const privateEngine: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'private-engine',
  setup(build) {
    build.onLoad({ filter: /tfjs-core.dist.global_util\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const place = 'let globalNameSpace;';
      if (!source.includes(place)) throw new Error(`${path} has changed: the engine would be shared with the page`);
      const namespace = '{ screen: globalThis.screen, atob: (text) => atob(text) }'; // all that the rest of tfjs asks of it
      return { contents: source.replace(place, `let globalNameSpace = ${namespace};`) };
    });
  },
};

export default defineConfig([
  { ...library, format: 'cjs', entry: { ...doors, cli: 'src/cli/main.ts' }, clean: true },
  { ...library, format: 'esm', entry: doors },
  { ...common, format: ['cjs', 'esm'], entry: doors, dts: { only: true } },
  {
    ...common,
    format: 'iife',
    entry: { 'tfjs-sequence': 'src/script-tag.ts' },
    globalName: 'tfjsSequence',
    outExtension: () => ({ js: '.browser.js' }),
    platform: 'browser',
    noExternal: [/.*/],
    esbuildPlugins: [privateEngine],
    minify: true,
  },
]);
