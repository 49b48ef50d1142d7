/** √ Σ x² over all entries of all tensors → []. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../../../shapes';
import { TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

export const globalNorm: tf.KernelFunc = ({ inputs, backend }) => {
  const runtime = tensorRuntime(backend as BackendWasm);
  const tensors = Object.values(inputs) as tf.TensorInfo[];
  const norm = runtime.output([]);
  const words = tensors.flatMap((x) => [runtime.offsetOf(x), sizeOf(x.shape)]);
  runtime.withWords(words, (entries) =>
    runtime.run(TensorOperation.norm, [tensors.length, entries, runtime.offsetOf(norm)]),
  );
  return norm;
};
