/**
 * What the loop knows about an optimizer: it changes the variables, given their gradients, and keeps its state (slots)
 * in variables that a checkpoint can read and write. Everything is tf operations, so it runs on every backend.
 */
import type * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../parameters';

/** One update of the weights. */
export interface Update {
  learningRate: number;
  /** Number of this update, from 1. */
  step: number;
  /** Gradients are multiplied by it: how clipping is applied. */
  gradientScale: number;
}

/** Updates weights from gradients; its state goes into a checkpoint. */
export interface Optimizer {
  /** One update. `gradients` are in the order of the variables and are not disposed. */
  apply(gradients: readonly tf.Tensor[], update: Update): void;
  /** State between updates; empty for plain SGD. */
  slots(): NamedVariable[];
  /** Frees the state of the optimizer. */
  dispose(): void;
}
