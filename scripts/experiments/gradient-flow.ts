/** ‖dL/dh_1‖ of a loss at the end, for cells as they start and as one might start them, over T steps. */
import {
  type Cell,
  gradientFlow,
  gru,
  initialWeights,
  lstm,
  type Matrix,
  type Named,
  Random,
  simpleRnn,
} from '../../src/node';

const inputSize = 8;
const hiddenSize = 16;

interface Start {
  name: string;
  cell: Cell;
  /** What is different from the usual first weights. */
  change?: (weights: Named<Matrix>) => void;
}

const scaled =
  (factor: number) =>
  ({ recurrentKernel: { values } }: Named<Matrix>) =>
    values.forEach((x, i) => (values[i] = factor * x));

/** A gate that keeps the state nearly whole: σ(7) = 0.999. Block of the bias: f of an LSTM, z of a GRU. */
const keeping =
  (block: number) =>
  ({ bias }: Named<Matrix>) =>
    bias.values.fill(7, block * hiddenSize, (block + 1) * hiddenSize);

export const starts: Start[] = [
  { name: 'SimpleRNN, U orthogonal', cell: simpleRnn({ hiddenSize }) },
  { name: 'SimpleRNN, U / 2', cell: simpleRnn({ hiddenSize }), change: scaled(0.5) },
  { name: 'SimpleRNN, 4 U', cell: simpleRnn({ hiddenSize }), change: scaled(4) },
  { name: 'SimpleRNN ReLU, 2 U', cell: simpleRnn({ hiddenSize, activation: 'relu' }), change: scaled(2) },
  { name: 'LSTM, forget bias 1', cell: lstm({ hiddenSize }) },
  { name: 'LSTM, forget bias 7', cell: lstm({ hiddenSize }), change: keeping(1) },
  { name: 'GRU, update bias 0', cell: gru({ hiddenSize }) },
  { name: 'GRU, update bias 7', cell: gru({ hiddenSize }), change: keeping(0) },
];

/** ‖dL/dh_t‖, t = 1 … T. */
export function flowOf({ cell, change }: Start, steps: number): Float64Array {
  const weights = initialWeights(cell.parameters(inputSize), Random.fromSeed(1));
  change?.(weights);
  return gradientFlow(cell, { steps, weights, inputSize }).h;
}
