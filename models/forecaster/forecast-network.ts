/**
 * The contract of a network that forecasts: a window of the last L rows → the next S rows, of every column, at every
 * quantile. More than S rows come of repeated calls, with forecasts in the place of values.
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import type { CallContext, WeightedNetwork } from '../network';
import type { CellName } from '../recurrent-stack';

export interface ForecastSizes {
  /** L, rows of a window. */
  window: number;
  /** S, rows of one pass. */
  steps: number;
  /** C */
  columns: number;
  /** K, what is known of every row beside its values; of rows ahead too. */
  known: number;
  /** Z, what is known of a series as a whole. */
  fixed: number;
  /** Q quantiles, ascending, 0.5 among them; none for one value. */
  quantiles: readonly number[];
}

export interface ForecastConfig extends ForecastSizes {
  cell: CellName;
  resetAfter?: boolean;
  layers: number;
  hiddenSize: number;
  dropout: number;
  /** What is taken off a window before, and added to its forecast: its last value, its mean, or nothing. */
  centre: 'last' | 'mean' | 'none';
  /** Whether a linear map of the window to the steps, one for all columns, is added (NLinear, Zeng et al. 2023). */
  linear?: boolean;
}

export interface ForecastBatch {
  values: tf.Tensor3D; // [B,C,L]
  /** Of the window and of the rows after it; 0 where it is not known in advance. */
  known?: tf.Tensor3D; // [B,L+S,K]
  fixed?: tf.Tensor2D; // [B,Z]
}

export interface ForecastNetwork extends WeightedNetwork {
  readonly sizes: ForecastSizes;
  /** [B,C,S,Q] on the scale of the input; Q is 1 without quantiles. Inside a tidy. */
  forecast(batch: ForecastBatch, context: CallContext): tf.Tensor4D;
  /** Half widths of intervals by step, which no training step changes: fitted afterwards. */
  readonly bands: NamedVariable; // [A,H,C], below 0 where there are none
}

/** Windows relative to their centre, and that centre. */
export function centred(
  values: tf.Tensor3D,
  centre: ForecastConfig['centre'],
): { x: tf.Tensor3D; offset?: tf.Tensor3D } {
  if (centre === 'none') return { x: values };
  const [B, C, L] = values.shape;
  const offset = centre === 'last' ? tf.slice(values, [0, 0, L - 1], [B, C, 1]) : tf.mean<tf.Tensor3D>(values, 2, true); // [B,C,1]
  return { x: tf.sub(values, offset), offset };
}

/**
 * Q quantiles that never cross, of Q free numbers: the median, and distances from it to both sides, each added to the one
 * nearer to the median. [N,Q] → [N,Q]
 */
export function withoutCrossing(raw: tf.Tensor2D, quantiles: readonly number[]): tf.Tensor2D {
  if (quantiles.length < 2) return raw;
  const median = quantiles.indexOf(0.5);
  const parts = tf.split<tf.Tensor2D>(raw, quantiles.length, 1);
  const out = new Array<tf.Tensor2D>(quantiles.length);
  out[median] = parts[median];
  for (let q = median + 1; q < parts.length; q++) out[q] = tf.add(out[q - 1], tf.softplus(parts[q]));
  for (let q = median - 1; q >= 0; q--) out[q] = tf.sub(out[q + 1], tf.softplus(parts[q]));
  return tf.concat<tf.Tensor2D>(out, 1);
}

/** The weights of the linear map, 0 at first; none where there is none. [L,S] */
export const linearWeights = ({ linear, window, steps }: ForecastConfig): NamedVariable[] =>
  linear ? [{ name: 'linear/kernel', variable: tf.tidy(() => tf.variable(tf.zeros([window, steps]))) }] : [];

/** What is added to a forecast [B,C,S,Q]: the linear map of the window x [B,C,L], and what was taken off it. */
export function completed(
  ahead: tf.Tensor,
  { x, offset }: ReturnType<typeof centred>,
  linear?: NamedVariable,
): tf.Tensor4D {
  const [B, C, L] = x.shape;
  const map = linear?.variable as tf.Tensor2D | undefined;
  const mapped = map && tf.reshape(tf.matMul(tf.reshape(x, [B * C, L]), map), [B, C, map.shape[1], 1]);
  const both = mapped ? tf.add(ahead, mapped) : ahead;
  return (offset ? tf.add(both, tf.expandDims(offset, 3)) : both) as tf.Tensor4D;
}

/** Confidence levels that intervals are stored for. */
export const bandLevels = [0.5, 0.8, 0.9, 0.95, 0.99] as const;

/** None yet. @param horizon H */
export const emptyBands = (horizon: number, columns: number): NamedVariable => ({
  name: 'conformal/bands',
  variable: tf.tidy(() => tf.variable(tf.fill([bandLevels.length, horizon, columns], -1), false)),
});
