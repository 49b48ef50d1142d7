/**
 * Unsorted segment sum, the gradient of an embedding look-up: row i of x is added to segment ids[i].
 *
 *   out[s] = Σ x[i] over all i with ids[i] = s          x [N,D], ids [N] → out [S,D]
 *
 * N ids, S segments, D values a row. Ids below 0 or from S on belong to no segment, as in TensorFlow. The sums are
 * float32 whatever x is, as in the stock cpu kernel. That one compares every id with every segment, N·S·D work, and
 * wasm has none; this is N·D + S·D. Unlike there, an infinite value stays in its own segment.
 */
import type * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../errors';
import { sizeOf } from '../shapes';
import type { MemoryOf } from './kernel-memory';

/** The kernel UnsortedSegmentSum. @throws ShapeError unless the shape of x begins with the shape of segmentIds. */
export function unsortedSegmentSumWith(memoryOf: MemoryOf): tf.KernelFunc {
  return (args) => {
    const { x, segmentIds } = args.inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
    const { numSegments } = args.attrs as { numSegments: number };
    checkSegments(x.shape, segmentIds.shape, numSegments);

    const memory = memoryOf(args.backend);
    const rowShape = x.shape.slice(segmentIds.shape.length);
    const out = memory.output([numSegments, ...rowShape], 'float32');
    const sums = memory.valuesOf(out).fill(0);
    memory.addRows(memory.valuesOf(x), memory.valuesOf(segmentIds), sizeOf(rowShape), numSegments, sums);
    return out;
  };
}

function checkSegments(x: readonly number[], ids: readonly number[], segments: number): void {
  const where = 'unsortedSegmentSum';
  if (ids.length > x.length || ids.some((size, axis) => size !== x[axis])) {
    throw new ShapeError({
      where,
      problem: `segmentIds has shape [${ids.join(',')}] and x [${x.join(',')}]`,
      expected: 'a shape of x that begins with the shape of segmentIds',
    });
  }
  if (segments < 0) throw new ShapeError({ where, problem: `numSegments is ${segments}`, expected: '0 or more' });
}
