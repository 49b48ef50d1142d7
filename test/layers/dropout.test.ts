import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { Dropout } from '../../src/layers/dropout';
import { Random } from '../../src/random';

const x = () => tf.ones([4, 5, 6]);
const drop = (layer: tf.layers.Layer, random?: Random, training = true) =>
  (layer.apply(x(), { training, random }) as tf.Tensor).dataSync();

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('a seeded stock layer drops the same at every step; ours does not, and yet repeats', () => {
  const stock = tf.layers.dropout({ rate: 0.5, seed: 1 });
  expect(drop(stock)).toEqual(drop(stock));
  const run = () => {
    const layer = new Dropout({ rate: 0.5, seed: 1 });
    return [drop(layer), drop(layer)];
  };
  const [first, second] = run();
  expect(first).not.toEqual(second);
  expect(run()).toEqual([first, second]);
});

it('follows from the passed stream and its own name alone', () => {
  const [a, b] = [new Dropout({ rate: 0.5, name: 'a' }), new Dropout({ rate: 0.5, name: 'b' })];
  const step = (n: number) => Random.fromSeed(9).fork('step').fork(n);
  const first = drop(a, step(1));
  expect(drop(a, step(2))).not.toEqual(first);
  expect(drop(b, step(1))).not.toEqual(first);
  expect(drop(a, step(1))).toEqual(first);
});

it('keeps the mean, and all when not training', () => {
  const layer = new Dropout({ rate: 0.25 });
  const big = layer.apply(tf.ones([100, 1000]), { training: true, random: Random.fromSeed(1) }) as tf.Tensor;
  expect(tf.mean(big).dataSync()[0]).toBeCloseTo(1, 2);
  expect(new Set(big.dataSync())).toEqual(new Set([0, Math.fround(4 / 3)]));
  expect(drop(layer, undefined, false)).toEqual(x().dataSync());
});

it('shares its mask along axes of noise shape 1', () => {
  const y = new Dropout({ rate: 0.5, noiseShape: [null, 1, null] }).apply(x(), { training: true }) as tf.Tensor;
  const steps = tf.unstack(y, 1).map((step) => step.arraySync());
  steps.forEach((step) => expect(step).toEqual(steps[0]));
  expect(new Set((steps[0] as number[][]).flat())).toEqual(new Set([0, 2]));
});

it('is saved as a stock Dropout', () => {
  const layer = new Dropout({ rate: 0.25, noiseShape: [null, 1, null], name: 'd' });
  expect(layer.getClassName()).toBe('Dropout');
  expect(tf.layers.dropout(layer.getConfig() as never).getConfig()).toEqual(layer.getConfig());
});

it('refuses rates outside [0, 1), which stock clamps', () => {
  for (const rate of [1, -0.1, NaN]) expect(() => new Dropout({ rate })).toThrow(ConfigError);
});
