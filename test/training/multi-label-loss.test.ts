import * as tf from '@tensorflow/tfjs';
import { DataError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { type MultiLabelTargets, sigmoidCrossEntropy } from '../../src/training/multi-label-loss';
import { goWay, ways } from '../support/ways';

const [B, T, K] = [2, 3, 4];
const random = Random.fromSeed(3);
const z = random.normalArray(B * T * K, 3);
z[5] = 0; // where max and | | have a corner
const targets = Uint8Array.from({ length: B * T * K }, () => random.integer(2));
const mask = Uint8Array.of(1, 1, 0, 1, 0, 0);

/** The definition in plain float64: −ln of the probability of each label. */
function plainLoss(logits: ArrayLike<number>, { targets: y, mask: real }: MultiLabelTargets): number {
  let [sum, count] = [0, 0];
  for (let n = 0; n < B * T; n++) {
    if (real && !real[n]) continue;
    count++;
    for (let i = n * K; i < (n + 1) * K; i++) {
      const p = 1 / (1 + Math.exp(-logits[i]));
      sum -= Math.log(y[i] ? p : 1 - p);
    }
  }
  return sum / count;
}

function plainGradient(options: MultiLabelTargets): number[] {
  const at = (i: number, change: number) =>
    plainLoss(
      Float64Array.from(z, (x, j) => (i === j ? x + change : x)),
      options,
    );
  return Array.from(z, (_, i) => (at(i, 1e-5) - at(i, -1e-5)) / 2e-5);
}

describe.each(ways)('sigmoidCrossEntropy on %s', (way) => {
  beforeAll(() => goWay(way));

  it.each<[string, MultiLabelTargets]>([
    ['plain', { targets }],
    ['masked', { targets: targets.map((y, i) => (mask[Math.floor(i / K)] ? y : 7)), mask }],
  ])('%s: value and gradient equal plain math, and finite differences', (_, options) => {
    const before = tf.memory().numTensors;
    const logits = tf.tensor(z, [B, T, K]);
    const { value, grad } = tf.valueAndGrad((x) => sigmoidCrossEntropy(x, options))(logits);
    expect(value.shape).toEqual([]);
    expect(value.dataSync()[0]).toBeCloseTo(plainLoss(z, options), 4);
    plainGradient(options).forEach((d, i) => expect(grad.dataSync()[i]).toBeCloseTo(d, 5));
    tf.dispose([logits, value, grad]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has the gradient of automatic differentiation', () => {
    tf.tidy(() => {
      const y = tf.tensor(Float32Array.from(targets), [B, T, K]);
      const plain = (x: tf.Tensor) => tf.div(tf.sum(tf.sub(tf.softplus(x), tf.mul(y, x))), B * T).asScalar();
      const expected = tf
        .grad(plain)(tf.tensor(z, [B, T, K]))
        .dataSync();
      const found = tf
        .grad((x) => sigmoidCrossEntropy(x, { targets }))(tf.tensor(z, [B, T, K]))
        .dataSync();
      found.forEach((d, i) => expect(d).toBeCloseTo(expected[i], 6));
    });
  });

  it('scales the gradient of what follows it', () => {
    tf.tidy(() => {
      const grad = (factor: number) =>
        tf
          .grad((x) => tf.mul(sigmoidCrossEntropy(x, { targets }), factor))(tf.tensor(z, [B, T, K]))
          .dataSync();
      const [once, thrice] = [grad(1), grad(3)];
      once.forEach((d, i) => expect(thrice[i]).toBeCloseTo(3 * d, 5));
    });
  });

  it('takes [B,K], logits far beyond exp, and padding that is no number', () => {
    const loss = (row: number[], options: MultiLabelTargets) =>
      tf.tidy(() => sigmoidCrossEntropy(tf.tensor2d(row, [row.length / 2, 2]), options).dataSync()[0]);
    expect(loss([1000, -1000], { targets: Uint8Array.of(1, 0) })).toBe(0);
    expect(loss([1000, -1000], { targets: Uint8Array.of(0, 1) })).toBe(2000);
    const padded = { targets: Uint8Array.of(1, 0, 0, 0), mask: [1, 0] };
    expect(loss([0, 0, NaN, Infinity], padded)).toBeCloseTo(2 * Math.LN2, 6);
    expect(loss([1, 1], { targets: Uint8Array.of(1, 0), mask: [0] })).toBe(0);
  });
});

it.each<[string, MultiLabelTargets, new (...args: never[]) => Error]>([
  ['targets has 3 entries. Expected 4', { targets: new Uint8Array(3) }, ShapeError],
  ['mask has 1 entries. Expected 2', { targets: new Uint8Array(4), mask: [1] }, ShapeError],
  ['the target of unit 1 for label 0 is 2. Expected 0 or 1', { targets: Uint8Array.of(1, 0, 2, 0) }, DataError],
])('refuses: %s', (message, options, error) => {
  tf.tidy(() => {
    const call = () => sigmoidCrossEntropy(tf.zeros([2, 2]), options);
    expect(call).toThrow(error);
    expect(call).toThrow(message);
  });
});
