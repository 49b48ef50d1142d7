/**
 * x·y where y has size 1 on one axis or several in a row and is as large as x on all others: dropout over whole
 * sequences [B,1,D], masks of steps [B,T,1]. Stock computes the index of every value anew. All else stays with stock.
 */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../../../shapes';
import { TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

export function multiplyOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const [x, y] = sizeOf(a.shape) >= sizeOf(b.shape) ? [a, b] : [b, a];
    const sizes = repeated(x.shape, y.shape);
    if (!sizes || x.dtype !== 'float32' || y.dtype !== 'float32') return stock(args);
    const { offsetOf, output, run } = tensorRuntime(args.backend as BackendWasm);
    const product = output(x.shape);
    run(TensorOperation.multiplyAcross, [offsetOf(x), offsetOf(y), ...sizes, offsetOf(product)]);
    return product;
  };
}

/** [outer, middle, inner] if y is x's shape with 1 in place of the middle axes, of which there is one at least. */
function repeated(x: number[], y: number[]): [number, number, number] | undefined {
  if (x.length !== y.length) return undefined;
  const first = x.findIndex((size, axis) => size !== y[axis]);
  if (first < 0) return undefined;
  const last = x.findLastIndex((size, axis) => size !== y[axis]);
  if (y.slice(first, last + 1).some((size) => size !== 1)) return undefined;
  return [sizeOf(x.slice(0, first)), sizeOf(x.slice(first, last + 1)), sizeOf(x.slice(last + 1))];
}
