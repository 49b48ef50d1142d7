/**
 * SimpleRNN (Elman 1990, "Finding structure in time"):
 *
 *     h_t = f(x_t W_xh + h_{t-1} W_hh + b_h)      f = tanh or ReLU
 *
 * Letters: U = W_hh, a = what f is applied to. Without U and with T = 1 this is one-to-one: h = f(x W_xh + b_h).
 */
import { asBuiltIn } from './built-in';
import { type Cell, withProjection } from './cell';
import { reluBackward, tanhBackward } from './slopes';
import { checkOptionNames } from '../validation';

/** Options of the cell `simpleRnn`. */
export interface SimpleRnnOptions {
  hiddenSize: number;
  /** ReLU does not bound h: a large `recurrentKernel` lets it grow to Infinity, which is kept, not hidden. */
  activation?: 'tanh' | 'relu';
}

/** SimpleRNN (Elman 1990): h_t = f(x_t W + h_{t-1} U + b). State `h` [B,H]. */
export function simpleRnn(options: SimpleRnnOptions): Cell {
  checkOptionNames('simpleRnn', options, { hiddenSize: true, activation: true });
  const { hiddenSize, activation = 'tanh' } = options;
  const slope = activation === 'tanh' ? tanhBackward : reluBackward;
  return asBuiltIn({
    name: activation === 'tanh' ? 'simple-rnn' : 'simple-rnn-relu',
    hiddenSize,
    gates: 1,
    stateNames: ['h'],

    parameters: (inputSize) =>
      withProjection(inputSize, hiddenSize, [
        { name: 'recurrentKernel', shape: [hiddenSize, hiddenSize], initializer: 'orthogonal' },
      ]),

    step(algebra, xW, { h: hPrev }, { recurrentKernel: U }) {
      const { add, matMul } = algebra;
      const a = add(xW, matMul(hPrev, U)); //                              1  [B,H]
      const h = algebra[activation](a); //                                 2  [B,H]
      return { state: { h }, saved: { hPrev, h } };
    },

    stepBackward(algebra, { h: dh }, { hPrev, h }, { recurrentKernel: U }) {
      const da = slope(algebra, dh, h); //                                 2  [B,H]
      const dhPrev = algebra.matMulTransposed(da, U); //                   1  [B,H]
      return { dxW: da, dState: { h: dhPrev }, dWeights: { recurrentKernel: { left: hPrev, right: da } } };
    },
  });
}
