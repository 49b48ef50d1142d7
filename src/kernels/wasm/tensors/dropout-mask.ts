/** Factors of dropout, drawn as src/layers/dropout-mask.ts says. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { RandomState } from '../../../random';
import { sizeOf } from '../../../shapes';
import { TensorOperation } from '../jobs/tensor-operations';
import { floatWord, tensorRuntime } from './tensor-runtime';

export const dropoutMask: tf.KernelFunc = ({ attrs, backend }) => {
  const { shape, states, limit, kept } = attrs as unknown as {
    shape: number[];
    states: RandomState[];
    limit: number;
    kept: number;
  };
  const runtime = tensorRuntime(backend as BackendWasm);
  const mask = runtime.output(shape);
  const words = [0, 1, 2, 3].flatMap((word) => states.map((state) => state[word]));
  runtime.withWords(words, (at) =>
    runtime.run(TensorOperation.dropoutMask, [at, limit, floatWord(kept), runtime.offsetOf(mask), sizeOf(shape)]),
  );
  return mask;
};
