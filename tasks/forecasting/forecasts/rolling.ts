/** Forecasts of any horizon: what one pass of the network does not reach is forecast from forecasts. */
import * as tf from '@tensorflow/tfjs';
import type { ForecastNetwork } from '../../../models/forecaster/forecast-network';
import { batchOf, valuesOf, type Window } from '../series/windows';

/** What takes the place of values in the next pass: a number for each window, column and step of a pass. */
export type Draw = (forecast: Float32Array /* [B,C,S,Q] */, pass: number) => Float32Array; /* [B,C,S] */

export interface Rolling {
  network: ForecastNetwork;
  /** P, of the columns that are known beside the values. */
  past: number;
  /** H */
  horizon: number;
  /** Windows in one pass. */
  batchSize: number;
  /** Default: the median. */
  draw?: Draw;
}

/** [N,C,H,Q] on the scale of training. */
export async function forecastWindows(windows: readonly Window[], rolling: Rolling): Promise<Float32Array> {
  const { network, horizon: H, batchSize } = rolling;
  const { columns: C, quantiles } = network.sizes;
  const Q = Math.max(1, quantiles.length);
  const out = new Float32Array(windows.length * C * H * Q);
  for (let from = 0; from < windows.length; from += batchSize) {
    const batch = windows.slice(from, from + batchSize);
    out.set(await forecastBatch(batch, rolling), from * C * H * Q);
  }
  return out;
}

async function forecastBatch(
  windows: readonly Window[],
  { network, past, horizon: H, draw }: Rolling,
): Promise<Float32Array> {
  const { window: L, steps: S, columns: C, quantiles } = network.sizes;
  const Q = Math.max(1, quantiles.length);
  const median = Math.max(0, quantiles.indexOf(0.5));
  const rows = windows.length * C;
  const out = new Float32Array(rows * H * Q);
  let values = valuesOf(windows, network.sizes);
  for (let done = 0; done < H; done += S) {
    const ahead = tf.tidy(() =>
      network.forecast(batchOf(windows, values, { ...network.sizes, past }, done), { training: false }),
    );
    let forecast: Float32Array;
    try {
      forecast = await ahead.data<'float32'>(); // [B,C,S,Q]
    } finally {
      ahead.dispose();
    }
    const drawn = draw?.(forecast, done / S);
    const next = new Float32Array(values.length);
    for (let r = 0; r < rows; r++) {
      const kept = Math.min(S, H - done) * Q;
      out.set(forecast.subarray(r * S * Q, r * S * Q + kept), (r * H + done) * Q);
      for (let t = 0; t < L; t++) {
        const step = t + S - L;
        next[r * L + t] =
          step < 0 ? values[r * L + t + S] : drawn ? drawn[r * S + step] : forecast[(r * S + step) * Q + median];
      }
      if (drawn) for (let t = 0; t < kept / Q; t++) out[(r * H + done + t) * Q + median] = drawn[r * S + t];
    }
    values = next;
  }
  return out;
}
