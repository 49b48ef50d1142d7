import * as tf from '@tensorflow/tfjs';
import { DataError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import {
  balancedClassWeights,
  countCorrect,
  type CrossEntropyOptions,
  softmaxCrossEntropy,
} from '../../src/training/losses';
import { goWay, ways } from '../support/ways';

const B = 2;
const T = 3;
const K = 4;
const z = Random.fromSeed(1).normalArray(B * T * K, 3);
const targets = Int32Array.of(0, 3, 1, 2, 2, -1);
const mask = Uint8Array.of(1, 1, 0, 1, 1, 0);
const classWeights = [0.5, 2, 3, 1];

/** The formula in plain float64. */
function plainLoss(
  logits: ArrayLike<number>,
  { targets, mask, classWeights, labelSmoothing = 0 }: CrossEntropyOptions,
): number {
  let sum = 0;
  let real = 0;
  for (let n = 0; n < targets.length; n++) {
    if (mask && !mask[n]) continue;
    const row = Array.from({ length: K }, (_, k) => logits[n * K + k]);
    const logSum = Math.log(row.reduce((total, x) => total + Math.exp(x), 0));
    const smooth = row.reduce((total, x) => total - (x - logSum), 0) / K;
    const plain = logSum - row[targets[n]];
    sum += (classWeights?.[targets[n]] ?? 1) * ((1 - labelSmoothing) * plain + labelSmoothing * smooth);
    real++;
  }
  return sum / real;
}

/** Central differences of the plain formula. */
function plainGradient(options: CrossEntropyOptions): number[] {
  return Array.from(z, (_, i) => {
    const at = (change: number) =>
      plainLoss(
        Float64Array.from(z, (x, j) => (i === j ? x + change : x)),
        options,
      );
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
}

const all = Int32Array.of(0, 3, 1, 2, 2, 1);
const cases: [string, CrossEntropyOptions][] = [
  ['plain', { targets: all }],
  ['with class weights', { targets: all, classWeights }],
  ['smoothed', { targets: all, labelSmoothing: 0.1 }],
  ['masked', { targets, mask }],
  ['all together', { targets, mask, classWeights, labelSmoothing: 0.2 }],
];

describe.each(ways)('softmaxCrossEntropy on %s', (way) => {
  beforeAll(() => goWay(way));

  it.each(cases)('%s: value and gradient equal plain math', (_, options) => {
    const before = tf.memory().numTensors;
    const logits = tf.tensor(z, [B, T, K]);
    const { value, grad } = tf.valueAndGrad((x) => softmaxCrossEntropy(x, options))(logits);
    expect(value.shape).toEqual([]);
    expect(value.dataSync()[0]).toBeCloseTo(plainLoss(z, options), 5);
    const wanted = plainGradient(options);
    grad.dataSync().forEach((d, i) => expect(d).toBeCloseTo(wanted[i], 5));
    expect(wanted.some((d) => Math.abs(d) > 0.01)).toBe(true);
    tf.dispose([logits, value, grad]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes [B,K], and logits far beyond exp', () => {
    const loss = (row: number[]) =>
      tf.tidy(() => softmaxCrossEntropy(tf.tensor2d([row]), { targets: Int32Array.of(0) }).dataSync()[0]);
    expect(loss([1000, 0, -1000])).toBeCloseTo(0, 12);
    expect(loss([-1000, 0])).toBe(1000);
  });

  it('is 0 without real units, gradient included', () => {
    const none = { targets: all, mask: new Uint8Array(6) };
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x) => softmaxCrossEntropy(x, none))(tf.tensor(z, [B, T, K]));
      expect(value.dataSync()[0]).toBeCloseTo(0, 12);
      expect(grad.dataSync().every((d) => d === 0)).toBe(true);
    });
  });

  it.each<[string, CrossEntropyOptions, new (...args: never[]) => Error, string]>([
    ['too few targets', { targets: all.slice(1) }, ShapeError, 'targets has 5 entries. Expected 6'],
    ['too long a mask', { targets: all, mask: [1, 1] }, ShapeError, 'mask has 2 entries. Expected 6'],
    [
      'a weight missing',
      { targets: all, classWeights: [1, 1, 1] },
      ShapeError,
      'classWeights has 3 entries. Expected 4',
    ],
    ['padding without mask', { targets }, DataError, 'the target of unit 5 is class -1. Expected a class from 0 to 3'],
    ['a class too high', { targets: Int32Array.of(0, 0, 4, 0, 0, 0) }, DataError, 'the target of unit 2 is class 4'],
  ])('refuses %s', (_, options, error, text) => {
    tf.tidy(() => {
      const call = () => softmaxCrossEntropy(tf.tensor(z, [B, T, K]), options);
      expect(call).toThrow(error);
      expect(call).toThrow(`softmaxCrossEntropy: ${text}`);
    });
  });
});

describe('countCorrect', () => {
  it('counts real units only', () => {
    const best = Array.from({ length: B * T }, (_, n) => z.slice(n * K, n * K + K)).map((row) =>
      row.indexOf(Math.max(...row)),
    );
    tf.tidy(() => {
      const logits = tf.tensor(z, [B, T, K]);
      const count = (options: { targets: Int32Array; mask?: Uint8Array }) =>
        countCorrect(logits, options).dataSync()[0];
      expect(count({ targets: Int32Array.from(best) })).toBe(6);
      expect(count({ targets: Int32Array.from(best), mask })).toBe(4);
      expect(count({ targets: Int32Array.from(best, (y) => (y + 1) % K) })).toBe(0);
    });
  });
});

describe('balancedClassWeights', () => {
  it('gives every class the same total, the average example 1', () => {
    const counts = [10, 30, 0, 60];
    const weights = balancedClassWeights(counts);
    const totals = counts.map((count, k) => count * weights[k]);
    totals.forEach((total, k) => expect(total).toBeCloseTo(k === 2 ? 0 : 100 / 3, 4));
  });
});
