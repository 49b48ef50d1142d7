/** Probes for layer tests: B, T, I, H all different, ragged lengths, weights that differ everywhere. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/random';

export const sizes = { B: 3, T: 5, I: 4, H: 2 };
export const lengths = [5, 2, 3];

export const probe = (name: string, shape: number[], deviation = 1): tf.Tensor =>
  tf.tensor(
    Random.fromSeed(5)
      .fork(name)
      .normalArray(
        shape.reduce((a, b) => a * b, 1),
        deviation,
      ),
    shape,
  );

export const lengthMask = (of: readonly number[] = lengths, steps = sizes.T): tf.Tensor2D =>
  tf.tensor2d(of.map((length) => Array.from({ length: steps }, (_, t) => (t < length ? 1 : 0))));

/** The layer's weights replaced by larger ones, so that no gate is near its middle. */
export function giveWeights(layer: tf.layers.Layer, name = 'weights'): void {
  layer.setWeights(layer.weights.map((weight, i) => probe(`${name}${i}`, weight.shape as number[], 0.7)));
}

/** Largest difference, relative to the largest entry of `expected`. */
export function difference(actual: tf.Tensor, expected: tf.Tensor): number {
  expect(actual.shape).toEqual(expected.shape);
  const [a, e] = [actual, expected].map((tensor) => [...tensor.dataSync()]);
  const largest = (values: number[]) => values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return largest(a.map((x, i) => x - e[i])) / (largest(e) || 1);
}

export const toList = (output: unknown): tf.Tensor[] => [output].flat() as tf.Tensor[];

/** A different factor for every entry of every output: a loss in which no gradient cancels. */
export const weigh = (outputs: tf.Tensor[]): tf.Scalar =>
  tf.addN(outputs.map((y, i) => tf.sum(tf.mul(y, probe(`dy${i}`, y.shape))))) as tf.Scalar;

/** Outputs and the gradients of all weights and of x, as one list. */
export function outputsAndGradients(
  layer: tf.layers.Layer,
  x: tf.Tensor,
  kwargs: Parameters<tf.layers.Layer['call']>[1],
): tf.Tensor[] {
  const outputs = toList(layer.apply(x, kwargs));
  const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => weigh(toList(layer.apply(x, kwargs))), weights);
  const dx = tf.grad((x: tf.Tensor) => weigh(toList(layer.apply(x, kwargs))))(x);
  return [...outputs, dx, ...weights.map(({ name }) => grads[name])];
}
