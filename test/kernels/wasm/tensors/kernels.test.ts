/** Our kernels against operations of TensorFlow.js on the cpu backend, at sizes that leave every remainder of four. */
import * as tf from '@tensorflow/tfjs';
import { dropoutMask } from '../../../../src/layers/dropout-mask';
import { MaskedMaxPooling, MaskedMeanPooling } from '../../../../src/layers/pooling';
import { Random } from '../../../../src/random';
import { Adam } from '../../../../src/training/optimizers/adam';
import { globalNorm } from '../../../../src/training/optimizers/clipping';
import { countCorrect, softmaxCrossEntropy } from '../../../../src/training/losses';
import { goWay, type Way } from '../../../support/ways';

const random = Random.fromSeed(4);
const numbers = (name: string, size: number, deviation = 1) => random.fork(name).normalArray(size, deviation);

/** What `work` gives, tensor by tensor, on the cpu backend and by our kernels; both leave no tensor behind. */
async function bothWays(work: () => tf.Tensor[]): Promise<[Float32Array[], Float32Array[]]> {
  const run = async (way: Way) => {
    await goWay(way);
    const before = tf.memory().numTensors;
    const values = tf.tidy(() => work().map((x) => Float32Array.from(x.dataSync())));
    expect(tf.memory().numTensors).toBe(before);
    return values;
  };
  return [await run('cpu'), await run('wasm with our kernels')];
}

