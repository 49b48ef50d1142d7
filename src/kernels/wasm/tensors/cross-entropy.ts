/** Softmax cross-entropy from logits [N,K] and class numbers [N] with weights [N]; formulas in src/training/losses.ts. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { TensorOperation } from '../jobs/tensor-operations';
import { floatWord, tensorRuntime } from './tensor-runtime';

type Infos = Record<string, tf.TensorInfo>;

/** → loss [], log Σ exp of the logits [N] */
export const crossEntropy: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { logits, targets, weights } = inputs as Infos;
  const { labelSmoothing } = attrs as { labelSmoothing: number };
  const [rows, classes] = logits.shape;
  const { offsetOf, output, run } = tensorRuntime(backend as BackendWasm);
  const logSums = output([rows]);
  const loss = output([]);
  run(TensorOperation.crossEntropy, [
    ...[offsetOf(logits), offsetOf(targets), offsetOf(weights), rows, classes, floatWord(labelSmoothing)],
    ...[offsetOf(logSums), offsetOf(loss)],
  ]);
  return [loss, logSums];
};

/** dLoss [] → [N,K] */
export const crossEntropyGradient: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { logits, targets, weights, logSums, dLoss } = inputs as Infos;
  const { labelSmoothing } = attrs as { labelSmoothing: number };
  const [rows, classes] = logits.shape;
  const { offsetOf, output, run } = tensorRuntime(backend as BackendWasm);
  const dLogits = output([rows, classes]);
  run(TensorOperation.crossEntropyGradient, [
    ...[offsetOf(logits), offsetOf(targets), offsetOf(weights), rows, classes, floatWord(labelSmoothing)],
    ...[offsetOf(logSums), 0, offsetOf(dLoss), offsetOf(dLogits)],
  ]);
  return dLogits;
};

/** How many rows of weight other than 0 have their first largest logit at their target → []. */
export const countCorrect: tf.KernelFunc = ({ inputs, backend }) => {
  const { logits, targets, weights } = inputs as Infos;
  const [rows, classes] = logits.shape;
  const { offsetOf, output, run } = tensorRuntime(backend as BackendWasm);
  const count = output([]);
  run(TensorOperation.countCorrect, [
    offsetOf(logits),
    offsetOf(targets),
    offsetOf(weights),
    rows,
    classes,
    offsetOf(count),
  ]);
  return count;
};
