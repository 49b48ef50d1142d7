/**
 * dist/: the entry points as CommonJS and ES modules for Node, their sources as ES modules for bundlers (dist/esm, a file
 * each, so that what a page does not use is left out), types, the command line, and scripts for a plain `<script>`.
 * `npm run build` runs it where sources have changed. For Node the entry points share chunks, so that there is one copy of
 * the errors and of the installed platform.
 */
import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { defineConfig, type Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const root = __dirname;
const tensorflow = join(root, 'src/page/tensorflow.ts');
const wasmFile = createRequire(__filename).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
const forAll = { index: 'src/index.ts', node: 'src/node.ts', browser: 'src/browser.ts' };
const worker = 'src/page/worker/client.ts';
const entryPoints = { ...forAll, worker };

/** TensorFlow.js' wasm binary travels inside: a user's bundle or a file:// page needs no further file. */
const wasmInside: Plugin = {
  name: 'wasm-inside',
  setup(build) {
    build.onResolve({ filter: /\.wasm$/ }, () => ({ path: wasmFile, namespace: 'wasm', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'wasm' }, async ({ path }) => {
      const base64 = deflateRawSync(await readFile(path), { level: 9 }).toString('base64');
      return { contents: `export default ${JSON.stringify(base64)};` };
    });
  },
};

/** Pages get src/page/tensorflow.ts where the sources import all of TensorFlow.js. */
const partsOfTensorflow: Plugin = {
  name: 'parts-of-tensorflow',
  setup: (build) => void build.onResolve({ filter: /^@tensorflow\/tfjs$/ }, () => ({ path: tensorflow })),
};

/** A file stays a file: its imports of other files are written as they will lie in dist/esm. */
const fileByFile: Plugin = {
  name: 'file-by-file',
  setup(build) {
    build.onResolve({ filter: /^(\.|@tensorflow\/tfjs$)/ }, ({ path, importer, resolveDir }) => {
      if (importer === '' || path.endsWith('.json')) return undefined;
      const target = path.startsWith('.') ? join(resolveDir, path) : tensorflow.replace(/\.ts$/, '');
      const file = existsSync(`${target}.ts`) ? target : join(target, 'index');
      const specifier = relative(resolveDir, `${file}.mjs`).replaceAll('\\', '/');
      return { path: specifier.startsWith('.') ? specifier : `./${specifier}`, external: true };
    });
  },
};

/**
 * All copies of TensorFlow.js in a page share one engine, one backend and one registry of kernels, through the global
 * object. The copy inside the script keeps to itself, so that a page may use TensorFlow.js for something else.
 */
const privateEngine: Plugin = {
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

/** Not the command line, nor what only Node has, nor the source of our own WebAssembly module. */
const sourcesForPages = [
  '{src,models,tasks}/**/*.ts',
  ...[
    '**/*.d.ts',
    'src/cli/**',
    'src/kernels/wasm/assembly/**',
    'src/{node,script-tag}.ts',
    'src/platform/{*node*,node-packages/**}',
  ],
].map((pattern, i) => (i === 0 ? pattern : `!${pattern}`));

const common: Options = { target: 'es2022', removeNodeProtocol: false, silent: true, sourcemap: true };

const forNode: Options = {
  ...common,
  splitting: true,
  noExternal: [/\.wasm$/],
  esbuildPlugins: [wasmInside],
  // tsup writes fields of classes for CommonJS in a way that loses the names of the classes.
  esbuildOptions: (options) => {
    options.supported = { 'class-field': false, 'class-static-field': false };
  },
};

const types: Options = { ...common, format: ['cjs', 'esm'], sourcemap: false, dts: { only: true } };

/** A page that names no charset reads a script as windows-1252, unless it begins with a byte order mark. */
const withMark: NonNullable<Options['plugins']>[number] = {
  name: 'byte-order-mark',
  renderChunk: (code) => ({ code: `\ufeff${code}` }),
};

const forScriptTag: Options = {
  ...common,
  format: 'iife',
  plugins: [withMark],
  outExtension: () => ({ js: '.js' }),
  platform: 'browser',
  noExternal: [/.*/],
  minify: true,
};

export default defineConfig([
  { ...forNode, format: 'cjs', entry: { ...entryPoints, cli: 'src/cli/main.ts' } },
  { ...forNode, format: 'esm', entry: entryPoints, shims: true }, // __dirname
  {
    ...common,
    format: 'esm',
    entry: sourcesForPages,
    outDir: 'dist/esm',
    outExtension: () => ({ js: '.mjs' }),
    splitting: false,
    noExternal: [/^\./, /\.wasm$/, /^@tensorflow\/tfjs$/],
    esbuildPlugins: [wasmInside, fileByFile],
    onSuccess: () => copyFile(wasmFile, join(root, 'dist/esm/src/page/tfjs-backend-wasm-simd.wasm')),
  },
  { ...types, entry: forAll },
  { ...types, entry: { worker } }, // apart: types that several files share are written as values
  {
    ...forScriptTag,
    entry: { 'tfjs-sequence.browser': 'src/script-tag.ts' },
    globalName: 'tfjsSequence',
    keepNames: true,
    esbuildPlugins: [wasmInside, partsOfTensorflow, privateEngine],
  },
  {
    ...forScriptTag,
    entry: { 'tfjs-sequence.worker': 'src/page/worker/client.ts' },
    globalName: 'tfjsSequenceWorker',
    keepNames: true,
  },
]);
