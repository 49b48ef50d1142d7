/**
 * Gradients to compare with: the same cell in plain TensorFlow.js ops, differentiated by its tape. Only the forward
 * equations are shared with the backward pass by hand.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell } from '../cells/cell';
import type { Matrix } from '../cells/float64';
import { withRecurrentDropout } from '../cells/dropout';
import {
  type CellCheckOptions,
  checkCellGradients,
  type GradientReport,
  type Gradients,
} from '../recurrence/gradient-check';
import type { Probe } from '../recurrence/probe';
import { loopForward, mapEach } from '../recurrence/time-loop';
import { type NamedTensors, prefixed, withPrefix } from './named-tensors';
import { tensorAlgebra } from './generic/tensor-algebra';
import { checkIsOptions } from '../validation';

/**
 * Every gradient of a cell by hand, in float64, against finite differences and against automatic differentiation on the
 * present backend (float32).
 */
export function checkCell(cell: Cell, options: CellCheckOptions = {}): GradientReport {
  checkIsOptions('checkCell', options);
  return checkCellGradients(cell, { ...options, autodiff: autodiffGradients });
}

/** Gradients of a probe's loss: `weights.…`, `initialState.…` and `x`, step after step. */
export function autodiffGradients(cell: Cell, probe: Probe, reverse: boolean): Gradients {
  return tf.tidy(() => {
    const inputs: NamedTensors = {
      ...prefixed('weights', weightTensors(cell, probe)),
      ...prefixed('initialState', mapEach(probe.initialState, tensorOf)),
      x: tf.concat(probe.xs.map(tensorOf)), // [T·B,I]
    };
    const names = Object.keys(inputs);
    const loss = (...given: tf.Tensor[]) =>
      plainLoss(cell, probe, Object.fromEntries(names.map((name, i) => [name, given[i]])), reverse);
    const gradients = tf.grads(loss)(Object.values(inputs));
    return Object.fromEntries(names.map((name, i) => [name, gradients[i].dataSync() as Float32Array]));
  });
}

function plainLoss(cell: Cell, probe: Probe, inputs: NamedTensors, reverse: boolean): tf.Scalar {
  const weights = withPrefix('weights', inputs);
  const plain = tensorAlgebra([]);
  const dropout = probe.recurrentDropout;
  const algebra = dropout ? withRecurrentDropout(plain, tensorOf(dropout)) : plain;
  const mask = probe.mask?.map((m) => tf.notEqual(tf.tile(tensorOf(m), [1, cell.hiddenSize]), 0));
  const loop = { algebra, cell, weights, reverse, mask };
  const xWs = probe.xs.map(({ rows }, t) =>
    tf.add(tf.matMul(tf.slice(inputs.x, [t * rows, 0], [rows, -1]), weights.kernel), weights.bias),
  );
  const { hs, lastState } = loopForward(loop, xWs, withPrefix('initialState', inputs));
  plain.dispose();
  const terms = [
    ...hs.map((h, t) => tf.sum(tf.mul(h, tensorOf(probe.dhs[t])))),
    ...cell.stateNames.map((name) => tf.sum(tf.mul(lastState[name], tensorOf(probe.dLastState[name])))),
  ];
  return tf.addN(terms) as tf.Scalar;
}

const tensorOf = ({ rows, columns, values }: Matrix): tf.Tensor =>
  tf.tensor2d(Float32Array.from(values), [rows, columns]);

function weightTensors(cell: Cell, { xs, weights }: Probe): NamedTensors {
  const specs = cell.parameters(xs[0].columns);
  return Object.fromEntries(specs.map(({ name, shape }) => [name, tf.reshape(tensorOf(weights[name]), [...shape])]));
}
