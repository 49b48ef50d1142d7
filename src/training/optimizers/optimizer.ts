/**
 * What the loop knows about an optimizer: it changes the variables, given their gradients, and keeps its state (slots)
 * in variables that a checkpoint can read and write. Everything is tf operations, so it runs on every backend.
 */
import type * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../errors';
import type { NamedVariable } from '../../parameters';

/** What one variable gets of an update. */
export interface VariableRate {
  /** Of the learning rate, and of all that goes with it; with 0 the variable and its state stay as they are. */
  factor: number;
  /** Number of this update among those of this variable, from 1. */
  step: number;
}

/** One update of the weights. */
export interface Update {
  learningRate: number;
  /** Number of this update, from 1. */
  step: number;
  /** Gradients are multiplied by it: how clipping is applied. */
  gradientScale: number;
  /** For each variable; without it all have the factor 1 and `step`. */
  rates?: readonly VariableRate[];
}

/** Updates weights from gradients; its state goes into a checkpoint. */
export interface Optimizer {
  /**
   * One update. `gradients` are in the order of the variables and are not disposed; one whose rate has the factor 0 is
   * not read, and may be left out.
   */
  apply(gradients: readonly (tf.Tensor | undefined)[], update: Update): void;
  /** State between updates; empty for plain SGD. */
  slots(): NamedVariable[];
  /** Frees the state of the optimizer. */
  dispose(): void;
}

/** A variable that an update changes: its index, gradient, learning rate and the number of its update. */
export interface VariableUpdate {
  index: number;
  gradient: tf.Tensor;
  learningRate: number;
  step: number;
}

/** The variables that an update changes. @throws ShapeError for one without a gradient. */
export const variableUpdates = (
  gradients: readonly (tf.Tensor | undefined)[],
  { learningRate, step, rates }: Update,
): VariableUpdate[] =>
  gradients.flatMap((gradient, index) => {
    const rate = rates?.[index] ?? { factor: 1, step };
    if (rate.factor === 0) return [];
    if (!gradient) throw noGradient(index);
    return [{ index, gradient, learningRate: learningRate * rate.factor, step: rate.step }];
  });

const noGradient = (index: number) =>
  new ShapeError({
    where: 'optimizer',
    problem: `variable ${index} has no gradient`,
    expected: 'a gradient for each variable whose rate is not 0',
    fix: 'Leave it out of the update with the factor 0, or give its gradient',
  });
