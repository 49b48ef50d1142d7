import * as tf from '@tensorflow/tfjs';
import { Embedding } from '../../src/layers/embedding';
import { difference } from './support';

const ids = () => tf.tensor2d([[1, 2, 0]], undefined, 'int32');
const make = (options = {}) => {
  const layer = new Embedding({ vocabularySize: 5, size: 3, ...options });
  layer.apply(ids());
  return layer;
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('starts small, from the same bytes with the same seed', () => {
  const [a, b, c] = [{ seed: 1 }, { seed: 1 }, { seed: 2 }].map((options) => make(options).getWeights()[0]);
  expect(a.shape).toEqual([5, 3]);
  expect(Math.max(...a.dataSync().map(Math.abs))).toBeLessThanOrEqual(0.05);
  expect(difference(a, b)).toBe(0);
  expect(difference(a, c)).toBeGreaterThan(0.1);
});

it('looks up rows and passes on gradients to the rows that were used', () => {
  const layer = make();
  const table = layer.weights[0].read() as tf.Variable;
  expect(difference(layer.apply(ids()) as tf.Tensor, tf.gather(table, ids()))).toBe(0);
  const { grads } = tf.variableGrads(() => tf.sum(layer.apply(ids()) as tf.Tensor), [table]);
  expect(tf.sum(grads[table.name], 1).arraySync()).toEqual([3, 3, 3, 0, 0]);
});

it('is saved as a stock Embedding that masks id 0', () => {
  const layer = make({ name: 'e' });
  const stock = tf.layers.embedding(layer.getConfig() as never);
  expect(stock).not.toBeInstanceOf(Embedding);
  expect(stock.computeMask(ids()).arraySync()).toEqual([[1, 1, 0]]);
});