function expectClose([wanted, found]: [Float32Array[], Float32Array[]], tolerance = 3e-6): void {
  expect(found.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  wanted.forEach((values, i) => {
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
    values.forEach((x, k) => expect(Math.abs(found[i][k] - x) / largest).toBeLessThan(tolerance));
  });
}

describe.each([1, 2, 3, 4, 5, 7, 65, 131, 1030])('%i classes', (classes) => {
  const rows = 11;
  const targets = Int32Array.from({ length: rows }, (_, n) => random.fork('y').fork(n).integer(classes));
  const mask = Uint8Array.from({ length: rows }, (_, n) => (n % 3 === 1 ? 0 : 1));
  const classWeights = Float32Array.from({ length: classes }, (_, k) => 0.5 + (k % 4));

  test.each([{}, { mask }, { mask, classWeights, labelSmoothing: 0.2 }])('cross-entropy with %j', async (options) => {
    const z = numbers('z', rows * classes, 4);
    const both = await bothWays(() => {
      const logits = tf.tensor2d(z, [rows, classes]);
      const loss = (x: tf.Tensor) => tf.mul(3, softmaxCrossEntropy(x, { targets, ...options }));
      const { value, grad } = tf.valueAndGrad(loss)(logits);
      return [value, grad, countCorrect(logits, { targets, mask })];
    });
    expectClose(both);
  });
});

test('of several largest logits the first counts', async () => {
  const z = [1, 3, 3, 0, 2, 2, 2, 2, -1, -1, 5, 5];
  const counts = (targets: number[]) =>
    bothWays(() => [countCorrect(tf.tensor2d(z, [3, 4]), { targets: Int32Array.from(targets) })]);
  expect(await counts([1, 0, 2])).toEqual([[Float32Array.of(3)], [Float32Array.of(3)]]);
  expect(await counts([2, 3, 3])).toEqual([[Float32Array.of(0)], [Float32Array.of(0)]]);
});

describe('what is not finite', () => {
  beforeAll(() => goWay('wasm with our kernels'));
  const lossOf = (z: number[]) =>
    tf.tidy(() => softmaxCrossEntropy(tf.tensor2d([z]), { targets: Int32Array.of(0) }).dataSync()[0]);

  test.each([
    [NaN, 0],
    [0, NaN],
    [Infinity, 0],
    [1, Infinity],
    [-Infinity, 0],
    [-Infinity, -Infinity],
  ])('logits %d, %d give a loss that stops the step', (a, b) => {
    expect(Number.isFinite(lossOf([a, b]))).toBe(false);
  });

  test('a class that is impossible does no harm to the others', () => {
    expect(lossOf([0, -Infinity, 0])).toBeCloseTo(Math.log(2), 6);
  });

  test.each([NaN, Infinity, -Infinity, 1e25])('a gradient of %d makes a norm that stops the step', (x) => {
    const norm = tf.tidy(() => globalNorm([tf.zeros([9]), tf.tensor1d([1, 2, 3, 4, 5, x, 7])]).dataSync()[0]);
    expect(Number.isFinite(norm)).toBe(false);
  });
});

test.each([[[1]], [[3, 8]], [[5, 1024, 2]], [[1025, 7]]])('the norm of tensors of %j numbers', async (sizes) => {
  expectClose(await bothWays(() => [globalNorm(sizes.map((size) => tf.tensor1d(numbers(`g${size}`, size))))]));
});

describe.each([1, 2, 3, 4, 6, 9])('pooling of %i units', (H) => {
  const [B, T] = [3, 7];
  const x = numbers('x', B * T * H);
  const mask = Float32Array.from({ length: B * T }, (_, i) => (i < 2 * T && i % 3 !== 2 ? 1 : 0)); // the last row has none

  test.each([
    ['mean', MaskedMeanPooling],
    ['max', MaskedMaxPooling],
  ])('%s', async (_, Pooling) => {
    const both = await bothWays(() => {
      const pool = (x: tf.Tensor) => new Pooling().apply(x, { mask: tf.tensor2d(mask, [B, T]) }) as tf.Tensor;
      const factors = tf.tensor2d(numbers('dy', B * H), [B, H]);
      const input = tf.tensor3d(x, [B, T, H]);
      return [pool(input), tf.grad((x: tf.Tensor) => tf.sum(tf.mul(pool(x), factors)))(input)];
    });
    expectClose(both);
  });
});

test('steps that share a maximum share its gradient', async () => {
  const both = await bothWays(() => {
    const pool = (x: tf.Tensor) => tf.sum(new MaskedMaxPooling().apply(x) as tf.Tensor);
    return [tf.grad(pool)(tf.tensor3d([2, 1, 2, 0], [1, 4, 1]))];
  });
  both.forEach(([dx]) => expect([...dx]).toEqual([1, 0, 1, 0]));
});

test.each([[[1]], [[2, 3]], [[4, 1, 33]]])('a dropout mask %j is the same on every backend', async (shape) => {
  const [wanted, found] = await bothWays(() => [dropoutMask(shape, 0.3, Random.fromSeed(8))]);
  expect(found).toEqual(wanted);
});

test.each<[number[], number | number[], boolean]>([
  [[5, 3], 0, false],
  [[1, 7], 0, true],
  [[4, 3, 2, 9], [0, 1], false],
  [[4, 3, 2, 9], [1, 0, 2], true],
  [[6, 5, 4], [0, 2], false],
  [[6, 5, 4], 2, true],
  [[0, 5], 0, false],
])('the sum of %j over %j', async (shape, axis, keepDims) => {
  const values = numbers(
    'sum',
    shape.reduce((a, b) => a * b, 1),
  );
  const both = await bothWays(() => {
    const sum = tf.sum(tf.tensor(values, shape), axis, keepDims);
    return [sum, tf.tensor1d(sum.shape)];
  });
  expectClose(both);
});

test.each([
  [
    [3, 5, 6],
    [3, 1, 6],
  ],
  [
    [3, 1, 6],
    [3, 5, 6],
  ],
  [
    [3, 5, 6],
    [3, 5, 1],
  ],
  [
    [3, 5, 7],
    [1, 1, 7],
  ],
  [
    [2, 3, 4, 5],
    [2, 1, 1, 5],
  ],
  [
    [2, 3, 4, 5],
    [1, 3, 1, 5],
  ],
  [
    [4, 1],
    [1, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 4],
    [3, 4],
  ],
  [
    [0, 4],
    [1, 4],
  ],
])('%j times %j', async (a, b) => {
  const some = (name: string, shape: number[]) =>
    tf.tensor(
      numbers(
        name,
        shape.reduce((a, b) => a * b, 1),
      ),
      shape,
    );
  const both = await bothWays(() => {
    const product = tf.mul(some('a', a), some('b', b));
    return [product, tf.tensor1d(product.shape)];
  });
  expectClose(both, 1e-7);
});

test('Adam forgets a momentum that is hardly there, and keeps the weight', async () => {
  await goWay('wasm with our kernels');
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 1])));
  const adam = new Adam({ kind: 'adam' }, [{ name: 'w', variable }]);
  const step = (g: number) => {
    const gradient = tf.tensor1d([g, 0]);
    adam.apply([gradient], { learningRate: 0.1, step: 1, gradientScale: 1 });
    gradient.dispose();
  };
  step(1e-37);
  const [M] = adam.slots();
  expect(M.variable.dataSync()[0]).toBeCloseTo(1e-37, 40);
  for (let i = 0; i < 40; i++) step(0);
  expect([...M.variable.dataSync()]).toEqual([0, 0]);
  expect(variable.dataSync()[1]).toBe(1);
  adam.dispose();
  variable.dispose();
});
