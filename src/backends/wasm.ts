/**
 * What the wasm backend of TensorFlow.js 4.22 lacks for training: the segment sum, without which no embedding has a
 * gradient, fast look-ups, clones without copies, parts of a tensor without a copy of the whole, and fused products that
 * are right. Each of these kernels is replaced here and nowhere else; with our module its inner loops run there.
 */
import * as tf from '@tensorflow/tfjs';
import { gatherOver } from './gather';
import { type MemoryOf, wasmMemory } from './kernel-memory';
import { fusedMatMulOver, matMulOver, type Products } from './matmul';
import { identityOver, transposeOver } from './no-copy';
import { type Implementation, replaceKernel } from './replace-kernel';
import { unsortedSegmentSumWith } from './segment-sum';
import { sliceOver, splitOver, unpackOver } from './slice';

/** What our module computes (kernels/wasm/tensors/register.ts). */
export interface Accelerated {
  memoryOf: MemoryOf;
  products: Products;
}

/**
 * Does nothing where `@tensorflow/tfjs-backend-wasm` has not been imported.
 * @param accelerated what to use in place of typed arrays and stock's products, which are enough to train.
 */
export function registerWasmKernels(accelerated?: Accelerated): void {
  const hasBackend = tf.getKernel('BatchMatMul', 'wasm') !== undefined;
  if (!hasBackend) return;
  const { memoryOf = wasmMemory, products } = accelerated ?? {};
  const kernels: Record<string, (stock: tf.KernelFunc) => tf.KernelFunc> = {
    UnsortedSegmentSum: () => unsortedSegmentSumWith(memoryOf),
    GatherV2: (stock) => gatherOver(stock, memoryOf),
    Slice: (stock) => sliceOver(stock, memoryOf),
    SplitV: (stock) => splitOver(stock, memoryOf),
    Unpack: (stock) => unpackOver(stock, memoryOf),
    BatchMatMul: (stock) => matMulOver(stock, products),
    _FusedMatMul: (stock) => fusedMatMulOver(stock, products),
    Identity: identityOver,
    Transpose: transposeOver,
  };
  const implementation: Implementation = accelerated ? 'webassembly' : 'typed arrays';
  for (const [name, over] of Object.entries(kernels)) replaceKernel(name, 'wasm', over, implementation);
}
