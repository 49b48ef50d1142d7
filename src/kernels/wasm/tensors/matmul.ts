/**
 * Matrix products on our module, C = f(op(A)·op(B) + bias): faster than XNNPACK, transposed or not, and without copies
 * of the factors in another order. A large product is worth being carried to the threads' memory and back.
 *
 * op(A) [M,K], op(B) [K,N], C [M,N]. Batch axes broadcast.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { activated, isKnownActivation } from '../../../backends/fused-matmul';
import { broadcastEntries, type Factors, isProduct, sizesOf, type Transposed } from '../../../backends/matmul';
import { sizeOf } from '../../../shapes';
import { Activation, Operation } from '../jobs/operations';
import { multiply } from '../jobs/product';
import { TensorOperation } from '../jobs/tensor-operations';
import { multiplyOnThreads, worthThreads } from './threaded-product';
import { tensorRuntime } from './tensor-runtime';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/**
 * Stock is better for a few rows times a large matrix: XNNPACK packs that one once, as long as it does not change, which
 * is what happens in inference. And for many small matrices, where it is one call.
 */
const FEW_ROWS = 64;
const LARGE_FACTOR = 2 ** 18;
const SMALL_PRODUCT = 4096;

const OWN_ACTIVATIONS: Readonly<Record<string, Activation | undefined>> = {
  relu: Activation.relu,
  sigmoid: Activation.sigmoid,
};

export function matMulOver(before: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { factors, transposed } = readArguments(args);
    return isOurs(factors, transposed) ? product(factors, transposed, args.backend as BackendWasm) : before(args);
  };
}

export function fusedMatMulOver(before: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { factors, transposed } = readArguments(args);
    const bias = args.inputs.bias;
    if (!isKnownActivation(args) || !isOurs(factors, transposed)) return before(args);
    const [, , N] = sizesOf(factors, transposed);
    const isRow = !bias || (sizeOf(bias.shape) === N && bias.shape.at(-1) === N);
    const backend = args.backend as BackendWasm;
    return isRow ? activate(product(factors, transposed, backend, bias), args) : before(args);
  };
}

/** In place where the module has the function. */
function activate(y: tf.TensorInfo, args: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { activation } = args.attrs as { activation: string };
  const own = OWN_ACTIVATIONS[activation];
  if (own === undefined) return activated(y, args);
  const { place, run } = tensorRuntime(args.backend as BackendWasm);
  run(Operation.activate, [own, place(y), place(y), sizeOf(y.shape)]);
  return y;
}

function readArguments({ inputs, attrs }: Parameters<tf.KernelFunc>[0]) {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  return { factors: [a, b] as Factors, transposed: [transposeA, transposeB] as Transposed };
}

function isOurs(factors: Factors, transposed: Transposed): boolean {
  if (!isProduct(factors, transposed)) return false; // bad input keeps its messages
  const [a, b] = factors;
  const [M, K, N] = sizesOf(factors, transposed);
  if (sizeOf(a.shape) * sizeOf(b.shape) === 0) return false;
  const isBatched = sizeOf(a.shape) > M * K;
  if (isBatched && sizeOf(b.shape) > K * N && M * K * N < SMALL_PRODUCT) return false;
  const rows = sizeOf(b.shape) === K * N ? sizeOf(a.shape) / K : M;
  return rows >= FEW_ROWS || K * N < LARGE_FACTOR;
}

function product(factors: Factors, transposed: Transposed, backend: BackendWasm, bias?: tf.TensorInfo): tf.TensorInfo {
  const [a, b] = factors;
  const [M, , N] = sizesOf(factors, transposed);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const { output, place, run } = tensorRuntime(backend);
  const c = output([...batch, M, N]);
  if (bias) run(TensorOperation.repeatRow, [place(bias), sizeOf(c.shape) / N, N, place(c)]);
  try {
    multiplyInto(c, factors, transposed, { backend, add: bias !== undefined });
    return c;
  } catch (error) {
    backend.disposeData(c.dataId); // there was no memory to pack a factor
    throw error;
  }
}

/** All rows at one go where there is one B, else entry by entry. */
function multiplyInto(
  c: tf.TensorInfo,
  [a, b]: Factors,
  [transposeA, transposeB]: Transposed,
  { backend, add }: { backend: BackendWasm; add: boolean },
): void {
  const [M, K, N] = sizesOf([a, b], [transposeA, transposeB]);
  const { heap, place, runtime } = tensorRuntime(backend);
  const multiplyEntry = (m: number, entryA: number, entryB: number, entry: number) => {
    const product = {
      a: place(a) + entryA * M * K * FLOAT,
      b: place(b) + entryB * K * N * FLOAT,
      c: place(c) + entry * M * N * FLOAT,
      ...{ m, k: K, n: N, transposeA, transposeB, add },
    };
    if (worthThreads(product)) multiplyOnThreads(product, heap);
    else multiply(runtime, product);
  };
  const [batchA, batchB, batch] = [a, b, c].map(({ shape }) => shape.slice(0, -2));
  if (sizeOf(batchB) === 1 && (!transposeA || sizeOf(batchA) === 1)) {
    multiplyEntry(sizeOf(c.shape) / N, 0, 0, 0);
    return;
  }
  const entriesOfB = broadcastEntries(batchB, batch);
  broadcastEntries(batchA, batch).forEach((entryA, entry) => multiplyEntry(M, entryA, entriesOfB[entry], entry));
}
