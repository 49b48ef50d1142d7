/**
 * Our module over the memory of TensorFlow.js' wasm backend: operations on its tensors where they are, without copies,
 * on the calling thread.
 */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { outOfMemory } from '../../fused/host-memory';
import { borrowedAllocator } from '../runtime/borrowed-allocator';
import { currentInstructions } from '../runtime/current-runtime';
import { features } from '../runtime/feature-detection';
import type { Block, Allocator } from '../runtime/allocator';
import { borrowedRuntime, type Runtime } from '../runtime/runtime';
import type { Operation } from '../jobs/operations';
import type { TensorOperation } from '../jobs/tensor-operations';

export interface TensorRuntime {
  readonly runtime: Runtime;
  readonly allocator: Allocator;
  /** Byte offset of the values of a tensor: a word of a job. It stays while the tensor lives. */
  offsetOf: (x: tf.TensorInfo) => number;
  /** A new tensor, not cleared. @throws BackendError where the backend has no memory left. */
  output: (shape: number[], dtype?: tf.DataType) => tf.TensorInfo;
  /** Runs `work` with memory that is filled with these words and freed afterwards. */
  withWords: (words: ArrayLike<number>, work: (offset: number) => void) => void;
  run: (operation: TensorOperation | Operation.activate, job: readonly number[]) => void;
  close: () => void;
}

/** Words of the longest job. */
const JOB_WORDS = 16;

const runtimes = new WeakMap<BackendWasm, TensorRuntime>();

/**
 * The one of a backend, with the instructions of the runtime of our own, whose options may come after a backend's first use.
 * @throws BackendError if the engine refuses the module.
 */
export function tensorRuntime(backend: BackendWasm): TensorRuntime {
  const known = runtimes.get(backend);
  if (known?.runtime.variant === currentInstructions().variant) return known;
  known?.close();
  const made = create(backend);
  runtimes.set(backend, made);
  return made;
}

/** Why there can be none for this backend; undefined where there can. */
export function whyNoTensorRuntime(backend: BackendWasm): string | undefined {
  if (!features().simd) return 'this engine has no WebAssembly SIMD';
  if (!memoryOf(backend)) return 'TensorFlow.js keeps the memory of its wasm backend with threads to itself';
  return undefined;
}

/** What the type of the backend's module leaves out. */
interface Emscripten {
  asm?: { memory?: WebAssembly.Memory };
  _malloc: (bytes: number) => number;
  _free: (offset: number) => void;
}

const moduleOf = (backend: BackendWasm) => backend.wasm as unknown as Emscripten;

/** The threaded build imports its memory and does not export it. */
const memoryOf = (backend: BackendWasm) => moduleOf(backend).asm?.memory;

function create(backend: BackendWasm): TensorRuntime {
  const { _malloc: malloc, _free: free } = moduleOf(backend);
  const lender = { memory: memoryOf(backend) as WebAssembly.Memory, malloc, free };
  const allocator = borrowedAllocator(lender, (bytes) => outOfMemory([bytes / Float32Array.BYTES_PER_ELEMENT]));
  const runtime = borrowedRuntime(allocator, currentInstructions());
  const job = allocator.allocate(JOB_WORDS * Int32Array.BYTES_PER_ELEMENT);
  const write = ({ offset }: Block, words: ArrayLike<number>) => allocator.ints(offset, words.length).set(words);
  return {
    runtime,
    allocator,
    offsetOf: ({ dataId }) => backend.getMemoryOffset(dataId),
    output(shape, dtype = 'float32') {
      const out = backend.makeOutput(shape, dtype);
      if (backend.getMemoryOffset(out.dataId) !== 0) return out;
      backend.disposeData(out.dataId);
      throw outOfMemory(shape);
    },
    withWords(words, work) {
      const block = allocator.allocate(words.length * Int32Array.BYTES_PER_ELEMENT);
      try {
        write(block, words);
        work(block.offset);
      } finally {
        allocator.free(block);
      }
    },
    run(operation, words) {
      write(job, words);
      runtime.run(operation, job.offset);
    },
    close: () => allocator.free(job),
  };
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** A float32 as a word of a job. */
export function floatWord(x: number): number {
  float[0] = x;
  return bits[0];
}
