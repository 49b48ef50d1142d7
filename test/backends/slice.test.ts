import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels } from '../../src/backends/training-kernels';
import { Random } from '../../src/random';
import { sizeOf } from '../../src/shapes';
import { goWay, type Way } from '../support/ways';

type Part = (x: tf.Tensor) => tf.Tensor | tf.Tensor[];

const PARTS: [string, number[], Part][] = [
  ['rows', [7, 5], (x) => tf.slice(x, [2, 0], [3, -1])],
  ['columns', [7, 5], (x) => tf.slice(x, [0, 1], [-1, 3])],
  ['a block, cut along two axes', [7, 5], (x) => tf.slice(x, [1, 2], [4, 2])],
  ['the middle axis of three', [3, 6, 4], (x) => tf.slice(x, [0, 2, 0], [-1, 3, -1])],
  ['the last axis of four', [2, 3, 4, 5], (x) => tf.slice(x, [0, 0, 0, 4], [-1, -1, -1, 1])],
  ['all of it', [3, 2], (x) => tf.slice(x, [0, 0], [-1, -1])],
  ['nothing', [3, 2], (x) => tf.slice(x, [1, 0], [0, -1])],
  ['a vector', [9], (x) => tf.slice(x, 3, 2)],
  ['equal blocks of columns', [3, 8], (x) => tf.split(x, 4, 1)],
  ['unequal blocks', [3, 8, 2], (x) => tf.split(x, [1, 2, 5], -2)],
  ['steps', [4, 3, 2], (x) => tf.unstack(x, 1)],
  ['the last axis unstacked', [4, 3], (x) => tf.unstack(x, -1)],
  ['rows beside rows', [3, 8], (x) => tf.concat([x, x, x], 0)],
  ['columns beside columns', [3, 5, 2], (x) => tf.concat([x, tf.slice(x, [0, 1, 0], [-1, 2, -1])], 1)],
  ['halves side by side', [4, 3, 6], (x) => tf.concat(tf.split(x, 2, -1).reverse(), -1)],
  ['something beside nothing', [2, 3], (x) => tf.concat([tf.slice(x, [0, 0], [-1, 0]), x], 1)],
  ['one alone', [2, 3], (x) => tf.concat([x], 1)],
  ['numbers', [3], (x) => tf.stack(tf.unstack(x))],
];

const values = (parts: ReturnType<Part>) => [parts].flat().map((part) => [part.shape, Array.from(part.dataSync())]);

beforeAll(() => registerTrainingKernels());

test.each(PARTS)('wasm gives the parts that cpu gives, side by side too: %s', async (_, shape, part) => {
  const numbers = Random.fromSeed(1).normalArray(sizeOf(shape));
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    const given =
      dtype === 'float32' ? numbers : numbers.map((x) => (dtype === 'bool' ? Number(x > 0) : Math.round(9 * x)));
    const on = async (way: Way) => {
      await goWay(way);
      return tf.tidy(() => values(part(tf.tensor(Array.from(given), shape, dtype))));
    };
    const wanted = await on('cpu');
    expect(await on('wasm')).toEqual(wanted);
    expect(await on('wasm with our kernels')).toEqual(wanted);
  }
});

test('strings are left to the stock kernel, parts outside are refused', async () => {
  await goWay('wasm with our kernels');
  const words = tf.tensor1d(['a', 'b', 'c']);
  expect(Array.from(tf.slice(words, 1, 2).dataSync())).toEqual(['b', 'c']);
  expect(() => tf.slice(tf.zeros([3, 2]), [2, 0], [2, -1])).toThrow(/slice/i);
});
