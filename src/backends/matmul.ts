/**
 * Matrix products for the wasm backend: C = op(A)·op(B), where op(X) is X or Xᵀ.
 *
 * Stock has one fast path (XNNPACK), for A·B with neither factor transposed or batched; everything else, so every
 * gradient, runs in a plain loop ten times slower. Here each such product becomes products of the fast kind:
 *
 *   Aᵀ·B, A·Bᵀ, Aᵀ·Bᵀ           factors are transposed in memory, or C = (op(B)ᵀ·op(A)ᵀ)ᵀ where that is cheaper
 *   [...,M,K]·[K,N]             the rows of all batch entries together are one matrix
 *   [...,M,K]·[...,K,N]         one product a batch entry, on views into the heap
 *
 * op(A) [M,K], op(B) [K,N], C [M,N]. Batch axes broadcast.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';
import { wasmMemory } from './kernel-memory';
import { cheapestWay } from './matmul-cost';
import { dropView, viewOf } from './wasm-views';

interface Wasm {
  backend: BackendWasm;
  /** The kernel that stock registered for BatchMatMul. */
  stock: tf.KernelFunc;
}
export type Factors = [a: tf.TensorInfo, b: tf.TensorInfo];
export type Transposed = [transposeA: boolean, transposeB: boolean];

/** Wraps the stock BatchMatMul kernel of the wasm backend. Bad input is left to stock, so that its messages stay. */
export function batchMatMulOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = args.attrs as { transposeA: boolean; transposeB: boolean };
    if (!isProduct([a, b], [transposeA, transposeB])) return stock(args);
    return batchedProduct([a, b], [transposeA, transposeB], { backend: args.backend as BackendWasm, stock });
  };
}

/** Of float32 numbers, with inner sizes that agree. */
export function isProduct([a, b]: Factors, [transposeA, transposeB]: Transposed): boolean {
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length < 2 || b.shape.length < 2) return false;
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  return (transposeA ? rowsA : columnsA) === (transposeB ? columnsB : rowsB);
}

function batchedProduct([a, b]: Factors, transposed: Transposed, wasm: Wasm): tf.TensorInfo {
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const [M, K, N] = sizesOf([a, b], transposed);
  const shape = [...batch, M, N];

  if (sizeOf(shape) === 0 || K === 0) return wasmMemory(wasm.backend).zeros(shape, 'float32'); // XNNPACK refuses sizes of 0
  if (sizeOf(batchB) === 1) return { ...productWithOneMatrix([a, b], transposed, wasm), shape };
  const sameBatch = sizeOf(batchA) === sizeOf(batch) && sizeOf(batchB) === sizeOf(batch);
  if (sameBatch && cheapestWay(M, K, N, transposed) === 'plain') return stockProduct([a, b], transposed, wasm);
  return entryByEntry([a, b], transposed, batch, wasm);
}

/** [...,M,K]·[K,N] → [R,N], R rows in all. */
function productWithOneMatrix([a, b]: Factors, [transposeA, transposeB]: Transposed, wasm: Wasm): tf.TensorInfo {
  const matrixB = { ...b, shape: b.shape.slice(-2) };
  const isBatched = sizeOf(a.shape.slice(0, -2)) > 1;
  if (!isBatched) return product([{ ...a, shape: a.shape.slice(-2) }, matrixB], [transposeA, transposeB], wasm);

  const upright = transposeA ? transpose(a, wasm) : a; // [...,M,K]
  const [, K] = sizesOf([a, b], [transposeA, transposeB]);
  const rows = { ...upright, shape: [sizeOf(upright.shape) / K, K] }; // [R,K]
  const out = product([rows, matrixB], [false, transposeB], wasm); // [R,N]
  if (transposeA) wasm.backend.disposeData(upright.dataId);
  return out;
}

function entryByEntry([a, b]: Factors, transposed: Transposed, batch: number[], wasm: Wasm): tf.TensorInfo {
  const { backend } = wasm;
  const [M, , N] = sizesOf([a, b], transposed);
  const out = backend.makeOutput([...batch, M, N], 'float32');
  const entriesOfA = broadcastEntries(a.shape.slice(0, -2), batch);
  const entriesOfB = broadcastEntries(b.shape.slice(0, -2), batch);
  for (let entry = 0; entry < entriesOfA.length; entry++) {
    const views: Factors = [viewOf(a, entriesOfA[entry], backend), viewOf(b, entriesOfB[entry], backend)];
    const c = product(views, transposed, wasm); // [M,N]
    backend.typedArrayFromHeap(out).set(backend.typedArrayFromHeap(c), entry * M * N);
    backend.disposeData(c.dataId);
    for (const view of views) dropView(view, backend);
  }
  return out;
}

/** Two matrices, [M,K] or [K,M] and [K,N] or [N,K]. */
function product([a, b]: Factors, [transposeA, transposeB]: Transposed, wasm: Wasm): tf.TensorInfo {
  if (!transposeA && !transposeB) return stockProduct([a, b], [false, false], wasm); // keeps a packed B while B lives
  const [M, K, N] = sizesOf([a, b], [transposeA, transposeB]);
  switch (cheapestWay(M, K, N, [transposeA, transposeB])) {
    case 'plain':
      return stockProduct([a, b], [transposeA, transposeB], wasm);
    case 'direct':
      return directProduct([a, b], [transposeA, transposeB], wasm);
    case 'swapped': {
      const c = directProduct([b, a], [!transposeB, !transposeA], wasm); // Cᵀ [N,M]
      const out = transpose(c, wasm);
      wasm.backend.disposeData(c.dataId);
      return out;
    }
  }
}

function directProduct([a, b]: Factors, [transposeA, transposeB]: Transposed, wasm: Wasm): tf.TensorInfo {
  const left = transposeA ? transpose(a, wasm) : a; // [M,K]
  const right = transposeB ? transpose(b, wasm) : b; // [K,N]
  const c = stockProduct([left, right], [false, false], wasm);
  if (transposeA) wasm.backend.disposeData(left.dataId);
  if (transposeB) wasm.backend.disposeData(right.dataId);
  return c;
}

function stockProduct([a, b]: Factors, [transposeA, transposeB]: Transposed, { backend, stock }: Wasm): tf.TensorInfo {
  return stock({ inputs: { a, b }, backend, attrs: { transposeA, transposeB } }) as tf.TensorInfo;
}

/** Swaps the last two axes in memory. The caller disposes of the copy. */
function transpose(x: tf.TensorInfo, { backend }: Wasm): tf.TensorInfo {
  const perm = x.shape.map((_, axis) => axis);
  const [row, column] = perm.splice(-2);
  perm.push(column, row);
  return tf.getKernel('Transpose', 'wasm').kernelFunc({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
}

export function sizesOf([a, b]: Factors, [transposeA, transposeB]: Transposed): [M: number, K: number, N: number] {
  const [rows, columns] = a.shape.slice(-2);
  const N = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  return transposeA ? [columns, rows, N] : [rows, columns, N];
}

/** For each entry of the broadcast batch, in order: the entry of the smaller batch that it reads. */
export function broadcastEntries(small: readonly number[], batch: readonly number[]): Int32Array {
  const offset = batch.length - small.length;
  return Int32Array.from({ length: sizeOf(batch) }, (_, entry) => {
    let index = 0;
    let stride = 1;
    for (let axis = batch.length - 1; axis >= offset; axis--) {
      const size = small[axis - offset];
      if (size > 1) index += (entry % batch[axis]) * stride;
      stride *= size;
      entry = Math.floor(entry / batch[axis]);
    }
    return index;
  });
}
