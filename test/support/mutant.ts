/** Loads the core with one line of one source file changed, in memory: a mutant for the checks to find. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import type { Core } from './core';

export interface Mutation {
  /** Below src/. */
  file: string;
  /** Occurs exactly once there. */
  original: string;
  mutated: string;
}

const root = resolve(__dirname, '../..');

export function mutantCore({ file, original, mutated }: Mutation): Core {
  const target = join(root, 'src', file);
  const source = readFileSync(target, 'utf8');
  if (source.split(original).length !== 2) throw new Error(`${file} does not contain once: ${original}`);
  const load = loader(new Map([[target, source.replace(original, () => mutated)]]));
  return (load(join(root, 'test/support/core.ts')) as { core: Core }).core;
}

/** As in jest.config.js: looked up in the context of a test file they are slow. */
const globals = { Array, Float32Array, Float64Array, Map, Math, Number, Object };
type Run = (...parameters: unknown[]) => void;

/** A small CommonJS loader for our own files; packages come from the running process. */
function loader(replaced: Map<string, string>) {
  const loaded = new Map<string, unknown>();
  return function load(path: string): unknown {
    if (loaded.has(path)) return loaded.get(path);
    const module = { exports: {} };
    loaded.set(path, module.exports);
    const local = (name: string): unknown =>
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the test's own copy of TensorFlow.js
      name.startsWith('.') ? load(`${resolve(dirname(path), name)}.ts`) : (require(name) as unknown);
    const code = compile(replaced.get(path) ?? readFileSync(path, 'utf8'));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- how CommonJS modules are run
    const run = new Function(...['require', 'module', 'exports'], ...Object.keys(globals), code) as Run;
    run(local, module, module.exports, ...Object.values(globals));
    return module.exports;
  };
}

const compiled = new Map<string, string>();

function compile(source: string): string {
  let code = compiled.get(source);
  if (code === undefined) {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
    code = ts.transpileModule(source, { compilerOptions }).outputText;
    compiled.set(source, code);
  }
  return code;
}
