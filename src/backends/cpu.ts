/** What is too slow for training on the cpu backend of TensorFlow.js 4.22: an embedding and its gradient. */
import type * as tf from '@tensorflow/tfjs';
import { gatherOver } from './gather';
import { cpuMemory, type BackendCpu } from './kernel-memory';
import { replaceKernel } from './replace-kernel';
import { unsortedSegmentSumWith } from './segment-sum';

export function registerCpuKernels(): void {
  replaceKernel('UnsortedSegmentSum', 'cpu', () => unsortedSegmentSumWith(cpuMemory));
  replaceKernel('GatherV2', 'cpu', (stock) => gatherOver(stock, cpuMemory));
  replaceKernel('Transpose', 'cpu', transposeOver);
}

/** The gradient of `gather` transposes [V,D] to [V,D]; stock copies it number by number (100 ms for V = 20,000). */
function transposeOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x } = args.inputs as { x: tf.TensorInfo };
    const { perm } = args.attrs as { perm: number[] };
    const changesNothing = perm.every((from, to) => from === to);
    if (!changesNothing || x.dtype === 'complex64') return stock(args);
    (args.backend as BackendCpu).incRef(x.dataId); // as `reshape` does
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
}
