/**
 * Is a gradient right? `checkGradients` compares gradients of any loss with central finite differences,
 *
 *     dL/dθ_i ≈ (L(θ_i + ε) − L(θ_i − ε)) / 2ε        error of order ε² in float64
 *
 * and with those of another witness, if there is one. `checkCellGradients` puts a cell through it, unrolled over a
 * probe. Errors are relative to the largest entry of the same parameter's gradient.
 */
import type { Cell, Named } from '../cells/cell';
import type { Matrix } from '../cells/float64';
import { ConfigError } from '../errors';
import { Random } from '../random';
import { type Probe, probe, probeLoss } from './probe';
import { unroll } from './unroll';

export type Gradients = Record<string, ArrayLike<number>>;

export interface GradientCheckOptions {
  /** What is checked: for the table. */
  subject: string;
  /** Is changed entry by entry while the check runs, and is as before when it ends. */
  parameters: Record<string, Float64Array>;
  /** Reads `parameters`. */
  loss: () => number;
  /** dL/dθ by hand, one array for every parameter. */
  gradients: Gradients;
  /** dL/dθ by automatic differentiation, usually float32. */
  autodiff?: Gradients;
  epsilon?: number;
  /** Largest relative error: 1e-6 against finite differences, 1e-5 against autodiff. */
  tolerances?: { finiteDifferences: number; autodiff: number };
}

export interface GradientError {
  absolute: number;
  relative: number;
}

export interface GradientRow {
  parameter: string;
  entries: number;
  /** ‖dL/dθ‖ */
  norm: number;
  /** A gradient that is zero everywhere is taken as forgotten, and fails. */
  isZero: boolean;
  finiteDifferences: GradientError;
  autodiff?: GradientError;
  passed: boolean;
}

export interface GradientReport {
  subject: string;
  rows: GradientRow[];
  passed: boolean;
}

/** @throws ConfigError if a parameter has no gradient of its size. */
export function checkGradients(options: GradientCheckOptions): GradientReport {
  const { subject, parameters, loss, gradients, autodiff, epsilon = 1e-5 } = options;
  const tolerances = options.tolerances ?? { finiteDifferences: 1e-6, autodiff: 1e-5 };
  checkSizes(parameters, gradients, 'gradients');
  if (autodiff) checkSizes(parameters, autodiff, 'autodiff');
  const rows = Object.entries(parameters).map(([parameter, values]): GradientRow => {
    const gradient = Float64Array.from(gradients[parameter]);
    const norm = Math.hypot(...gradient);
    const row = {
      parameter,
      entries: values.length,
      norm,
      isZero: norm === 0,
      finiteDifferences: compare(gradient, differentiate(loss, values, epsilon)),
      ...(autodiff && { autodiff: compare(gradient, autodiff[parameter]) }),
    };
    // Written so that NaN fails.
    const passed =
      norm > 0 &&
      row.finiteDifferences.relative <= tolerances.finiteDifferences &&
      (row.autodiff?.relative ?? 0) <= tolerances.autodiff;
    return { ...row, passed };
  });
  return { subject, rows, passed: rows.every((row) => row.passed) };
}

function differentiate(loss: () => number, values: Float64Array, epsilon: number): Float64Array {
  return values.slice().map((value, i) => {
    values[i] = value + epsilon;
    const above = loss();
    values[i] = value - epsilon;
    const below = loss();
    values[i] = value;
    return (above - below) / (2 * epsilon);
  });
}

/** Largest difference, and the same relative to the largest entry of `expected`. */
export function compare(actual: ArrayLike<number>, expected: ArrayLike<number>): GradientError {
  let absolute = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    absolute = difference <= absolute ? absolute : difference; // so that NaN wins
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return { absolute, relative: absolute === 0 ? 0 : absolute / largest };
}

export interface CellCheckOptions {
  seed?: number;
  reverse?: boolean;
  batchSize?: number;
  steps?: number;
  inputSize?: number;
  lengths?: readonly number[];
  /** Gradients of the probe's loss by another way, named as in `flatten`. */
  autodiff?: (cell: Cell, probe: Probe, reverse: boolean) => Gradients;
}

/** Every gradient of a cell, unrolled over ragged sequences from a given start state. */
export function checkCellGradients(cell: Cell, options: CellCheckOptions = {}): GradientReport {
  const { seed = 1, reverse = false, batchSize = 3, steps = 5, inputSize = 4, lengths = [5, 2, 4], autodiff } = options;
  const problem = probe(cell, { batchSize, steps, inputSize, lengths }, Random.fromSeed(seed).fork(cell.name));
  const recurrence = unroll({ cell, reverse });
  const { dxs, dWeights, dInitialState } = recurrence.backward(problem, recurrence.forward(problem).saved);
  const { xs, weights, initialState } = problem;
  return checkGradients({
    subject: reverse ? `${cell.name}, reverse` : cell.name,
    parameters: views({ xs, weights, initialState }),
    loss: () => probeLoss(problem, recurrence.forward(problem)),
    gradients: views({ xs: dxs, weights: dWeights, initialState: dInitialState }),
    ...(autodiff && { autodiff: autodiff(cell, problem, reverse) }),
  });
}

/** `x[t]`, `weights.kernel` …, `initialState.h` …: the numbers themselves, not copies. */
function views({ xs, weights, initialState }: Record<'weights' | 'initialState', Named<Matrix>> & { xs: Matrix[] }) {
  const named = (prefix: string, record: Named<Matrix>) =>
    Object.entries(record).map(([name, { values }]) => [`${prefix}.${name}`, values] as const);
  return Object.fromEntries([
    ...named('weights', weights),
    ...named('initialState', initialState),
    ...xs.map(({ values }, t) => [`x[${t}]`, values] as const),
  ]);
}

function checkSizes(parameters: Gradients, gradients: Gradients, name: string): void {
  for (const [parameter, { length }] of Object.entries(parameters)) {
    if (gradients[parameter]?.length === length) continue;
    throw new ConfigError({
      where: 'checkGradients',
      problem: `${name}.${parameter} has ${gradients[parameter]?.length ?? 'no'} entries`,
      expected: `${length}, one for each entry of the parameter`,
    });
  }
}
