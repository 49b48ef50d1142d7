/**
 * The one place where layers run a cell over time. What goes in and comes out is the contract of a recurrence
 * (recurrence/recurrence.ts) with tensors: xs [B,T,I], mask [B,T] → hs [B,T,H], last state.
 *
 *     xW = x kernel + bias      all steps in one matrix product
 *     h_t = cell(xW_t, h_{t-1})
 *
 * Gradients are TensorFlow.js' own, through the ops of every step.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell, Named } from '../cells/cell';
import { withRecurrentDropout } from '../cells/dropout';
import type { RecurrenceInputs, RecurrenceOptions, RecurrenceOutputs } from '../recurrence/recurrence';
import { loopForward } from '../recurrence/time-loop';
import { autodiffAlgebra } from './autodiff-algebra';

export type TensorInputs = RecurrenceInputs<tf.Tensor, tf.Tensor>;
export type TensorOutputs = Omit<RecurrenceOutputs<tf.Tensor, tf.Tensor, never>, 'saved'>;

export function runRecurrence({ cell, reverse = false }: RecurrenceOptions, inputs: TensorInputs): TensorOutputs {
  return tf.tidy(() => {
    const { xs, weights, recurrentDropout } = inputs;
    const batch = xs.shape[0];
    const algebra = recurrentDropout ? withRecurrentDropout(autodiffAlgebra, recurrentDropout) : autodiffAlgebra;
    const mask = inputs.mask && maskSteps(inputs.mask, cell.hiddenSize);
    const state = inputs.initialState ?? zeroState(cell, batch);
    const loop = { algebra, cell, weights, reverse, mask };
    const { hs, lastState } = loopForward(loop, projectSteps(xs, weights), state);
    return { hs: tf.stack(hs, 1), lastState }; // [B,T,H]
  });
}

/** x kernel + bias of every step: T × [B,G·H]. */
function projectSteps(xs: tf.Tensor, { kernel, bias }: Named<tf.Tensor>): tf.Tensor[] {
  const [batch, steps, inputSize] = xs.shape;
  const timeMajor = tf.reshape(tf.transpose(xs, [1, 0, 2]), [steps * batch, inputSize]); // [T·B,I]
  const projected = tf.add(tf.matMul(timeMajor, kernel), bias); // [T·B,G·H]
  return tf.unstack(tf.reshape(projected, [steps, batch, -1])); // T × [B,G·H]
}

/** One condition a step, as wide as the state: T × [B,H]. Widened once here, not in every step. */
function maskSteps(mask: tf.Tensor, hiddenSize: number): tf.Tensor[] {
  const wide = tf.tile(tf.expandDims(tf.transpose(tf.cast(mask, 'bool')), 2), [1, 1, hiddenSize]);
  return tf.unstack(wide);
}

const zeroState = (cell: Cell, batch: number): Named<tf.Tensor> =>
  Object.fromEntries(cell.stateNames.map((name) => [name, tf.zeros([batch, cell.hiddenSize])]));
