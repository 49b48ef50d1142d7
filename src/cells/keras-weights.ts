/**
 * The weights of one cell as Keras lists them, both ways: [kernel, recurrent_kernel, bias]. Blocks stand in the same
 * order here. Only a GRU with reset_after differs: its bias has two rows [2,3H], here `bias` and `recurrentBias`.
 */
import type { Cell, Named } from './cell';
import { type Matrix, matrix } from './float64';

/**
 * The weights of a cell from the list of a Keras layer.
 * @param list as `layer.get_weights()` gives it; without bias (use_bias=False) it has two entries
 */
export function fromKeras(cell: Cell, [kernel, recurrentKernel, bias]: readonly Matrix[]): Named<Matrix> {
  const width = kernel.columns;
  const values = bias?.values ?? new Float64Array(2 * width);
  const row = (i: number) => matrix(1, width, values.subarray(i * width, (i + 1) * width));
  return hasTwoBiases(cell)
    ? { kernel, recurrentKernel, recurrentBias: row(1), bias: row(0) }
    : { kernel, recurrentKernel, bias: row(0) };
}

/** The weights of a cell as the list that `layer.set_weights()` of Keras takes. */
export function toKeras(cell: Cell, { kernel, recurrentKernel, recurrentBias, bias }: Named<Matrix>): Matrix[] {
  const rows = hasTwoBiases(cell) ? [...bias.values, ...recurrentBias.values] : [...bias.values];
  return [kernel, recurrentKernel, matrix(rows.length / kernel.columns, kernel.columns, rows)];
}

const hasTwoBiases = (cell: Cell): boolean => cell.parameters(1).some(({ name }) => name === 'recurrentBias');
