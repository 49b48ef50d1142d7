/**
 * Which matrices of two batches belong together. Stock takes entry i of the larger batch with entry i modulo its size of
 * the smaller one, which is wrong unless the smaller one is repeated as a whole: not for [2,1] with [1,3], [2,3] with [2,1].
 */
import type * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../shapes';
import type { KernelMemory } from './kernel-memory';

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

/** Whether stock pairs these batches as it should. */
export function isPairedByStock(a: readonly number[], b: readonly number[], batch: readonly number[]): boolean {
  const isWhole = (small: readonly number[]) => sizeOf(small) === sizeOf(batch);
  const isRepeatedAsWhole = (small: readonly number[]) => {
    const own = small.slice(small.findIndex((size) => size !== 1));
    return sizeOf(small) === 1 || own.every((size, axis) => size === batch[batch.length - own.length + axis]);
  };
  return (isWhole(a) && isRepeatedAsWhole(b)) || (isWhole(b) && isRepeatedAsWhole(a));
}

/** x [...,R,C] with one matrix for every entry of the batch; a copy. */
export function broadcastTo(x: tf.TensorInfo, batch: readonly number[], memory: KernelMemory): tf.TensorInfo {
  const matrix = x.shape.slice(-2);
  const out = memory.output([...batch, ...matrix], x.dtype);
  const entries = broadcastEntries(x.shape.slice(0, -2), batch);
  memory.copyRows(memory.valuesOf(x), entries, sizeOf(matrix), memory.valuesOf(out));
  return out;
}
