import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { LSTM } from '../../src/layers/recurrent/recurrent';
import { withinWeights } from '../../src/layers/weight-budget';

const build = (units: number) => () => {
  const layer = new Bidirectional({ layer: new LSTM({ units }), mergeMode: 'concat' });
  tf.tidy(() => void layer.apply(tf.zeros([1, 1, 3])));
  return layer;
};
const sizeOf = (units: number) => 2 * 4 * units * (3 + units + 1);

beforeAll(() => tf.setBackend('cpu'));

it('as many weights as were saved', () => {
  const layer = withinWeights(sizeOf(5), build(5));
  expect(layer.countParams()).toBe(sizeOf(5));
  layer.dispose();
});

it('refuses the weight that is too much before it is allocated, in layers inside of layers', () => {
  const { rss } = process.memoryUsage();
  expect(() => withinWeights(sizeOf(5), build(2 ** 20))).toThrow(ConfigError);
  expect(() => withinWeights(sizeOf(5), build(2 ** 20))).toThrow(/kernel \[3,4194304\].*360 weights/);
  expect(process.memoryUsage().rss - rss).toBeLessThan(50e6);
});

it('is over when building is', () => {
  const layer = build(50)();
  expect(layer.countParams()).toBe(sizeOf(50));
  layer.dispose();
});
