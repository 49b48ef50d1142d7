/**
 * A custom cell: the minimal gated unit (Zhou et al. 2016, "Minimal gated unit for recurrent neural networks"),
 *
 *     f   = σ(x W_f + h U_f + b_f)                 h = h_{t-1} on this side
 *     n   = tanh(x W_n + (f ⊙ h) U_n + b_n)
 *     h_t = h + f ⊙ (n − h)
 *
 * You write one step forward and one backward; unrolling, masks, directions, a kernel for every backend and the check of
 * the gradients work for any cell. As a layer: `new Recurrent({ cell })` (own-model.ts); in a task:
 * `new SentimentClassifier({ cell: minimalGatedUnit })`, and `registerCell(minimalGatedUnit)` before such a model is loaded.
 *
 *     npx tsx examples/custom-cell.ts
 */
import * as tf from '@tensorflow/tfjs';
import { type Cell, checkCell, genericRecurrence, initialize, Random, withProjection } from 'tfjs-sequence';

export const minimalGatedUnit = (hiddenSize: number): Cell => ({
  name: 'minimal-gated-unit',
  hiddenSize,
  gates: 2,
  stateNames: ['h'],

  // kernel [I,2H] and bias [2H] belong to every cell; the step sees what they make of x: xW [B,2H].
  parameters: (inputSize) =>
    withProjection(inputSize, 2 * hiddenSize, [
      { name: 'gateKernel', shape: [hiddenSize, hiddenSize], initializer: 'orthogonal' },
      { name: 'candidateKernel', shape: [hiddenSize, hiddenSize], initializer: 'orthogonal' },
    ]),

  step({ add, subtract, multiply, sigmoid, tanh, matMul, split }, xW, { h }, { gateKernel, candidateKernel }) {
    const [xf, xn] = split(xW, 2); //                              2 × [B,H]
    const f = sigmoid(add(xf, matMul(h, gateKernel))); //          1
    const fh = multiply(f, h); //                                  2a
    const n = tanh(add(xn, matMul(fh, candidateKernel))); //       2b
    const next = add(h, multiply(f, subtract(n, h))); //           3
    return { state: { h: next }, saved: { h, f, fh, n } };
  },

  stepBackward(algebra, { h: dNext }, { h, f, fh, n }, { gateKernel, candidateKernel }) {
    const { add, subtract, multiply, oneMinus, join, matMulTransposed } = algebra;
    const dn = multiply(dNext, f); //                              3
    const dfOut = multiply(dNext, subtract(n, h));
    const dhHeld = multiply(dNext, oneMinus(f));
    const dan = multiply(dn, oneMinus(multiply(n, n))); //         2b
    const dfh = matMulTransposed(dan, candidateKernel);
    const df = add(dfOut, multiply(dfh, h)); //                    2a
    const dhReset = multiply(dfh, f);
    const daf = multiply(df, multiply(f, oneMinus(f))); //         1
    const dhGate = matMulTransposed(daf, gateKernel);
    return {
      dxW: join([daf, dan]),
      dState: { h: add(add(dhHeld, dhReset), dhGate) },
      dWeights: { gateKernel: { left: h, right: daf }, candidateKernel: { left: fh, right: dan } },
    };
  },
});

export async function main(): Promise<void> {
  await tf.setBackend('cpu');

  const { rows, passed } = checkCell(minimalGatedUnit(3));
  for (const { parameter, finiteDifferences, autodiff } of rows) {
    const errors = [finiteDifferences, autodiff].map((error) => error?.relative.toExponential(1));
    console.log(parameter.padEnd(24), `finite differences ${errors[0]}, autodiff ${errors[1]}`);
  }
  console.log(passed ? 'Every gradient is right.' : 'A gradient is wrong.');

  // The target after five steps: which of the two inputs of the first step was larger?
  const cell = minimalGatedUnit(8);
  const random = Random.fromSeed(1);
  const weights = Object.fromEntries(
    cell.parameters(2).map((spec) => [spec.name, tf.variable(tf.tensor(initialize(spec, random), [...spec.shape]))]),
  );
  const head = tf.variable(tf.zeros([8, 1]));
  const xs = tf.tensor3d(random.uniformArray(64 * 5 * 2), [64, 5, 2]);
  const first = tf.reshape(tf.slice(xs, [0, 0, 0], [-1, 1, -1]), [64, 2]);
  const larger = tf.cast(tf.greater(tf.slice(first, [0, 0], [-1, 1]), tf.slice(first, [0, 1], [-1, 1])), 'float32');
  const loss = (): tf.Scalar => {
    const { lastState } = genericRecurrence({ cell }, { xs, weights });
    return tf.losses.sigmoidCrossEntropy(larger, tf.matMul(lastState.h, head));
  };
  const optimizer = tf.train.adam(0.05);
  for (let step = 0; step <= 90; step++) {
    const value = optimizer.minimize(loss, true, [...Object.values(weights), head]);
    if (step % 30 === 0) console.log(`step ${step}: loss ${value?.dataSync()[0].toFixed(3)}`);
    value?.dispose();
  }
}

if (process.argv[1]?.endsWith('custom-cell.ts')) void main();
