/**
 * What the wasm backend of TensorFlow.js 4.22 lacks for training: the segment sum, without which no embedding has a
 * gradient, fast look-ups, clones without copies, parts of a tensor without a copy of the whole, and matrix products that
 * stay fast when a gradient transposes them.
 */
import * as tf from '@tensorflow/tfjs';
import { fusedMatMulOver } from './fused-matmul';
import { gatherOver } from './gather';
import { wasmMemory } from './kernel-memory';
import { batchMatMulOver } from './matmul';
import { identityOver, transposeOver } from './no-copy';
import { replaceKernel } from './replace-kernel';
import { unsortedSegmentSumWith } from './segment-sum';
import { sliceOver, splitOver, unpackOver } from './slice';

/** Does nothing where `@tensorflow/tfjs-backend-wasm` has not been imported. */
export function registerWasmKernels(): void {
  const hasBackend = tf.getKernel('BatchMatMul', 'wasm') !== undefined;
  if (!hasBackend) return;
  replaceKernel('UnsortedSegmentSum', 'wasm', () => unsortedSegmentSumWith(wasmMemory));
  replaceKernel('GatherV2', 'wasm', (stock) => gatherOver(stock, wasmMemory));
  replaceKernel('Identity', 'wasm', identityOver);
  replaceKernel('Transpose', 'wasm', transposeOver);
  replaceKernel('Slice', 'wasm', sliceOver);
  replaceKernel('SplitV', 'wasm', splitOver);
  replaceKernel('Unpack', 'wasm', unpackOver);
  replaceKernel('BatchMatMul', 'wasm', batchMatMulOver);
  const matMul = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
  replaceKernel('_FusedMatMul', 'wasm', (stock) => fusedMatMulOver(stock, matMul));
}
