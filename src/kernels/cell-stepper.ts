/**
 * One cell, step by step: a step's input comes in, the state stays where it is. For callers that do not have the whole
 * sequence: streams, generation, decoders. Weights are those at the time of making; nothing is recorded on a tape.
 */
import type { Cell, Named } from '../cells/cell';
import { float64, matrix } from '../cells/float64';
import { mapEach } from '../recurrence/time-loop';
import { sizeOf } from '../shapes';

/** What a stepper of one cell is made of. */
export interface CellStepperOptions {
  cell: Cell;
  inputSize: number;
  batchSize: number;
  /** As `cell.parameters(inputSize)` says; copied. */
  weights: Named<Float32Array>;
}

/** One cell with its state, step by step. */
export interface CellStepper {
  /** @param x [N,I], N ≤ B: the first N rows go on @returns h [N,H], the same array at every step of N rows. */
  step(x: Float32Array): Float32Array;
  /** A copy, each [N,H] of the first N rows, all unless given. */
  readState(rows?: number): Named<Float32Array>;
  /** Of the first rows, as many as are given. */
  writeState(state: Named<Float32Array>): void;
  /** Row b goes on from where row `rows[b]` was. */
  selectRows(rows: ArrayLike<number>): void;
  /** Frees the memory of the state and the weights. */
  dispose(): void;
}

/** Any cell, in plain float64 numbers: slow, needs nothing. */
export function plainStepper({ cell, inputSize, batchSize, weights }: CellStepperOptions): CellStepper {
  const { stateNames, hiddenSize } = cell;
  const matrices = Object.fromEntries(
    cell.parameters(inputSize).map(({ name, shape }) => {
      const columns = shape[shape.length - 1];
      return [name, matrix(sizeOf(shape) / columns, columns, weights[name])];
    }),
  );
  const h = new Float32Array(batchSize * hiddenSize);
  const state = Object.fromEntries(stateNames.map((name) => [name, new Float64Array(h.length)]));
  return {
    step(x) {
      const rows = x.length / inputSize;
      const size = rows * hiddenSize;
      const xW = float64.add(float64.matMul(matrix(rows, inputSize, x), matrices.kernel), matrices.bias);
      const before = mapEach(state, (values) => matrix(rows, hiddenSize, values.subarray(0, size)));
      const after = cell.step(float64, xW, before, matrices).state;
      for (const name of stateNames) state[name].set(after[name].values);
      h.set(after[stateNames[0]].values);
      return size === h.length ? h : h.subarray(0, size);
    },
    readState: (rows = batchSize) =>
      mapEach(state, (values) => Float32Array.from(values.subarray(0, rows * hiddenSize))),
    writeState(given) {
      for (const name of stateNames) state[name].set(given[name]);
    },
    selectRows(rows) {
      for (const values of Object.values(state)) reorderRows(values, rows, hiddenSize);
    },
    dispose: () => undefined,
  };
}

/** Row b becomes what row `rows[b]` was, in place. */
export function reorderRows(values: Float32Array | Float64Array, rows: ArrayLike<number>, columns: number): void {
  const before = values.slice();
  for (let b = 0; b < rows.length; b++) {
    for (let j = 0; j < columns; j++) values[b * columns + j] = before[rows[b] * columns + j];
  }
}
