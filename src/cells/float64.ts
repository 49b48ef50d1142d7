/**
 * The algebra in plain float64 numbers: slow, exact to 16 digits, no tensors. The reference to which everything else is
 * compared.
 */
import type { Algebra, Product } from './algebra';
import { ShapeError } from '../errors';

/** Row-major [rows,columns]. A vector [n] is one row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of these values, row by row. @throws ShapeError unless there are rows × columns of them. */
export function matrix(rows: number, columns: number, values: ArrayLike<number>): Matrix {
  if (values.length !== rows * columns) {
    throw new ShapeError({ where: 'matrix', problem: `${values.length} values`, expected: `${rows} × ${columns}` });
  }
  return { rows, columns, values: Float64Array.from(values) };
}

/** From nested numbers, one array a row. */
export const fromRows = (rows: readonly (readonly number[])[]): Matrix =>
  matrix(rows.length, rows[0]?.length ?? 0, rows.flat());

/** As nested arrays, one a row. */
export const toRows = ({ rows, columns, values }: Matrix): number[][] =>
  Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);

/** The algebra of cells in float64: the reference that every kernel is compared with. */
export const float64: Algebra<Matrix> = {
  matMul(a, b) {
    agree('matMul', a.columns === b.rows, a, b);
    const out = zeros(a.rows, b.columns);
    for (let i = 0; i < a.rows; i++) {
      for (let k = 0; k < a.columns; k++) {
        const factor = a.values[i * a.columns + k];
        for (let j = 0; j < b.columns; j++) out.values[i * b.columns + j] += factor * b.values[k * b.columns + j];
      }
    }
    return out;
  },

  matMulTransposed: (a, b) => float64.matMul(a, transpose(b)),

  add: (a, b) => combine('add', a, b, (x, y) => x + y),
  subtract: (a, b) => combine('subtract', a, b, (x, y) => x - y),
  multiply: (a, b) => combine('multiply', a, b, (x, y) => x * y),
  scale: (a, factor) => map(a, (x) => x * factor),
  oneMinus: (a) => map(a, (x) => 1 - x),
  sigmoid: (a) => map(a, (x) => 1 / (1 + Math.exp(-x))),
  tanh: (a) => map(a, Math.tanh),
  relu: (a) => map(a, (x) => (x < 0 ? 0 : x)), // not Math.max: keeps NaN
  isPositive: (a) => map(a, (x) => (x > 0 ? 1 : 0)),

  split(a, blocks) {
    const width = a.columns / blocks;
    return Array.from({ length: blocks }, (_, i) => float64.columns(a, i * width, (i + 1) * width));
  },

  columns(a, start, end) {
    const out = zeros(a.rows, end - start);
    for (let i = 0; i < a.rows; i++) {
      out.values.set(a.values.subarray(i * a.columns + start, i * a.columns + end), i * out.columns);
    }
    return out;
  },

  join(blocks) {
    const { rows } = blocks[0];
    const out = zeros(
      rows,
      blocks.reduce((sum, block) => sum + block.columns, 0),
    );
    let start = 0;
    for (const { columns, values } of blocks) {
      for (let i = 0; i < rows; i++) {
        out.values.set(values.subarray(i * columns, (i + 1) * columns), i * out.columns + start);
      }
      start += columns;
    }
    return out;
  },

  zeros,

  select(mask, whereTrue, whereFalse) {
    const { rows, columns } = whereTrue;
    const values = whereTrue.values.map((x, i) => (mask.values[Math.floor(i / columns)] ? x : whereFalse.values[i]));
    return { rows, columns, values };
  },

  sumOfProducts(terms) {
    const { left, right } = terms[0];
    const out = zeros(left?.columns ?? 1, right.columns);
    for (const term of terms) addProduct(out, term);
    return out;
  },

  scope: (body) => body(),
};

function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

function map(a: Matrix, f: (x: number) => number): Matrix {
  return { ...a, values: a.values.map((x) => f(x)) };
}

/** Elementwise; `b` of one row counts for every row of `a`. */
function combine(name: string, a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  agree(name, a.columns === b.columns && (a.rows === b.rows || b.rows === 1), a, b);
  const size = b.values.length;
  return { ...a, values: a.values.map((x, i) => f(x, b.values[i % size])) };
}

export function transpose(a: Matrix): Matrix {
  const out = zeros(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) out.values[j * a.rows + i] = a.values[i * a.columns + j];
  }
  return out;
}

/** out += leftᵀ right, row of `right` by row. */
function addProduct(out: Matrix, { left, right }: Product<Matrix>): void {
  if (left) agree('sumOfProducts', left.rows === right.rows, left, right);
  for (let i = 0; i < right.rows; i++) {
    for (let k = 0; k < out.rows; k++) {
      const factor = left ? left.values[i * left.columns + k] : 1;
      for (let j = 0; j < out.columns; j++) {
        out.values[k * out.columns + j] += factor * right.values[i * right.columns + j];
      }
    }
  }
}

/**
 * √Σx², scaled by the largest value, so that squares of vanishing gradients do not underflow. `Math.hypot(...values)`
 * does the same for up to about 100,000 values, and then overflows the stack.
 */
export function euclideanNorm(values: Float64Array): number {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(values.reduce((sum, x) => sum + (x / largest) ** 2, 0));
}

function agree(name: string, fits: boolean, a: Matrix, b: Matrix): void {
  if (fits) return;
  throw new ShapeError({
    where: `float64.${name}`,
    problem: `[${a.rows},${a.columns}] and [${b.rows},${b.columns}] do not fit together`,
    fix: 'Check the sizes of the weights and of the state',
  });
}
