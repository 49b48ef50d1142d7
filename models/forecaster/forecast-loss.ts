/**
 * Errors of forecasts, over the values that are there. With forecast ŷ, truth y and N values:
 *
 *   mse  1/N Σ (y − ŷ)²        mae  1/N Σ |y − ŷ|
 *   quantiles τ: 1/(N Q) Σ max(τ e, (τ − 1) e), e = y − ŷ_τ        (pinball loss, Koenker & Bassett 1978)
 */
import * as tf from '@tensorflow/tfjs';
import { checkShape } from '../../src/shapes';

export interface ForecastTargets {
  targets: Float32Array; // [N]
  /** 1 for a value that is there. */
  mask: Float32Array; // [N]
  kind: 'mse' | 'mae' | 'quantiles';
  /** Ascending; for `quantiles` only. */
  quantiles: readonly number[];
}

/** @param forecast [B,C,S,Q], as many rows of Q as there are targets @throws ShapeError for another size. */
export function forecastLoss(forecast: tf.Tensor4D, { targets, mask, kind, quantiles }: ForecastTargets): tf.Scalar {
  const Q = forecast.shape[3];
  checkShape('forecastLoss', 'targets', [targets.length], [forecast.size / Q]);
  return tf.tidy(() => {
    const ahead = tf.reshape(forecast, [targets.length, Q]);
    const error = tf.sub<tf.Tensor2D>(tf.tensor2d(targets, [targets.length, 1]), ahead); // [N,Q]
    const each = errorsOf(error, kind, quantiles);
    const count = mask.reduce((sum, one) => sum + one, 0);
    const there = count === mask.length ? each : tf.mul(each, tf.tensor2d(mask, [mask.length, 1]));
    return tf.div(tf.sum<tf.Scalar>(there), Math.max(1, count) * Q);
  });
}

function errorsOf(error: tf.Tensor2D, kind: ForecastTargets['kind'], quantiles: readonly number[]): tf.Tensor2D {
  switch (kind) {
    case 'mse':
      return tf.square(error);
    case 'mae':
      return tf.abs(error);
    case 'quantiles': {
      const levels = tf.tensor1d([...quantiles]);
      return tf.maximum(tf.mul(error, levels), tf.mul(error, tf.sub(levels, 1)));
    }
  }
}
