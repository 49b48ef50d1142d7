/**
 * The weights of one cell as PyTorch names and orders them, both ways.
 *
 *     weight_ih [G·H,I]  = kernelᵀ             bias_ih [G·H]  = bias
 *     weight_hh [G·H,H]  = recurrentKernelᵀ    bias_hh [G·H]  = recurrentBias; without one it is added to bias
 *
 * Blocks of rows: LSTM i, f, g, o, as here; GRU r, z, n where this project and Keras have z, r, n.
 */
import type { Cell, Named } from './cell';
import { float64, type Matrix, transpose } from './float64';
import { ConfigError } from '../errors';

/** One layer and direction of `nn.RNN`, `nn.LSTM` or `nn.GRU`, by PyTorch's names: [G·H,I], [G·H,H], [G·H]. */
export interface PyTorchWeights {
  weight_ih: Matrix;
  weight_hh: Matrix;
  /** One row. Both biases are missing in a module with bias=False. */
  bias_ih?: Matrix;
  bias_hh?: Matrix;
}

/** @throws ConfigError for a cell that PyTorch does not have. */
export function fromPyTorch(cell: Cell, { weight_ih, weight_hh, bias_ih, bias_hh }: PyTorchWeights): Named<Matrix> {
  const own = ownNames(cell);
  const none = float64.zeros(1, weight_ih.rows);
  const bias = reorder(cell, bias_ih ?? none);
  const recurrentBias = reorder(cell, bias_hh ?? none);
  const kernels = {
    kernel: reorder(cell, transpose(weight_ih)),
    recurrentKernel: reorder(cell, transpose(weight_hh)),
  };
  return own.includes('recurrentBias')
    ? { ...kernels, recurrentBias, bias }
    : { ...kernels, bias: float64.add(bias, recurrentBias) };
}

/** The same computation for PyTorch; where the cell has one bias, it becomes `bias_ih`, and `bias_hh` is zero. */
export function toPyTorch(cell: Cell, weights: Named<Matrix>): Required<PyTorchWeights> {
  ownNames(cell);
  const { kernel, recurrentKernel, bias, recurrentBias = float64.zeros(1, bias.columns) } = weights;
  return {
    weight_ih: transpose(reorder(cell, kernel)),
    weight_hh: transpose(reorder(cell, recurrentKernel)),
    bias_ih: reorder(cell, bias),
    bias_hh: reorder(cell, recurrentBias),
  };
}

/** Swaps the first two blocks of columns of a GRU; its own inverse. */
function reorder(cell: Cell, blocks: Matrix): Matrix {
  if (cell.name !== 'gru') return blocks;
  const [first, second, third] = float64.split(blocks, 3);
  return float64.join([second, first, third]);
}

const KNOWN = ['simple-rnn', 'simple-rnn-relu', 'lstm', 'gru'];

/** @throws ConfigError for a cell that PyTorch does not have. */
export const checkPyTorchCell = (cell: Cell): void => void ownNames(cell);

function ownNames(cell: Cell): string[] {
  if (!KNOWN.includes(cell.name)) {
    throw new ConfigError({
      where: 'PyTorch weights',
      problem: `PyTorch has no cell like ${cell.name}`,
      expected: KNOWN.join(', '),
      ...(cell.name === 'gru-reset-before' && { fix: 'Use gru with resetAfter: true' }),
    });
  }
  return cell.parameters(1).map(({ name }) => name);
}
