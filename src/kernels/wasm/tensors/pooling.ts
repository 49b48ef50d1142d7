/** Mean and maximum over the real steps: x [B,T,H], mask [B,T] → [B,H]; formulas in src/layers/pooling.ts. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { Pooling, TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

type Infos = Record<string, tf.TensorInfo>;

export const maskedPool: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, mask } = inputs as Infos;
  const { pooling } = attrs as { pooling: 'mean' | 'max' };
  const [batch, steps, size] = x.shape;
  const { offsetOf, output, run } = tensorRuntime(backend as BackendWasm);
  const y = output([batch, size]);
  run(TensorOperation.pool, [Pooling[pooling], offsetOf(x), offsetOf(mask), offsetOf(y), batch, steps, size]);
  return y;
};

export const maskedPoolGradient: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, mask, y, dy } = inputs as Infos;
  const { pooling } = attrs as { pooling: 'mean' | 'max' };
  const [batch, steps, size] = x.shape;
  const { offsetOf, output, run } = tensorRuntime(backend as BackendWasm);
  const dx = output(x.shape);
  run(TensorOperation.poolGradient, [
    ...[Pooling[pooling], offsetOf(x), offsetOf(mask), offsetOf(y), batch, steps, size],
    ...[offsetOf(dy), offsetOf(dx)],
  ]);
  return dx;
};
