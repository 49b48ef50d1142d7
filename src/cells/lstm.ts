/**
 * LSTM (Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000):
 *
 *     [i f g o] = x_t W + h_{t-1} U + b      i, f, o = σ, g = tanh
 *     c_t = f ⊙ c_{t-1} + i ⊙ g
 *     h_t = o ⊙ tanh(c_t)
 *
 * Letters: i input gate, f forget gate, g candidate, o output gate, ai … ao the same before σ or tanh. The order of the
 * blocks is that of Keras (i, f, c, o) and of PyTorch (i, f, g, o).
 */
import { asBuiltIn } from './built-in';
import { type Cell, withProjection } from './cell';
import { sigmoidBackward, tanhBackward } from './slopes';
import { checkOptionNames } from '../validation';

/** Options of the cell `lstm`. */
export interface LstmOptions {
  hiddenSize: number;
}

/** LSTM (Hochreiter & Schmidhuber 1997) with a forget gate (Gers et al. 2000). States `h` and `c`, each [B,H]. */
export function lstm(options: LstmOptions): Cell {
  checkOptionNames('lstm', options, { hiddenSize: true });
  const { hiddenSize } = options;
  const width = 4 * hiddenSize;
  return asBuiltIn({
    name: 'lstm',
    hiddenSize,
    gates: 4,
    stateNames: ['h', 'c'],

    // A forget gate that starts open (bias 1) lets gradients through early (Jozefowicz et al. 2015).
    parameters: (inputSize) =>
      withProjection(
        inputSize,
        width,
        [{ name: 'recurrentKernel', shape: [hiddenSize, width], initializer: 'orthogonal' }],
        { blocks: ['zeros', 'ones', 'zeros', 'zeros'] },
      ),

    step({ add, multiply, sigmoid, tanh, matMul, split }, xW, { h: hPrev, c: cPrev }, { recurrentKernel: U }) {
      const a = add(xW, matMul(hPrev, U)); //                              1a [B,4H]
      const [ai, af, ag, ao] = split(a, 4); //                             1b 4 × [B,H]
      const i = sigmoid(ai); //                                            1c
      const f = sigmoid(af);
      const g = tanh(ag);
      const o = sigmoid(ao);
      const c = add(multiply(f, cPrev), multiply(i, g)); //                2
      const tanhC = tanh(c); //                                            3a
      const h = multiply(o, tanhC); //                                     3b
      return { state: { h, c }, saved: { hPrev, cPrev, i, f, g, o, tanhC } };
    },

    stepBackward(algebra, { h: dh, c: dcNext }, { hPrev, cPrev, i, f, g, o, tanhC }, { recurrentKernel: U }) {
      const { add, multiply, join, matMulTransposed } = algebra;
      const dO = multiply(dh, tanhC); //                                   3b [B,H]
      const dc = add(dcNext, tanhBackward(algebra, multiply(dh, o), tanhC)); //      3a from h_t and from c_{t+1}
      const di = multiply(dc, g); //                                       2
      const dg = multiply(dc, i);
      const df = multiply(dc, cPrev);
      const dcPrev = multiply(dc, f);
      const dai = sigmoidBackward(algebra, di, i); //                                1c
      const daf = sigmoidBackward(algebra, df, f);
      const dag = tanhBackward(algebra, dg, g);
      const dao = sigmoidBackward(algebra, dO, o);
      const da = join([dai, daf, dag, dao]); //                            1b [B,4H]
      const dhPrev = matMulTransposed(da, U); //                           1a [B,H]
      return {
        dxW: da,
        dState: { h: dhPrev, c: dcPrev },
        dWeights: { recurrentKernel: { left: hPrev, right: da } },
      };
    },
  });
}
