/**
 * One cell, step by step: a step's input comes in, the state stays where it is. For whoever cannot wait for the whole
 * sequence: streams, generation, decoders. Weights are those at the time of making; nothing is recorded on a tape.
 */
import type { Cell, Named } from '../cells/cell';
import { float64, type Matrix, matrix } from '../cells/float64';
import { mapEach } from '../recurrence/time-loop';
import { sizeOf } from '../shapes';

export interface CellStepperOptions {
  cell: Cell;
  inputSize: number;
  batchSize: number;
  /** As `cell.parameters(inputSize)` says; copied. */
  weights: Named<Float32Array>;
}

export interface CellStepper {
  /** @param x [B,I] @returns h [B,H], the same array at every step. */
  step(x: Float32Array): Float32Array;
  /** A copy, each [B,H]. */
  readState(): Named<Float32Array>;
  writeState(state: Named<Float32Array>): void;
  /** Row b goes on from where row `rows[b]` was. */
  selectRows(rows: ArrayLike<number>): void;
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
  const asState = (values: ArrayLike<number>) => matrix(batchSize, hiddenSize, values);
  const h = new Float32Array(batchSize * hiddenSize);
  let state: Named<Matrix> = Object.fromEntries(stateNames.map((name) => [name, asState(h)]));
  return {
    step(x) {
      const xW = float64.add(float64.matMul(matrix(batchSize, inputSize, x), matrices.kernel), matrices.bias);
      state = cell.step(float64, xW, state, matrices).state;
      h.set(state[stateNames[0]].values);
      return h;
    },
    readState: () => mapEach(state, ({ values }) => Float32Array.from(values)),
    writeState: (given) => (state = mapEach(state, (_, name) => asState(given[name]))),
    selectRows(rows) {
      for (const { values } of Object.values(state)) reorderRows(values, rows, hiddenSize);
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
