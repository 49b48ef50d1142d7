/**
 * The only file that loads `@tensorflow/tfjs-node`, native TensorFlow as the backend `tensorflow`. It is never needed and
 * never a dependency: it comes from the user's project or from `.native/`, which `npm run native` makes. Node only; the
 * browser entry point must not import this file.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { BackendError } from '../errors';
import type { NativeBackend } from './backends';

const where = "backend 'tensorflow'";
const PACKAGE = '@tensorflow/tfjs-node';
const LINK = 'Run `npm run native`, or `node node_modules/tfjs-sequence/scripts/native.mjs` in a project that uses it';

/**
 * Loads native TensorFlow and makes it the present backend.
 * @throws BackendError if it is not installed, not linked, does not load, or sits on another copy of TensorFlow.js.
 */
export function loadTensorflow(): NativeBackend {
  const folder = findLinkedPackage();
  restoreIsNullOrUndefined();
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3'; // TensorFlow's own log lines go to stderr

  const load = createRequire(join(folder, 'package.json'));
  let loaded: typeof tf;
  try {
    loaded = load(folder) as typeof tf;
  } catch (cause) {
    const problem = `${folder} does not load: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new BackendError({ where, problem, fix: LINK, cause });
  }
  if (loaded.tensor !== tf.tensor) {
    throw new BackendError({
      where,
      problem: `${folder} uses another copy of TensorFlow.js than this library`,
      expected: 'one copy of @tensorflow/tfjs in the project',
      fix: 'Run `npm dedupe`, or remove tfjs-node from the project and use `npm run native`',
    });
  }
  const { version } = load(join(folder, 'package.json')) as { version: string };
  const { binding } = tf.findBackend('tensorflow') as unknown as { binding: { TF_Version: string } };
  return { version: binding.TF_Version, details: `tfjs-node ${version}, ${process.platform} ${process.arch}` };
}

/** The folder of a tfjs-node whose binding has been built: of the project, or of `.native/` here or further up. */
function findLinkedPackage(): string {
  const present = process.cwd();
  const folders = [present, ...upwards(present).map((folder) => join(folder, '.native'))];
  const found = folders.map(packageFolder).filter((folder) => folder !== undefined);
  const linked = found.find((folder) => BINDINGS.some((binding) => existsSync(join(folder, binding))));
  if (linked) return linked;
  throw new BackendError({
    where,
    problem: found.length ? `${found[0]} has no native binding` : `${PACKAGE} is not installed`,
    expected: `a linked ${PACKAGE} in ${present} or in its folder .native`,
    fix: LINK,
  });
}

/** Where node-pre-gyp looks for the binding; a newer Node takes the newest of them. */
const BINDINGS = [8, 7, 6, 5, 4, 3].map((version) => join('lib', `napi-v${version}`, 'tfjs_binding.node'));

function packageFolder(from: string): string | undefined {
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${PACKAGE}/package.json`));
  } catch {
    return undefined;
  }
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 22 deprecates with a warning and Node 23 removed
 * (tensorflow/tfjs issue 8609).
 */
function restoreIsNullOrUndefined(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined = (value) => value === null || value === undefined;
}
