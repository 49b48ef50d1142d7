import * as tf from '@tensorflow/tfjs';
import { freshWeights, main, generate, trainByHand, trainLayers } from '../../examples/hello';

beforeAll(() => tf.setBackend('cpu'));

test.each([1, 2, 3])('by hand and as layers the losses are the same at every step, seed %i', (seed) => {
  const weights = freshWeights(seed);
  const before = tf.memory().numTensors;
  const layers = trainLayers(weights, 101);
  expect(tf.memory().numTensors).toBe(before);
  const byHand = trainByHand(weights, 101);
  const differences = byHand.map((loss, step) => Math.abs(loss - layers[step]));
  expect(Math.max(...differences)).toBeLessThan(1e-6);
  expect(byHand[100]).toBeLessThan(0.05);
  expect(generate(weights, 'h', 4)).toBe('hello');
});

test('as a script it ends with hello', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await main();
  const last = log.mock.lastCall;
  log.mockRestore();
  expect(last).toEqual(['After training: hello']);
});
