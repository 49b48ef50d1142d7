/** What a float64 recurrence accepts. Everything is checked before work starts; messages name letters and values. */
import type { Cell, Named } from '../cells/cell';
import type { Matrix } from '../cells/float64';
import { ShapeError, show } from '../errors';
import { type Axes, checkShape, type ShapePattern } from '../shapes';
import type { OutputGradients, RecurrenceInputs } from './recurrence';

/** @returns the sizes B, T, I. @throws ShapeError naming the argument, its shape and the expected letters. */
export function checkInputs(where: string, cell: Cell, inputs: RecurrenceInputs<Matrix[], Matrix>): Axes {
  const { xs, weights, initialState, mask, recurrentDropout } = inputs;
  if (!Array.isArray(xs) || xs.length === 0) {
    throw new ShapeError({ where, problem: 'xs has no step', expected: 'a list of T ≥ 1 matrices [B,I]' });
  }
  const axes: Axes = { T: xs.length, H: cell.hiddenSize };
  xs.forEach((x, t) => checkMatrix(where, `xs[${t}]`, x, ['B', 'I'], axes));
  checkWeights(where, cell, weights, axes.I);
  for (const part of initialState ? cell.stateNames : []) {
    checkMatrix(where, `initialState.${part}`, initialState?.[part], ['B', 'H'], axes);
  }
  if (mask) checkSteps(where, 'mask', mask, ['B', 1], axes);
  if (recurrentDropout) checkMatrix(where, 'recurrentDropout', recurrentDropout, ['B', 'H'], axes);
  return axes;
}

/** @throws ShapeError for gradients that are not those of the outputs. What is left out is zero. */
export function checkOutputGradients(
  where: string,
  { hiddenSize }: Cell,
  { dhs, dLastState = {} }: OutputGradients<Matrix[], Matrix>,
  sizes: { B: number; T: number },
): void {
  const axes: Axes = { ...sizes, H: hiddenSize };
  if (dhs) checkSteps(where, 'dhs', dhs, ['B', 'H'], axes);
  for (const [part, d] of Object.entries(dLastState)) checkMatrix(where, `dLastState.${part}`, d, ['B', 'H'], axes);
}

function checkSteps(where: string, name: string, steps: readonly Matrix[], pattern: ShapePattern, axes: Axes): void {
  if (steps.length !== axes.T) {
    throw new ShapeError({ where, problem: `${name} has ${steps.length} steps`, expected: `T=${axes.T}` });
  }
  steps.forEach((step, t) => checkMatrix(where, `${name}[${t}]`, step, pattern, axes));
}

export function checkWeights(where: string, cell: Cell, weights: Named<Matrix>, inputSize: number): void {
  for (const { name, shape } of cell.parameters(inputSize)) {
    checkMatrix(where, `weights.${name}`, weights[name], shape.length === 1 ? [1, ...shape] : shape);
  }
}

export function checkMatrix(
  where: string,
  name: string,
  value: Matrix | undefined,
  pattern: ShapePattern,
  axes: Axes = {},
): void {
  if (!(value?.values instanceof Float64Array)) {
    throw new ShapeError({ where, problem: `${name} is ${show(value)}`, expected: `a matrix [${pattern.join(',')}]` });
  }
  checkShape(where, name, [value.rows, value.columns], pattern, axes);
}

/** @throws ShapeError naming the step (from 0), the example and the value, for the first NaN or infinity. */
export function checkFinite(where: string, name: string, steps: readonly Matrix[]): void {
  steps.forEach(({ values, columns }, t) => {
    const at = values.findIndex((x) => !Number.isFinite(x));
    if (at < 0) return;
    throw new ShapeError({
      where,
      problem: `${name} is ${values[at]} at step ${t}, example ${Math.floor(at / columns)}, position ${at % columns}`,
      expected: 'finite numbers',
      fix: 'Look for missing values in the data, or for weights that grew too large',
    });
  });
}
