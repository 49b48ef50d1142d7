/**
 * Clipping by the global norm (Pascanu et al. 2013, as Keras' `global_clipnorm` and PyTorch's `clip_grad_norm_`): where
 * the norm of all gradients together is beyond a maximum, all of them are multiplied by maximum / norm, which keeps
 * their direction. (PyTorch divides by norm + 1e-6, Keras as here by the norm.)
 */
import * as tf from '@tensorflow/tfjs';
import { hasKernel, runKernel } from '../../optional-kernels';

/** √ Σ g² over all entries of all gradients. */
export function globalNorm(gradients: readonly tf.Tensor[]): tf.Scalar {
  if (hasKernel('globalNorm')) return runKernel<tf.Scalar>('globalNorm', gradients);
  return tf.tidy(() => tf.sqrt(tf.addN(gradients.map((g) => tf.sum<tf.Scalar>(tf.square(g)))))); // []
}

/** The factor of the gradients; 1 without a maximum, or for a norm within it. */
export function clipScale(norm: number, maximum: number | undefined): number {
  return maximum !== undefined && norm > maximum ? maximum / norm : 1;
}

/** The tensor itself for 1, which saves a pass over memory. */
export function scaled(x: tf.Tensor, scale: number): tf.Tensor {
  return scale === 1 ? x : tf.mul(x, scale);
}
