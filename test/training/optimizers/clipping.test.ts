import * as tf from '@tensorflow/tfjs';
import { clipScale, globalNorm } from '../../../src/training/optimizers/clipping';
import { goWay, ways } from '../../support/ways';

test.each(ways)('the global norm is that of all gradients as one vector: %s', async (way) => {
  await goWay(way);
  const before = tf.memory().numTensors;
  const gradients = [tf.tensor2d([[1, -2]]), tf.scalar(2), tf.tensor1d([4])];
  const norm = globalNorm(gradients);
  expect(norm.dataSync()[0]).toBe(5);
  tf.dispose([gradients, norm]);
  expect(tf.memory().numTensors).toBe(before);
});

test('only what is beyond the maximum is scaled, onto it', () => {
  expect(clipScale(5, undefined)).toBe(1);
  expect(clipScale(5, 5)).toBe(1);
  expect(clipScale(0, 1)).toBe(1);
  expect(5 * clipScale(5, 2)).toBe(2);
});
