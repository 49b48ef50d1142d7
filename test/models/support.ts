/** Small batches and one training step, as models see them. */
import * as tf from '@tensorflow/tfjs';
import { TokenEmbedder } from '../../models/embedders/tokens';
import type { TokenBatch } from '../../models/network';
import {
  type SequenceClassifier,
  sequenceClassifier,
  type SequenceClassifierConfig,
} from '../../models/sequence-classifier';
import type { Random } from '../../src/random';

export type TokenClassifierConfig = SequenceClassifierConfig & { vocabularySize: number; embeddingSize: number };
export type TokenClassifier = SequenceClassifier<TokenBatch>;

export const small: TokenClassifierConfig = {
  vocabularySize: 11,
  classes: 3,
  embeddingSize: 5,
  cell: 'lstm',
  hiddenSize: 4,
};

export const tokenClassifier = (
  { vocabularySize, embeddingSize, ...rest }: TokenClassifierConfig,
  random: Random,
): TokenClassifier => sequenceClassifier(rest, new TokenEmbedder({ vocabularySize, embeddingSize }, random), random);

export const rows = [[1, 2, 3, 4], [5, 6], [7], [8, 9, 10]];

/** Rows of ids, padded to `steps`. */
export function batch(rows: number[][], steps = Math.max(...rows.map((row) => row.length))): TokenBatch {
  const padded = rows.map((row) => Array.from({ length: steps }, (_, t) => row[t] ?? 0));
  const real = rows.map((row) => Array.from({ length: steps }, (_, t) => (t < row.length ? 1 : 0)));
  return { ids: tf.tensor2d(padded, undefined, 'int32'), mask: tf.tensor2d(real) };
}

/** Larger weights than those at the start, so that no two predictions are equal by coincidence. */
export function spreadWeights(network: TokenClassifier, random: Random): void {
  for (const { name, variable } of network.parameters()) {
    const values = random.fork(name).normalArray(variable.size, 0.7);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
}

/** One step of training; returns its loss. */
export function trainStep(
  network: TokenClassifier,
  optimizer: tf.Optimizer,
  inputs: TokenBatch,
  labels: tf.Tensor,
  random: Random,
): number {
  const variables = network.parameters().map(({ variable }) => variable);
  const loss = () => {
    const logits = network.logits(inputs, { training: true, random });
    return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1)));
  };
  const { value, grads } = tf.variableGrads(loss, variables);
  optimizer.applyGradients(grads);
  const [loss0] = value.dataSync();
  tf.dispose(value);
  tf.dispose(grads);
  return loss0;
}
