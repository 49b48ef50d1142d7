/**
 * One probe, several implementations: the float64 reference, the kernels, TensorFlow.js' stock layers. Each gives
 * outputs and gradients under the same names, in the order of [B,T,·], so that they can be compared number by number.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell } from '../../src/cells/cell';
import type { Matrix } from '../../src/cells/float64';
import { mapEach } from '../../src/recurrence/time-loop';
import type { Probe } from '../../src/recurrence/probe';
import type { Core } from './core';
import { batchMajor, relativeError } from './numbers';

/** `hs`, `last.h` …, `dx`, `dkernel` …, `dinitial.h` … */
export type Results = Record<string, ArrayLike<number>>;

export function referenceResults(core: Core, cell: Cell, probe: Probe, reverse: boolean): Results {
  const recurrence = core.unroll({ cell, reverse });
  const { hs, lastState, saved } = recurrence.forward(probe);
  const { dxs, dWeights, dInitialState } = recurrence.backward(probe, saved);
  return {
    hs: batchMajor(hs),
    dx: batchMajor(dxs),
    ...renamed('last.', lastState),
    ...renamed('d', dWeights),
    ...renamed('dinitial.', dInitialState),
  };
}

/** How every kernel is called. */
export type Kernel = Core['genericRecurrence'];

export function kernelResults(kernel: Kernel, cell: Cell, probe: Probe, reverse: boolean): Results {
  return tf.tidy(() => {
    const [B, T] = [probe.xs[0].rows, probe.xs.length];
    const names = cell.parameters(1).map(({ name }) => name);
    const parts = cell.stateNames;
    const outputs = (...given: tf.Tensor[]) =>
      kernel(
        { cell, reverse },
        {
          xs: given[0],
          weights: Object.fromEntries(names.map((name, i) => [name, given[1 + i]])),
          initialState: Object.fromEntries(parts.map((name, i) => [name, given[1 + names.length + i]])),
          mask: probe.mask && tf.tensor2d(Float32Array.from(batchMajor(probe.mask)), [B, T]),
          recurrentDropout: probe.recurrentDropout && tensorOf(probe.recurrentDropout),
        },
      );
    const inputs = [
      sequenceOf(probe.xs),
      ...Object.values(weightTensors(cell, probe)),
      ...parts.map((name) => tensorOf(probe.initialState[name])),
    ];
    const loss = (...given: tf.Tensor[]) => {
      const { hs, lastState } = outputs(...given);
      return linearLoss(
        probe,
        hs,
        parts.map((name) => lastState[name]),
      );
    };
    const { hs, lastState } = outputs(...inputs);
    const [dx, ...rest] = tf.grads(loss)(inputs);
    const dWeights = names.map((name, i) => [`d${name}`, numbers(rest[i])] as const);
    const dStates = parts.map((name, i) => [`dinitial.${name}`, numbers(rest[names.length + i])] as const);
    return {
      hs: numbers(hs),
      dx: numbers(dx),
      ...Object.fromEntries(parts.map((name) => [`last.${name}`, numbers(lastState[name])])),
      ...Object.fromEntries([...dWeights, ...dStates]),
    };
  });
}

/** Stock `tf.layers` with our weights, differentiated by the tape. Leaves the layer's own variables behind: dispose of it. */
export function stockResults(layer: tf.RNN, cell: Cell, probe: Probe, reverse: boolean): Results {
  const { xs, initialState, mask } = probe;
  const x = sequenceOf(xs);
  const states = cell.stateNames.map((name) => tensorOf(initialState[name]));
  const kwargs = mask
    ? { mask: tf.tensor2d(Float32Array.from(batchMajor(mask)), [x.shape[0], x.shape[1]], 'bool') }
    : {};
  layer.apply([x, ...states]); // creates the weights
  const names = ['kernel', 'recurrentKernel', 'bias'];
  layer.setWeights(Object.values(weightTensors(cell, probe)));
  const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const outputs = (x: tf.Tensor, states: tf.Tensor[]) => {
    const [hs, ...last] = layer.apply([x, ...states], { ...kwargs }) as tf.Tensor[];
    return { hs: reverse ? tf.reverse(hs, 1) : hs, last };
  };
  const { hs, last } = outputs(x, states);
  const loss = (x: tf.Tensor, ...states: tf.Tensor[]) => {
    const { hs, last } = outputs(x, states);
    return linearLoss(probe, hs, last);
  };
  const [dx, ...dStates] = tf.grads(loss)([x, ...states]);
  const { grads } = tf.variableGrads(() => loss(x, ...states), variables);
  return {
    hs: numbers(hs),
    dx: numbers(dx),
    ...Object.fromEntries(cell.stateNames.map((name, i) => [`last.${name}`, numbers(last[i])])),
    ...Object.fromEntries(names.map((name, i) => [`d${name}`, numbers(grads[variables[i].name])])),
    ...Object.fromEntries(cell.stateNames.map((name, i) => [`dinitial.${name}`, numbers(dStates[i])])),
  };
}

/** Largest relative error of each quantity. */
export function errorsOf(actual: Results, expected: Results): Record<string, number> {
  return mapEach(expected, (values, name) => (actual[name] ? relativeError(actual[name], values) : Infinity));
}

export function expectAllBelow(tolerance: number, errors: Record<string, number>): void {
  const tooLarge = Object.entries(errors).filter(([, error]) => !(error <= tolerance));
  expect(Object.fromEntries(tooLarge)).toEqual({});
}

function linearLoss({ dhs, dLastState }: Probe, hs: tf.Tensor, last: tf.Tensor[]): tf.Scalar {
  const states = Object.values(dLastState).map((d, i) => tf.sum(tf.mul(last[i], tensorOf(d))));
  return tf.addN([tf.sum(tf.mul(hs, sequenceOf(dhs))), ...states]) as tf.Scalar;
}

export const tensorOf = ({ rows, columns, values }: Matrix): tf.Tensor2D =>
  tf.tensor2d(Float32Array.from(values), [rows, columns]);

export function weightTensors(cell: Cell, { xs, weights }: Pick<Probe, 'xs' | 'weights'>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    cell
      .parameters(xs[0].columns)
      .map(({ name, shape }) => [name, tf.tensor(Float32Array.from(weights[name].values), [...shape])]),
  );
}

export const sequenceOf = (steps: readonly Matrix[]): tf.Tensor3D =>
  tf.tensor3d(Float32Array.from(batchMajor(steps)), [steps[0].rows, steps.length, steps[0].columns]);

const numbers = (tensor: tf.Tensor) => tensor.dataSync();

const renamed = (prefix: string, record: Record<string, Matrix>): Results =>
  Object.fromEntries(Object.entries(record).map(([name, { values }]) => [prefix + name, values]));
