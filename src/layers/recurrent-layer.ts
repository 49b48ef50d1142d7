/**
 * What our three recurrent layers share: their options, the seeded start of their weights, and `call`, which replaces
 * the stock one: checks, dropout masks, one run of the recurrence, outputs as stock layers give them.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell, Named } from '../cells/cell';
import { ConfigError, ShapeError, show } from '../errors';
import { initialize } from '../parameters';
import type { Random } from '../random';
import { checkShape } from '../shapes';
import { checkRate, dropoutMask } from './dropout-mask';
import { type Seeded, writeValues } from './initial-weights';
import { genericRecurrence } from '../kernels/generic';
import { type CallArguments, type LstmArgs, onlyTensor } from './stock';

type Taken = 'units' | 'name' | 'inputShape' | 'trainable' | 'returnSequences' | 'returnState' | 'goBackwards';

export interface RecurrentOptions extends Pick<LstmArgs, Taken>, Seeded {
  /** Part of x dropped while training; one mask per sequence, the same at every step. */
  dropout?: number;
  /** Part of h dropped where it enters the gates (cells/dropout.ts), in the same way. */
  recurrentDropout?: number;
}

/** A recurrent layer of ours: a stock layer that knows its cell and its stream of random numbers. */
export interface RecurrentLayer extends ReturnType<typeof tf.layers.rnn> {
  readonly recurrence: Cell;
  readonly random: Random;
  /** The same layer, unbuilt, with some options changed: what Bidirectional makes its two directions from. */
  withOptions(changes: Pick<RecurrentOptions, 'name' | 'random' | 'goBackwards'>): RecurrentLayer;
}

/** Keras 3's defaults, given to stock code in full, so that the saved config says what is computed. */
export const kerasDefaults = {
  activation: 'tanh',
  useBias: true,
  kernelInitializer: 'glorotUniform',
  recurrentInitializer: 'orthogonal',
  biasInitializer: 'zeros',
  stateful: false,
  unroll: false,
} as const;

/** @throws ConfigError for a size, rate or option that this layer cannot have. */
export function checkOptions(layer: string, options: RecurrentOptions, fixed: Record<string, unknown>): void {
  const { units, dropout, recurrentDropout } = options;
  if (!Number.isInteger(units) || units < 1) {
    throw new ConfigError({ where: layer, problem: `units is ${show(units)}`, expected: 'a whole number above 0' });
  }
  checkRate(layer, 'dropout', dropout);
  checkRate(layer, 'recurrentDropout', recurrentDropout);
  for (const [name, value] of Object.entries(fixed)) {
    const given = (options as unknown as Record<string, unknown>)[name];
    if (given === undefined || given === null || typeof given === 'object' || given === value) continue;
    throw new ConfigError({
      where: layer,
      problem: `${name} is ${show(given)}`,
      expected: show(value),
      fix: `Leave ${name} out, or use the layer of tf.layers`,
    });
  }
}

interface CellVariables {
  kernel: tf.LayerVariable;
  recurrentKernel: tf.LayerVariable;
  bias: tf.LayerVariable;
}

const variablesOf = (layer: RecurrentLayer) => layer.cell as unknown as CellVariables;

/** The weights as the cell calls them. A bias of two rows [2,3H] (GRU, reset after) is two weights there. */
function cellWeights(layer: RecurrentLayer): Named<tf.Tensor> {
  const { kernel, recurrentKernel, bias } = variablesOf(layer);
  const weights = { kernel: kernel.read(), recurrentKernel: recurrentKernel.read() };
  const b = bias.read();
  if (b.rank === 1) return { ...weights, bias: b };
  const [first, second] = tf.unstack(b);
  return { ...weights, bias: first, recurrentBias: second };
}

export function drawCellWeights(layer: RecurrentLayer, inputSize: number): void {
  const specs = layer.recurrence.parameters(inputSize);
  const drawn = new Map(specs.map((spec) => [spec.name, initialize(spec, layer.random.fork(spec.name))]));
  const { kernel, recurrentKernel, bias } = variablesOf(layer);
  const values = (name: string) => drawn.get(name) ?? new Float32Array();
  writeValues(kernel, values('kernel'));
  writeValues(recurrentKernel, values('recurrentKernel'));
  writeValues(bias, Float32Array.of(...values('bias'), ...values('recurrentBias')));
}

