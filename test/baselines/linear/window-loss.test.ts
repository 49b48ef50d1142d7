import * as tf from '@tensorflow/tfjs';
import { WindowLoss } from '../../../src/baselines/linear/window-loss';
import { Random } from '../../../src/random';

const sizes = { frameSize: 2, window: 3, classes: 3 };
const random = Random.fromSeed(1);
/** One of them longer than a product. */
const steps = [5, 8200, 1];
const recordings = steps.map((T) => Float64Array.from({ length: 2 * (T + 2) }, () => random.normal()));
const labels = steps.map((T) => Int32Array.from({ length: T }, () => random.integer(3)));
const weights = Float64Array.from({ length: 3 * 7 }, () => random.normal());

/** The same, window by window. */
function plainly(weights: Float64Array): number {
  const N = steps.reduce((sum, T) => sum + T);
  let loss = 0;
  recordings.forEach((x, r) =>
    labels[r].forEach((label, t) => {
      const scores = [0, 1, 2].map((k) => {
        const own = weights.subarray(7 * k, 7 * k + 7);
        return own[6] + x.subarray(2 * t, 2 * t + 6).reduce((sum, value, i) => sum + value * own[i], 0);
      });
      loss += (Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label]) / N;
    }),
  );
  return loss + weights.reduce((sum, w, i) => sum + (i % 7 === 6 ? 0 : w ** 2 / (2 * 0.5 * N)), 0);
}

it('is the loss of every window by itself, and its gradient that of finite differences', () => {
  const before = tf.memory().numTensors;
  const loss = new WindowLoss(recordings, labels, sizes, 0.5);
  const gradient = new Float64Array(weights.length);
  expect(loss.at(weights, gradient)).toBeCloseTo(plainly(weights), 5);
  loss.dispose();
  expect(tf.memory().numTensors).toBe(before);
  for (let i = 0; i < weights.length; i++) {
    const moved = [1e-4, -1e-4].map((by) => plainly(weights.map((w, j) => (i === j ? w + by : w))));
    expect(gradient[i]).toBeCloseTo((moved[0] - moved[1]) / 2e-4, 5);
  }
});
