/**
 * Kernels beside those of TensorFlow.js that a backend may have: one pass over memory where operations of TensorFlow.js
 * make many. A caller checks whether the present backend has one, and uses those operations if not.
 */
import * as tf from '@tensorflow/tfjs';

/** By their names in the registry of TensorFlow.js. */
export const optionalKernels = {
  adamStep: 'AdamStep',
  averageStep: 'AverageStep',
  globalNorm: 'GlobalNorm',
  crossEntropy: 'CrossEntropyWithClassNumbers',
  crossEntropyGradient: 'CrossEntropyWithClassNumbersGradient',
  countCorrect: 'CountCorrect',
  dropoutMask: 'DropoutMask',
  maskedPool: 'MaskedPool',
  maskedPoolGradient: 'MaskedPoolGradient',
} as const;

export type OptionalKernel = keyof typeof optionalKernels;

/** One update by Adam, in place. Letters as in training/adam.ts. */
export interface AdamStep {
  entries: readonly AdamStepEntry[];
  beta1: number;
  beta2: number;
  a: number;
  e: number;
  gradientScale: number;
}

export interface AdamStepEntry {
  theta: tf.Variable;
  gradient: tf.Tensor;
  M: tf.Variable;
  V: tf.Variable;
  /** What decay leaves of θ. */
  kept: number;
}

/** Averages move towards the weights, in place: θ̄ ← θ̄ + share (θ - θ̄). */
export interface AverageStep {
  entries: readonly { theta: tf.Variable; average: tf.Variable }[];
  share: number;
}

export function hasKernel(kernel: OptionalKernel): boolean {
  return tf.getKernel(optionalKernels[kernel], tf.getBackend()) !== undefined;
}

/** As an operation of TensorFlow.js without a gradient. */
export function runKernel<Result extends tf.Tensor | tf.Tensor[]>(
  kernel: OptionalKernel,
  inputs: Record<string, tf.Tensor> | readonly tf.Tensor[],
  attributes: object = {},
): Result {
  return tf
    .engine()
    .runKernel<Result>(optionalKernels[kernel], inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

let changes = 0;

/**
 * How often variables have been changed in place. `variable.assign` gives a variable other data, so a cache of
 * something made of weights compares this count and their `dataId`s.
 */
export const changesInPlace = (): number => changes;

/** The kernel itself: for one that changes variables and gives no tensors. */
export function runInPlace(kernel: OptionalKernel, attributes: object): void {
  changes++;
  const { kernelFunc } = tf.getKernel(optionalKernels[kernel], tf.getBackend());
  kernelFunc({ inputs: {}, attrs: attributes as tf.NamedAttrMap, backend: tf.backend() });
}
