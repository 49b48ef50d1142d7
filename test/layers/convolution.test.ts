import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { registerTrainingKernels } from '../../src/backends/training-kernels';
import { ConfigError, ShapeError } from '../../src/errors';
import { Convolution1D, Convolution2D, halve } from '../../src/layers/convolution';
import { difference, giveWeights, lengthMask, outputsAndGradients, probe, sizes } from './support';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const made = (layer: tf.layers.Layer, x: tf.Tensor) => {
  tf.tidy(() => void layer.apply(x));
  giveWeights(layer);
  return layer;
};

/** What stock convolution gives with the same weights; on the cpu backend it has all gradients. */
function stock(layer: tf.layers.Layer, x: tf.Tensor, run: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor) {
  const [kernel, bias] = layer.getWeights();
  const loss = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => {
    const y = tf.add(run(x, kernel), bias);
    return tf.sum(tf.mul(y, probe('dy0', y.shape)));
  };
  return [tf.add(run(x, kernel), bias), ...tf.grads(loss)([x, kernel, bias])];
}

describe('against stock convolution on the cpu backend, values and gradients', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each([1, 3, 5])('Convolution1D, window %i', (window) => {
    const x = probe('x', [2, 4, 3]);
    const layer = made(new Convolution1D({ filters: 5, window }), x);
    const [y, dx, dKernel, dBias] = outputsAndGradients(layer, x, {});
    const conv = (x: tf.Tensor, kernel: tf.Tensor) =>
      tf.conv1d(x as tf.Tensor3D, tf.reshape(kernel, [window, 3, 5]), 1, 'same');
    const expected = stock(layer, x, conv);
    [y, dx, dKernel, dBias].forEach((tensor, i) => expect(difference(tensor, expected[i])).toBeLessThan(1e-6));
  });

  it('Convolution2D', () => {
    const x = probe('x', [2, 4, 5, 3]);
    const layer = made(new Convolution2D({ filters: 2, window: 3 }), x);
    const [y, dx, dKernel, dBias] = outputsAndGradients(layer, x, {});
    // The places of our window run over columns first: the second axis is laid side by side last.
    const turned = (kernel: tf.Tensor) => tf.transpose(tf.reshape(kernel, [3, 3, 3, 2]), [1, 0, 2, 3]);
    const conv = (x: tf.Tensor, kernel: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, turned(kernel) as tf.Tensor4D, 1, 'same');
    const expected = stock(layer, x, conv);
    [y, dx, dKernel, dBias].forEach((tensor, i) => expect(difference(tensor, expected[i])).toBeLessThan(1e-6));
  });

  it('halve is the stock pooling of 2 × 2', () => {
    const x = probe('x', [3, 5, 6, 2]);
    const dy = probe('dy', [3, 2, 3, 2]);
    const [ours, theirs] = [halve, (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')].map((pool) => [
      pool(x),
      tf.grad((x: tf.Tensor) => tf.sum(tf.mul(pool(x), dy)))(x),
    ]);
    expect(difference(ours[0], theirs[0])).toBe(0);
    expect(difference(ours[1], theirs[1])).toBe(0);
  });
});

it('trains on wasm, where stock convolution cannot', async () => {
  await tf.setBackend('wasm');
  registerTrainingKernels();
  const x = probe('x', [2, 4, 5, 3]);
  const layer = made(new Convolution2D({ filters: 2, window: 3, activation: 'relu' }), x);
  const gradients = outputsAndGradients(layer, x, {});
  expect(gradients.every((d) => d.dataSync().some((value) => value !== 0))).toBe(true);
  const kernel = tf.variable(probe('k', [3, 3, 3, 2]));
  const stockLoss = () => tf.sum<tf.Scalar>(tf.conv2d(x as tf.Tensor4D, kernel as tf.Variable<tf.Rank.R4>, 1, 'same'));
  expect(() => tf.variableGrads(stockLoss)).toThrow(/Conv2DBackpropFilter/);
});

it.each(['cpu', 'wasm'])('what masked steps hold reaches no output and no gradient, on %s', async (backend) => {
  await tf.setBackend(backend);
  const { B, T, I } = sizes;
  const mask = lengthMask();
  const real = tf.expandDims(mask, 2);
  const clean = tf.mul(probe('x', [B, T, I]), real); // zeros in padding
  const dirty = tf.where(tf.cast(tf.tile(real, [1, 1, I]), 'bool'), clean, tf.fill([B, T, I], NaN));
  const layer = made(new Convolution1D({ filters: 5, window: 3 }), clean);
  const [expected, found] = [clean, dirty].map((x) => outputsAndGradients(layer, x, x === clean ? {} : { mask }));
  expected[1] = tf.mul(expected[1], real); // dx
  found.forEach((tensor, i) => expect(difference(tensor, expected[i])).toBeLessThan(1e-6));
});

it('the mask is passed on; one of another shape, and one of images, are refused', () => {
  const { B, T, I } = sizes;
  const x = probe('x', [B, T, I]);
  const layer = made(new Convolution1D({ filters: 2, window: 3 }), x);
  const mask = lengthMask();
  expect(layer.computeMask(x, mask)).toBe(mask);
  expect(() => layer.apply(x, { mask: tf.ones([B, T + 1]) })).toThrow(ShapeError);
  const images = made(new Convolution2D({ filters: 2, window: 3 }), probe('x', [B, T, T, I]));
  expect(() => images.apply(probe('x', [B, T, T, I]), { mask })).toThrow(ConfigError);
});

it('refuses windows without a middle', () => {
  expect(() => new Convolution1D({ filters: 2, window: 2 })).toThrow(ConfigError);
  expect(() => new Convolution1D({ filters: 0, window: 3 })).toThrow(/filters is 0/);
});
