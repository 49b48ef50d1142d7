/**
 * Rows of a matrix, the look-up of an embedding: out[i] = x[ids[i]]         x [V,D], ids [N] → out [N,D]
 *
 * Stock computes the index of every single value anew: 28 ms for 6,400 rows of 128 on wasm. This copies rows: 1 ms, on our
 * module 0.3 ms.
 */
import type * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../shapes';
import type { MemoryOf } from './kernel-memory';

/** Wraps the stock GatherV2 kernel, which keeps all but look-ups along axis 0, and bad ids for the sake of its message. */
export function gatherOver(stock: tf.KernelFunc, memoryOf: MemoryOf): tf.KernelFunc {
  return (args) => {
    const { x, indices } = args.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const { axis, batchDims } = args.attrs as { axis: number; batchDims: number };
    const { dtype } = x;
    const hasRows = axis === 0 && batchDims === 0 && x.shape.length > 0;
    if (!hasRows || (dtype !== 'float32' && dtype !== 'int32')) return stock(args);

    const memory = memoryOf(args.backend);
    const [rows, ...rowShape] = x.shape;
    if (!memory.valuesOf(indices).every((id) => id >= 0 && id < rows)) return stock(args);
    const out = memory.output([...indices.shape, ...rowShape], dtype);
    memory.copyRows(memory.valuesOf(x), memory.valuesOf(indices), sizeOf(rowShape), memory.valuesOf(out));
    return out;
  };
}
