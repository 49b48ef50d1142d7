/** The contract between the loop and a model with its task. */
import type * as tf from '@tensorflow/tfjs';
import type { Random } from '../random';
import type { NamedVariable } from '../parameters';

/** What can be trained: all that the loop knows about a model and its task. A batch is plain data, no tensors. */
export interface Trainable<Batch> {
  /** What is trained, always in the same order. */
  parameters(): readonly NamedVariable[];
  /** The loss of one batch, in training mode. Called inside a tidy; chance comes from `random` alone. */
  loss(batch: Batch, context: LossContext): BatchLoss;
  /** How many real units (examples, tokens) the loss is the mean of; metrics of an epoch are weighted by it. */
  countUnits(batch: Batch): number;
  /** Real tokens or frames in the batch, for the speed that is shown. */
  countTokens(batch: Batch): number;
}

export interface LossContext {
  training: true;
  random: Random;
  /** Part of the run that is done, in [0, 1). */
  progress: number;
}

export interface BatchLoss {
  /** Mean over the real units. */
  loss: tf.Scalar;
  /** Sums over the real units by metric name (`{ accuracy: countCorrect(…) }`); shown divided by the weight. */
  totals?: Record<string, tf.Scalar>;
}
