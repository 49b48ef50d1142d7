/**
 * Sums over leading axes, [R,N] → [N], such as the gradient of a bias. Stock transposes first. Other axes and dtypes
 * stay with stock.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../../../shapes';
import { TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

export function sumOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    const { axis, keepDims } = args.attrs as { axis: number | number[]; keepDims: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leads = axes.length < x.shape.length && axes.every((axis, i) => axis === i);
    if (!leads || axes.length === 0 || x.dtype !== 'float32') return stock(args);
    const { offsetOf, output, run } = tensorRuntime(args.backend as BackendWasm);
    const rest = x.shape.slice(axes.length);
    const sum = output([...(keepDims ? axes.map(() => 1) : []), ...rest]);
    run(TensorOperation.sumRows, [offsetOf(x), sizeOf(x.shape.slice(0, axes.length)), sizeOf(rest), offsetOf(sum)]);
    return sum;
  };
}
