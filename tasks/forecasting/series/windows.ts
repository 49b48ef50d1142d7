/** Windows of series → batches of arrays. */
import * as tf from '@tensorflow/tfjs';
import type { ForecastBatch, ForecastSizes } from '../../../models/forecaster/forecast-network';
import type { EncodedSeries } from '../types';

/** The rows before `origin`. */
export interface Window {
  series: EncodedSeries;
  /** The first row that is forecast. */
  origin: number;
}

export const windowsOf = (series: EncodedSeries): Window[] =>
  Array.from({ length: series.origins.to - series.origins.from }, (_, i) => ({
    series,
    origin: series.origins.from + i,
  }));

type Sizes = Pick<ForecastSizes, 'window' | 'steps' | 'columns' | 'known'>;

/** The values of windows, column by column. [B,C,L] */
export function valuesOf(windows: readonly Window[], { window: L, columns: C }: Sizes): Float32Array {
  const values = new Float32Array(windows.length * C * L);
  windows.forEach(({ series, origin }, b) => copyColumns(series.values, origin - L, L, C, values, b * C * L));
  return values;
}

/** The rows that follow them, and which of these are there. [B,C,S] */
export function targetsOf(windows: readonly Window[], { steps: S, columns: C }: Sizes) {
  const targets = new Float32Array(windows.length * C * S);
  const mask = new Float32Array(targets.length).fill(1);
  windows.forEach(({ series, origin }, b) => {
    copyColumns(series.values, origin, S, C, targets, b * C * S);
    if (series.observed) copyColumns(series.observed, origin, S, C, mask, b * C * S);
  });
  return { targets, mask };
}

function copyColumns(
  rows: ArrayLike<number>, // [T,C]
  from: number,
  count: number,
  C: number,
  out: Float32Array,
  at: number,
): void {
  for (let c = 0; c < C; c++) for (let t = 0; t < count; t++) out[at + c * count + t] = rows[(from + t) * C + c];
}

/**
 * What is known of the rows of a window and of those after it. [B,L+S,K] Past columns are known before the origin: rows
 * after it that are in a later window have the last known ones, those ahead have 0.
 * @param shift rows after the origin that a window of forecasts has moved on
 */
export function knownOf(windows: readonly Window[], sizes: Sizes & { past: number }, shift = 0): Float32Array {
  const { window: L, steps: S, known: K, past: P } = sizes;
  const out = new Float32Array(windows.length * (L + S) * K);
  windows.forEach(({ series: { known }, origin }, b) => {
    if (!known) return;
    const first = origin + shift - L;
    const last = known.length / K - 1;
    for (let t = 0; t < L + S; t++) {
      const at = (b * (L + S) + t) * K;
      const row = Math.min(first + t, last);
      out.set(known.subarray(row * K, row * K + K), at);
      if (first + t < origin) continue;
      for (let p = 0; p < P; p++) out[at + p] = t < L ? known[(origin - 1) * K + p] : 0;
    }
  });
  return out;
}

/** @param values [B,C,L] */
export function batchOf(
  windows: readonly Window[],
  values: Float32Array,
  sizes: ForecastSizes & { past: number },
  shift = 0,
): ForecastBatch {
  const { window: L, columns: C, steps: S, known: K, fixed: Z } = sizes;
  const B = windows.length;
  const fixed = () => {
    const all = new Float32Array(B * Z);
    windows.forEach(({ series }, b) => series.fixed && all.set(series.fixed, b * Z));
    return tf.tensor2d(all, [B, Z]);
  };
  return {
    values: tf.tensor3d(values, [B, C, L]),
    ...(K > 0 && { known: tf.tensor3d(knownOf(windows, sizes, shift), [B, L + S, K]) }),
    ...(Z > 0 && { fixed: fixed() }),
  };
}
