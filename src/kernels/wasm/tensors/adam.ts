/** A step of Adam over all parameters, in place (formula: src/training/optimizers/adam.ts), and one of their averages. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { AdamStep, AverageStep } from '../../../optional-kernels';
import { TensorOperation } from '../jobs/tensor-operations';
import { markWritten, ownMemory } from './in-place';
import { floatWord, tensorRuntime } from './tensor-runtime';

export const adamStep: tf.KernelFunc = ({ attrs, backend }) => {
  const wasm = backend as BackendWasm;
  const { entries, beta1, beta2, a, e, gradientScale } = attrs as unknown as AdamStep;
  for (const { theta, M, V } of entries) [theta, M, V].forEach((variable) => ownMemory(variable, wasm));
  const runtime = tensorRuntime(wasm);
  const words = entries.flatMap(({ theta, gradient, M, V, kept }) => [
    theta.size,
    ...[theta, gradient, M, V].map((x) => runtime.offsetOf(x)),
    floatWord(kept),
  ]);
  const constants = [beta1, beta2, a, e, gradientScale].map(floatWord);
  runtime.withWords(words, (at) => runtime.run(TensorOperation.adam, [entries.length, at, ...constants]));
  for (const { theta, M, V } of entries) [theta, M, V].forEach((variable) => markWritten(variable, wasm));
  return [];
};

export const averageStep: tf.KernelFunc = ({ attrs, backend }) => {
  const wasm = backend as BackendWasm;
  const { entries, share } = attrs as unknown as AverageStep;
  for (const { average } of entries) ownMemory(average, wasm);
  const runtime = tensorRuntime(wasm);
  const words = entries.flatMap(({ theta, average }) => [
    theta.size,
    runtime.offsetOf(average),
    runtime.offsetOf(theta),
  ]);
  runtime.withWords(words, (at) => runtime.run(TensorOperation.average, [entries.length, at, floatWord(share)]));
  for (const { average } of entries) markWritten(average, wasm);
  return [];
};
