/**
 * The output layer y = g(a), a = h W_hy + b_y, and its loss. Each g has the loss that belongs to it:
 *
 *     softmax    cross-entropy           L = − Σ_k target_k ln y_k
 *     sigmoid    binary cross-entropy    L = − Σ_k target_k ln y_k + (1 − target_k) ln(1 − y_k)
 *     identity   squared error           L = ½ Σ_k (y_k − target_k)²
 *
 * and in all three dL/dy through g′ comes out as da = y − target. Losses are computed from a, where they cannot
 * overflow. Backwards: dh = da W_hyᵀ, dW_hy = hᵀ da, db_y = Σ da.
 */
import { float64, type Matrix, matrix, toRows } from '../cells/float64';
import { ShapeError } from '../errors';
import { isIndex } from '../validation';

/** g of the output layer; each has the loss that belongs to it: cross-entropy, binary cross-entropy, squared error. */
export type OutputActivation = 'softmax' | 'sigmoid' | 'identity';

/** h [B,H] → a and y [B,K] */
export function outputForward(g: OutputActivation, h: Matrix, kernel: Matrix, bias: Matrix) {
  const a = float64.add(float64.matMul(h, kernel), bias);
  return { a, y: activate(g, a) };
}

/** Loss of every example, [B]. */
export function outputLoss(g: OutputActivation, a: Matrix, target: Matrix): number[] {
  const targets = toRows(target);
  return toRows(a).map((row, b) => rowLoss(g, row, targets[b]));
}

/** da = scale_b (y − target), 0 for a scale of 0 whatever the target, then dh, dW_hy and db_y. `scale` [B]: the weight of each example in the loss. */
export function outputBackward(h: Matrix, kernel: Matrix, y: Matrix, target: Matrix, scale: ArrayLike<number>) {
  const da = float64.subtract(y, target);
  da.values.forEach((d, i) => {
    const factor = scale[Math.floor(i / da.columns)];
    da.values[i] = factor === 0 ? 0 : d * factor;
  });
  return {
    da,
    dh: float64.matMulTransposed(da, kernel),
    dKernel: float64.sumOfProducts([{ left: h, right: da }]),
    dBias: float64.sumOfProducts([{ right: da }]),
  };
}

/** Class numbers as rows with a single 1: [B] → [B,K]. @throws ShapeError for a class outside 0 … K−1. */
export function oneHot(classes: readonly number[], size: number): Matrix {
  const out = float64.zeros(classes.length, size);
  classes.forEach((k, b) => {
    if (!isIndex(k, size)) {
      throw new ShapeError({ where: 'oneHot', problem: `class ${k} at ${b}`, expected: `0 … ${size - 1}` });
    }
    out.values[b * size + k] = 1;
  });
  return out;
}

function activate(g: OutputActivation, a: Matrix): Matrix {
  if (g === 'identity') return a;
  if (g === 'sigmoid') return float64.sigmoid(a);
  return matrix(
    a.rows,
    a.columns,
    toRows(a).flatMap((row) => row.map((x) => Math.exp(x - logSumExp(row)))),
  );
}

function rowLoss(g: OutputActivation, a: readonly number[], target: readonly number[]): number {
  const term = {
    softmax: (x: number, t: number) => (t === 0 ? 0 : t * (logSumExp(a) - x)),
    sigmoid: (x: number, t: number) => Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x))),
    identity: (x: number, t: number) => (x - t) ** 2 / 2,
  }[g];
  return a.reduce((sum, x, k) => sum + term(x, target[k]), 0);
}

function logSumExp(row: readonly number[]): number {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0));
}
