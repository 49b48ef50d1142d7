/**
 * How much of a loss at the end reaches each step before it: ‖dL/dh_t‖ for t = 1 … T, the measure of vanishing and
 * exploding gradients (Hochreiter 1991; Bengio, Simard & Frasconi 1994, "Learning long-term dependencies with gradient
 * descent is difficult"). Going back one step multiplies the gradient by the Jacobian of the step,
 *
 *     dL/dh_{t-1} = (∂h_t/∂h_{t-1})ᵀ dL/dh_t
 *
 * so over many steps it shrinks or grows like a power. An LSTM has c as a second way, on which the factor is the forget
 * gate alone; a GRU has h itself, with the factor z.
 */
import type { Cell, Named } from '../cells/cell';
import { euclideanNorm, type Matrix, matrix } from '../cells/float64';
import { Random } from '../random';
import { checkCount, checkOptionNames, type OptionNames } from '../validation';
import { initialWeights } from './sgd';
import { mapEach } from './time-loop';
import { unroll } from './unroll';

/** The sequence over which `gradientFlow` measures. */
export interface GradientFlowOptions {
  /** T */
  steps: number;
  /** Default: the cell's initial weights, drawn from `seed`. */
  weights?: Named<Matrix>;
  /** Inputs are standard normal, and L = ⟨v, h_T⟩ with a random v of length 1 for every example. */
  seed?: number;
  batchSize?: number;
  inputSize?: number;
}

const optionNames: OptionNames<GradientFlowOptions> = {
  steps: true,
  weights: true,
  seed: true,
  batchSize: true,
  inputSize: true,
};

/**
 * @returns for every part of the state ‖dL/dstate_t‖, mean over the examples, at index t − 1: `h`, for an LSTM also `c`.
 * @throws ConfigError for a number of steps below 1; ShapeError for weights that do not fit.
 */
export function gradientFlow(cell: Cell, options: GradientFlowOptions): Record<string, Float64Array> {
  checkOptionNames('gradientFlow', options, optionNames);
  const { steps, seed = 1, batchSize: B = 4, inputSize: I = 8 } = options;
  checkCount('gradientFlow', 'steps', steps);
  const random = Random.fromSeed(seed);
  const weights = options.weights ?? initialWeights(cell.parameters(I), random.fork('weights'));
  const draw = (name: string, columns: number) => matrix(B, columns, random.fork(name).normalArray(B * columns));
  const xs = Array.from({ length: steps }, (_, t) => draw(`x${t}`, I));
  const recurrence = unroll({ cell });
  const { saved } = recurrence.forward({ xs, weights });
  const dLast = { [cell.stateNames[0]]: unitRows(draw('loss', cell.hiddenSize)) };
  const { dStates } = recurrence.backward({ dLastState: dLast }, saved);
  return mapEach(dStates[0], (_, part) => Float64Array.from(dStates, (state) => mean(rowNorms(state[part]))));
}

const rowNorms = ({ rows, columns, values }: Matrix): number[] =>
  Array.from({ length: rows }, (_, b) => euclideanNorm(values.subarray(b * columns, (b + 1) * columns)));

function unitRows(a: Matrix): Matrix {
  const norms = rowNorms(a);
  return { ...a, values: a.values.map((x, i) => x / norms[Math.floor(i / a.columns)]) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