/** Counts the training calls without a passed stream, so that each draws another mask. */
const calls = new WeakMap<RecurrentLayer, number>();

function streamOfCall(layer: RecurrentLayer, random: Random | undefined): Random {
  if (random) return random.fork(layer.name);
  const call = (calls.get(layer) ?? 0) + 1;
  calls.set(layer, call);
  return layer.random.fork('dropout').fork(call);
}

/** What `layer.apply(x, …)` takes beside x [B,T,I]. */
export interface RecurrentCallArguments {
  /** [B,T], 1 for a real step, 0 for padding, where state and output hold. */
  mask?: tf.Tensor | tf.Tensor[] | null;
  training?: boolean;
  /** Dropout masks follow from it and from the layer's name. */
  random?: Random;
  /** What the first step starts from, each [B,H]: h, for an LSTM then c. */
  initialState?: tf.Tensor[] | null;
}

/** @throws ShapeError if x, mask or initial state do not fit. */
export function callRecurrent(
  layer: RecurrentLayer,
  rates: Pick<RecurrentOptions, 'dropout' | 'recurrentDropout'>,
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: CallArguments,
): tf.Tensor | tf.Tensor[] {
  return tf.tidy(() => {
    const { recurrence: cell, goBackwards: reverse } = layer;
    const { mask, training, random, initialState } = (kwargs ?? {}) as RecurrentCallArguments;
    const x = onlyTensor(inputs); // [B,T,I]
    const m = mask ? onlyTensor(mask) : undefined; // [B,T]
    checkTensors(layer, x, m, initialState);
    const stream = training && (rates.dropout || rates.recurrentDropout) ? streamOfCall(layer, random) : undefined;
    const drop = (name: 'dropout' | 'recurrentDropout', shape: number[]) =>
      stream && rates[name] ? dropoutMask(shape, rates[name], stream.fork(name)) : undefined;
    const inputMask = drop('dropout', [x.shape[0], 1, x.shape[2] as number]);
    const { hs, lastState } = genericRecurrence(
      { cell, reverse },
      {
        xs: inputMask ? tf.mul(x, inputMask) : x,
        weights: cellWeights(layer),
        mask: m,
        initialState: initialState ? nameStates(cell, initialState) : undefined,
        recurrentDropout: drop('recurrentDropout', [x.shape[0], cell.hiddenSize]),
      },
    );
    const states = cell.stateNames.map((name) => lastState[name]);
    const output = layer.returnSequences ? inOrderOfRun(hs, reverse) : states[0];
    return layer.returnState ? [output, ...states] : output;
  });
}

/** Stock layers that go backwards return their outputs in the order in which they were computed. */
const inOrderOfRun = (hs: tf.Tensor, reverse: boolean): tf.Tensor => (reverse ? tf.reverse(hs, 1) : hs);

const nameStates = (cell: Cell, states: tf.Tensor[]): Named<tf.Tensor> =>
  Object.fromEntries(cell.stateNames.map((name, i) => [name, states[i]]));

function checkTensors(
  layer: RecurrentLayer,
  x: tf.Tensor,
  mask: tf.Tensor | undefined,
  initialState: tf.Tensor[] | null | undefined,
): void {
  const where = `${layer.getClassName()} ${layer.name}`;
  const { hiddenSize: H, stateNames } = layer.recurrence;
  const axes = checkShape(where, 'x', x.shape, ['B', 'T', 'I'], { H });
  if (axes.T === 0) throw new ShapeError({ where, problem: 'x has no time step', expected: '[B,T,I] with T ≥ 1' });
  if (mask) checkShape(where, 'mask', mask.shape, ['B', 'T'], axes);
  if (!initialState) return;
  if (initialState.length !== stateNames.length) {
    throw new ShapeError({
      where,
      problem: `initialState has ${initialState.length} tensors`,
      expected: `${stateNames.length}: ${stateNames.join(', ')}`,
    });
  }
  initialState.forEach((state, i) => checkShape(where, `initialState ${stateNames[i]}`, state.shape, ['B', 'H'], axes));
}
