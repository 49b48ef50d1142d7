/**
 * Starts the wasm backend of TensorFlow.js from a binary that the page has. TensorFlow.js itself can only fetch one, which
 * the Content-Security-Policy of a page refuses for `data:` addresses, and does not report a binary that the engine refuses.
 */
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import startModule from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { BackendError, reasonOf } from '../errors';

/** Bytes, or the response of a server to which the file was requested. */
export type WasmBinary = Uint8Array<ArrayBuffer> | Response;

const where = "backend 'wasm'";
const PRIORITY = 2; // as TensorFlow.js registers it

/** The backend `wasm` is started with what `load` gives: the build of TensorFlow.js with SIMD. */
export function installWasmBinary(load: () => Promise<WasmBinary>): void {
  const isRunning = 'wasm' in tf.engine().registry; // the page has started it with a binary of its own
  if (isRunning) return;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => createBackend(load), PRIORITY);
}

async function createBackend(load: () => Promise<WasmBinary>): Promise<tf.KernelBackend> {
  const hasSimd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) as boolean;
  if (!hasSimd) throw new BackendError({ where, problem: 'the engine has no SIMD for WebAssembly', fix: 'Update it' });
  const { module } = await startFrom(await load());
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  } as typeof module.tfjs;
  return new BackendWasm(module);
}

/** As far as its types lack it: wraps a function of the module. */
interface Emscripten {
  cwrap(name: string, returns: 'number' | null, parameters: readonly 'number'[]): unknown;
}

type Module = Awaited<ReturnType<typeof startModule>> & Emscripten;
type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

/** @returns it in an object: a promise must not take a module for a promise. */
function startFrom(binary: WasmBinary): Promise<{ module: Module }> {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, done: Instantiated): object => {
      instantiate(binary, imports).then(({ instance, module }) => done(instance, module), reject);
      return {}; // its exports follow
    };
    startModule({ instantiateWasm }).then((module) => resolve({ module: module as Module }), reject);
  });
}

/** @throws BackendError, with the directive where a Content-Security-Policy refuses it. */
async function instantiate(
  binary: WasmBinary,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const bytes = binary instanceof Uint8Array ? binary : await bytesOf(binary);
  try {
    return await WebAssembly.instantiate(bytes, imports);
  } catch (cause) {
    throw new BackendError({
      where,
      problem: `the engine refuses the module: ${reasonOf(cause)}`,
      fix: "Where the page has a Content-Security-Policy, allow 'wasm-unsafe-eval' in script-src",
      cause,
    });
  }
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok && bytes[0] === 0 && bytes[1] === 0x61) return bytes; // "\0asm"
  throw new BackendError({
    where,
    problem: `${response.url} responded with ${response.status} and ${bytes.length} bytes that are no WebAssembly`,
    expected: 'the file tfjs-backend-wasm-simd.wasm of this package',
    fix: "Copy it there, or import 'tfjs-sequence/browser', which has it inside",
  });
}
