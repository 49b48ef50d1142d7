/**
 * Matrix products on our module, C = op(A)·op(B) + bias: faster than XNNPACK, transposed or not, and without copies of
 * the factors in another order. A large product is worth being carried to the threads' memory and back.
 *
 * op(A) [M,K], op(B) [K,N], C [M,N]. Batch axes broadcast.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcastEntries } from '../../../backends/broadcast-batches';
import { batchOf, type Product, type Products, sizesOf } from '../../../backends/matmul';
import { sizeOf } from '../../../shapes';
import { Activation, Operation } from '../jobs/operations';
import { type MatrixProduct, multiply } from '../jobs/product';
import { TensorOperation } from '../jobs/tensor-operations';
import { multiplyOnThreads, worthThreads } from './threaded-product';
import { tensorRuntime } from './tensor-runtime';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** Rows and size of a factor from which, and up to which, stock is better (`isBetterInStock`). */
const FEW_ROWS = 64;
const LARGE_FACTOR = 2 ** 18;
const SMALL_PRODUCT = 4096;

const OWN_ACTIVATIONS: Readonly<Record<string, Activation | undefined>> = {
  relu: Activation.relu,
  sigmoid: Activation.sigmoid,
};

export const products: Products = {
  multiply(product, backend) {
    const shape = [...batchOf(product), sizesOf(product).M, sizesOf(product).N];
    if (isBetterInStock(product)) return undefined;
    const wasm = backend as BackendWasm;
    return isBetterSwapped(product) ? swapped(product, shape, wasm) : direct(product, shape, wasm);
  },

  activate(y, activation, backend) {
    const own = OWN_ACTIVATIONS[activation];
    if (own === undefined) return false;
    const { offsetOf, run } = tensorRuntime(backend as BackendWasm);
    run(Operation.activate, [own, offsetOf(y), offsetOf(y), sizeOf(y.shape)]);
    return true;
  },
};

/**
 * A few rows times a large matrix: XNNPACK packs that one once, as long as it does not change, which is what happens in
 * inference. And many small products, where stock is one call.
 */
function isBetterInStock(product: Product): boolean {
  const { a, b, transposeA, transposeB } = product;
  const { M, K, N } = sizesOf(product);
  if (isLargeForFewRows(product)) return !transposeA && !transposeB;
  return sizeOf(a.shape) > M * K && sizeOf(b.shape) > K * N && M * K * N < SMALL_PRODUCT;
}

/** A few rows times a large transposed matrix, such as readouts times a table of embeddings: Cᵀ = B·Aᵀ packs A, not B. */
const isBetterSwapped = (product: Product): boolean =>
  isLargeForFewRows(product) && !product.transposeA && product.transposeB && !product.bias;

function isLargeForFewRows(product: Product): boolean {
  const { a, b } = product;
  const { M, K, N } = sizesOf(product);
  return sizeOf(a.shape) === M * K && sizeOf(b.shape) === K * N && M < FEW_ROWS && K * N >= LARGE_FACTOR;
}

function swapped(product: Product, shape: number[], backend: BackendWasm): tf.TensorInfo {
  const { a, b } = product;
  const { M, N } = sizesOf(product);
  const turned = direct({ a: b, b: a, transposeA: false, transposeB: true }, [N, M], backend);
  const transpose = tf.getKernel('Transpose', 'wasm').kernelFunc;
  const c = transpose({ inputs: { x: turned }, backend, attrs: { perm: [1, 0] } }) as tf.TensorInfo;
  backend.disposeData(turned.dataId);
  return { ...c, shape };
}

function direct(product: Product, shape: number[], backend: BackendWasm): tf.TensorInfo {
  const { bias } = product;
  const { output, offsetOf, run } = tensorRuntime(backend);
  const c = output(shape);
  const N = shape[shape.length - 1];
  if (bias) run(TensorOperation.repeatRow, [offsetOf(bias), sizeOf(c.shape) / N, N, offsetOf(c)]);
  try {
    multiplyInto(c, product, backend);
    return c;
  } catch (error) {
    backend.disposeData(c.dataId); // there was no memory to pack a factor
    throw error;
  }
}

/** All rows at one go where there is one B, else entry by entry. */
function multiplyInto(c: tf.TensorInfo, product: Product, backend: BackendWasm): void {
  const { a, b, transposeA, transposeB, bias } = product;
  const { M, K, N } = sizesOf(product);
  const { allocator, offsetOf, runtime } = tensorRuntime(backend);
  const multiplyEntry = (m: number, entryA: number, entryB: number, entry: number) => {
    const entries: MatrixProduct = {
      a: offsetOf(a) + entryA * M * K * FLOAT,
      b: offsetOf(b) + entryB * K * N * FLOAT,
      c: offsetOf(c) + entry * M * N * FLOAT,
      ...{ m, k: K, n: N, transposeA, transposeB, add: bias !== undefined },
    };
    if (worthThreads(entries)) multiplyOnThreads(entries, allocator);
    else multiply(runtime, entries);
  };
  const [batchA, batchB, batch] = [a, b, c].map(({ shape }) => shape.slice(0, -2));
  if (sizeOf(batchB) === 1 && (!transposeA || sizeOf(batchA) === 1)) {
    multiplyEntry(sizeOf(c.shape) / N, 0, 0, 0);
    return;
  }
  const entriesOfB = broadcastEntries(batchB, batch);
  broadcastEntries(batchA, batch).forEach((entryA, entry) => multiplyEntry(M, entryA, entriesOfB[entry], entry));
}
