/** Runs the cases of test/golden/{pytorch,keras}_layers.json through the float64 core: errors by quantity. */
import { fromRows, type Matrix } from '../../src/cells/float64';
import { lengthsToMask } from '../../src/recurrence/masking';
import type { StackLayer } from '../../src/recurrence/stack';
import type { StateDict } from '../../src/recurrence/state-dict/state-dict';
import { cellNamed, type CellName, type Core } from './core';
import { batchMajor, flatten, relativeError } from './numbers';

type Rows = number[][];
type Errors = Record<string, number>;

interface GoldenCase {
  name: string;
  lengths: number[] | null;
  sizes: { B: number; T: number; I: number; H: number };
  x: Rows[];
  dOutput: Rows[];
  output: Rows[];
  dx: Rows[];
}

export interface PyTorchCase extends GoldenCase {
  kind: 'tanh' | 'relu' | 'lstm' | 'gru';
  layers: number;
  bidirectional: boolean;
  stateDict: Record<string, number[] | Rows>;
  dStateDict: Record<string, number[] | Rows>;
  /** Layers and directions in one list, h before c. */
  initialStates: Rows[][];
  dLastStates: Rows[][];
  lastStates: Rows[][];
  dInitialStates: Rows[][];
}

export interface KerasCase extends GoldenCase {
  cell: CellName;
  weights: (number[] | Rows)[];
  dWeights: (number[] | Rows)[];
  initialState: Rows[];
  dLastState: Rows[];
  lastState: Rows[];
  dInitialState: Rows[];
}

export function pytorchErrors(core: Core, golden: PyTorchCase): Errors {
  const { sizes, lengths, bidirectional } = golden;
  const cellName = { tanh: 'simple-rnn', relu: 'simple-rnn-relu', lstm: 'lstm', gru: 'gru' } as const;
  const cell = cellNamed(core, cellName[golden.kind], sizes.H);
  const layers = Array.from({ length: golden.layers }, (): StackLayer =>
    bidirectional ? { cell, merge: 'concat' } : { cell },
  );
  const stateNames = layers.flatMap((_, i) => (bidirectional ? [`${i}.forward`, `${i}.backward`] : [`${i}.forward`]));
  const states = (parts: Rows[][]) =>
    Object.fromEntries(
      parts.flatMap((part, p) => part.map((rows, i) => [`${stateNames[i]}.${cell.stateNames[p]}`, fromRows(rows)])),
    );
  const mask = lengths ? lengthsToMask(lengths, sizes.T) : undefined;
  // PyTorch's padded outputs are 0, here they hold: they take no part.
  const real = (steps: Matrix[]) => (mask ? steps.map((step, t) => keepRows(step, mask[t])) : steps);

  const recurrence = core.stack(layers);
  const out = recurrence.forward({
    xs: steps(golden.x),
    weights: core.fromStateDict(layers, stateDictOf(golden.stateDict)),
    initialState: states(golden.initialStates),
    mask,
  });
  const gradients = { dhs: real(steps(golden.dOutput)), dLastState: states(golden.dLastStates) };
  const back = recurrence.backward(gradients, out.saved);
  const dTheirs = core.fromStateDict(layers, stateDictOf(golden.dStateDict));
  return {
    output: relativeError(batchMajor(real(out.hs)), flatten(golden.output)),
    dx: relativeError(batchMajor(back.dxs), flatten(golden.dx)),
    ...errors('last', out.lastState, states(golden.lastStates)),
    ...errors('dInitial', back.dInitialState, states(golden.dInitialStates)),
    // A cell with one bias has the sum of PyTorch's two, and the gradient of either of them.
    ...errors('d', back.dWeights, cell.name === 'gru' ? dTheirs : halfBias(dTheirs)),
  };
}

export function kerasErrors(core: Core, golden: KerasCase): Errors {
  const cell = cellNamed(core, golden.cell, golden.sizes.H);
  const state = (parts: Rows[]) => Object.fromEntries(parts.map((rows, i) => [cell.stateNames[i], fromRows(rows)]));
  const weights = (list: KerasCase['weights']) => core.fromKeras(cell, list.map(toMatrix));
  const recurrence = core.unroll({ cell });
  const out = recurrence.forward({
    xs: steps(golden.x),
    weights: weights(golden.weights),
    initialState: state(golden.initialState),
    mask: golden.lengths ? lengthsToMask(golden.lengths, golden.sizes.T) : undefined,
  });
  const gradients = { dhs: steps(golden.dOutput), dLastState: state(golden.dLastState) };
  const back = recurrence.backward(gradients, out.saved);
  return {
    output: relativeError(batchMajor(out.hs), flatten(golden.output)),
    dx: relativeError(batchMajor(back.dxs), flatten(golden.dx)),
    ...errors('last', out.lastState, state(golden.lastState)),
    ...errors('dInitial', back.dInitialState, state(golden.dInitialState)),
    ...errors('d', back.dWeights, weights(golden.dWeights)),
  };
}

/** [B][T][n] → T × [B,n] */
export const steps = (batch: readonly Rows[]): Matrix[] =>
  batch[0].map((_, t) => fromRows(batch.map((example) => example[t])));

const toMatrix = (value: number[] | Rows): Matrix => fromRows(isRows(value) ? value : [value]);

const isRows = (value: number[] | Rows): value is Rows => Array.isArray(value[0]);

export function stateDictOf(dict: Record<string, number[] | Rows>): StateDict {
  return Object.fromEntries(
    Object.entries(dict).map(([name, value]) => [
      name,
      { shape: isRows(value) ? [value.length, value[0].length] : [value.length], values: flatten(value) },
    ]),
  );
}

function errors(prefix: string, actual: Record<string, Matrix>, expected: Record<string, Matrix>): Errors {
  return Object.fromEntries(
    Object.entries(expected).map(([name, { values }]) => [
      `${prefix} ${name}`,
      relativeError(actual[name].values, values),
    ]),
  );
}

function halfBias(weights: Record<string, Matrix>): Record<string, Matrix> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, m]) => [
      name,
      name.endsWith('.bias') ? { ...m, values: m.values.map((x) => x / 2) } : m,
    ]),
  );
}

const keepRows = (step: Matrix, mask: Matrix): Matrix => ({
  ...step,
  values: step.values.map((x, i) => (mask.values[Math.floor(i / step.columns)] ? x : 0)),
});
