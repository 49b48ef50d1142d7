/**
 * Look-ups in a table and their gradient on our module; other dtypes and axes stay with the kernels that are there. The
 * arrays are views on the backend's memory, so their offsets are their places.
 */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { gatherOver } from '../../../backends/gather';
import { wasmMemory } from '../../../backends/kernel-memory';
import { unsortedSegmentSumWith } from '../../../backends/segment-sum';
import { TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

export function gatherRowsOver(before: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { run } = tensorRuntime(args.backend as BackendWasm);
    const gather = gatherOver(before, wasmMemory, (x, ids, rowSize, out) =>
      run(TensorOperation.gather, [x.byteOffset, 0, ids.byteOffset, out.byteOffset, ids.length, rowSize]),
    );
    return gather(args);
  };
}

export function segmentSumOver(before: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    if ((args.inputs.x as tf.TensorInfo).dtype !== 'float32') return before(args);
    const { run } = tensorRuntime(args.backend as BackendWasm);
    const sum = unsortedSegmentSumWith(wasmMemory, (x, ids, rowSize, segments, out) =>
      run(TensorOperation.scatterAdd, [out.byteOffset, segments, ids.byteOffset, x.byteOffset, ids.length, rowSize]),
    );
    return sum(args);
  };
}
