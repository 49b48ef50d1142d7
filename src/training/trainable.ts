/** The contract between the training loop and a model with its loss. */
import type * as tf from '@tensorflow/tfjs';
import type { Random } from '../random';
import type { NamedVariable } from '../parameters';

/** All that the loop knows of a model and its task. A batch is plain data, no tensors. */
export interface Trainable<Batch> {
  /** What is trained, always in the same order. */
  parameters(): readonly NamedVariable[];
  /** The loss of one batch in training mode. Called inside a tidy; `context.random` is the only source of randomness. */
  loss(batch: Batch, context: LossContext): BatchLoss;
  /**
   * A batch that takes too much memory at once as several, whose gradients are added up: the loss of the batch is the mean of
   * theirs, weighted by `countUnits`. Without it, or where it gives one, a batch is computed in one piece. Not with `carried`.
   */
  split?(batch: Batch): readonly Batch[];
  /** How many real units (examples, tokens) the loss is the mean of: the weight of the batch in an epoch's metrics. */
  countUnits(batch: Batch): number;
  /** Real tokens or frames of the batch, for the speed that is reported. */
  countTokens(batch: Batch): number;
  /**
   * Truncated back-propagation through time: states of parallel streams, each [B,H], which one batch leaves and the
   * next one starts from. `loss` reads them as constants and returns their next values (`BatchLoss.carried`). The loop
   * sets them to 0 where streams start (`EpochPlan.startsStreams`), keeps them in checkpoints, and neither trains nor
   * averages them.
   */
  carried?(): readonly NamedVariable[];
}

/** What the loss of a step is computed with: its random numbers, and its position in the run. */
export interface LossContext {
  training: true;
  random: Random;
  /** Part of the run that is done, in [0, 1). */
  progress: number;
}

/** Loss of a batch, and what an epoch's metrics are summed of. */
export interface BatchLoss {
  /** Mean over the real units. */
  loss: tf.Scalar;
  /** Sums over the real units by metric name (`{ accuracy: countCorrect(…) }`); reported divided by the units. */
  totals?: Record<string, tf.Scalar>;
  /** The next values of `Trainable.carried()`, in its order; no gradient flows through them. */
  carried?: readonly tf.Tensor[];
}
