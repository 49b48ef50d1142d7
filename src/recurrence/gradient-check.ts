/**
 * Is a gradient right? `checkGradients` compares gradients of any loss with central finite differences,
 *
 *     dL/dθ_i ≈ (L(θ_i + ε) − L(θ_i − ε)) / 2ε        error of order ε² in float64
 *
 * and with gradients from elsewhere, if there are any. `checkCellGradients` puts a cell through it, unrolled over a
 * probe. Errors are relative to the largest entry of the same parameter's gradient.
 */
import type { Cell, Named } from '../cells/cell';
import { euclideanNorm, type Matrix } from '../cells/float64';
import { ConfigError } from '../errors';
import { Random } from '../random';
import { type Probe, probe, probeLoss } from './probe';
import { unroll } from './unroll';
import { checkOptionNames, type OptionNames } from '../validation';

/** Gradients by the names of their parameters, row by row. */
export type Gradients = Record<string, ArrayLike<number>>;

/** What `checkGradients` compares. */
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

const checkNames: OptionNames<GradientCheckOptions> = {
  subject: true,
  parameters: true,
  loss: true,
  gradients: true,
  autodiff: true,
  epsilon: true,
  tolerances: true,
};

/** Largest difference between two gradients of a parameter: absolute, and relative to the largest entry. */
export interface GradientError {
  absolute: number;
  relative: number;
}

/** How well the gradient of one parameter agrees. */
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

/** One row a parameter; `passed` if every row has. */
export interface GradientReport {
  subject: string;
  rows: GradientRow[];
  passed: boolean;
}

/** @throws ConfigError if a parameter has no gradient of its size. */
export function checkGradients(options: GradientCheckOptions): GradientReport {
  checkOptionNames('checkGradients', options, checkNames);
  const { subject, parameters, loss, gradients, autodiff, epsilon = 1e-5 } = options;
  const tolerances = options.tolerances ?? { finiteDifferences: 1e-6, autodiff: 1e-5 };
  checkSizes(parameters, gradients, 'gradients');
  if (autodiff) checkSizes(parameters, autodiff, 'autodiff');
  const rows = Object.entries(parameters).map(([parameter, values]): GradientRow => {
    const gradient = Float64Array.from(gradients[parameter]);
    const norm = euclideanNorm(gradient);
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

/** The sequence on which `checkCellGradients` runs a cell, and whether backwards. */
export interface CellCheckOptions {
  seed?: number;
  reverse?: boolean;
  batchSize?: number;
  steps?: number;
  inputSize?: number;
  lengths?: readonly number[];
  /** Gradients of the probe's loss by another way: `weights.…`, `initialState.…` and `x`, step after step. */
  autodiff?: (cell: Cell, probe: Probe, reverse: boolean) => Gradients;
}

const cellCheckNames: OptionNames<CellCheckOptions> = {
  seed: true,
  reverse: true,
  batchSize: true,
  steps: true,
  inputSize: true,
  lengths: true,
  autodiff: true,
};

/** Every gradient of a cell, unrolled over ragged sequences from a given start state. */
export function checkCellGradients(cell: Cell, options: CellCheckOptions = {}): GradientReport {
  checkOptionNames('checkCellGradients', options, cellCheckNames);
  const { seed = 1, reverse = false, batchSize = 3, steps = 5, inputSize = 4, lengths = [5, 2, 4], autodiff } = options;
  const drawn = probe(cell, { batchSize, steps, inputSize, lengths }, Random.fromSeed(seed).fork(cell.name));
  const x = concat(drawn.xs);
  const problem = { ...drawn, xs: viewsOf(x, drawn.xs) };
  const recurrence = unroll({ cell, reverse });
  const { dxs, dWeights, dInitialState } = recurrence.backward(problem, recurrence.forward(problem).saved);
  return checkGradients({
    subject: reverse ? `${cell.name}, reverse` : cell.name,
    parameters: named(problem.weights, problem.initialState, x),
    loss: () => probeLoss(problem, recurrence.forward(problem)),
    gradients: named(dWeights, dInitialState, concat(dxs)),
    ...(autodiff && { autodiff: autodiff(cell, problem, reverse) }),
  });
}

/** `weights.kernel` …, `initialState.h` …, `x`: the arrays themselves, not copies. */
function named(weights: Named<Matrix>, state: Named<Matrix>, x: Float64Array): Record<string, Float64Array> {
  const prefixed = (prefix: string, record: Named<Matrix>) =>
    Object.entries(record).map(([name, { values }]) => [`${prefix}.${name}`, values] as const);
  return Object.fromEntries([...prefixed('weights', weights), ...prefixed('initialState', state), ['x', x]]);
}

const concat = (steps: readonly Matrix[]): Float64Array =>
  Float64Array.from(steps.flatMap(({ values }) => [...values]));

/** The same steps, their values in `all`: changing one there changes the step. */
function viewsOf(all: Float64Array, steps: readonly Matrix[]): Matrix[] {
  return steps.map((step, t) => ({
    ...step,
    values: all.subarray(t * step.values.length, (t + 1) * step.values.length),
  }));
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
