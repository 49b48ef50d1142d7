/** Metrics of forecasts of many windows. */
import { bandLevels } from '../../../models/forecaster/forecast-network';
import { coverage, crpsOfQuantiles, pinballLoss } from '../../../src/metrics/forecasts/interval-scores';
import {
  meanAbsoluteError,
  meanSquaredError,
  symmetricPercentageError,
} from '../../../src/metrics/forecasts/point-errors';
import type { Metrics } from '../../task';
import { type Bands, widthAt } from './conformal';
import type { EncodedSeries, WindowForecasts } from '../types';

export interface Measuring {
  /** Ascending; none for one value. */
  quantiles?: readonly number[];
  bands?: Bands;
}

/** The level of the interval whose coverage is measured. */
export const MEASURED_LEVEL = 0.9;

/** A column of a series: all forecasts of all windows, row by row, where the truth is there. */
interface Column {
  truth: Float64Array; // [N]
  forecasts: Float64Array[]; // Q of [N]
  lower: Float64Array; // [N]
  upper: Float64Array; // [N]
}

/**
 * `mse`, `mae`, `rmse` on the scale of training, over all values alike; `maeUnits`, `rmseUnits` in the units of the data;
 * `smape` in percent; `mase`, `rmsse` of each series and column by itself, then their mean.
 */
export function forecastErrors(
  encoded: readonly EncodedSeries[],
  forecasts: readonly WindowForecasts[],
  measuring: Measuring = {},
): Metrics {
  const { quantiles = [], bands } = measuring;
  const median = Math.max(0, quantiles.indexOf(0.5));
  const sums = new Map<string, { sum: number; count: number }>();
  const add = (name: string, value: number, count: number) => {
    const { sum, count: before } = sums.get(name) ?? { sum: 0, count: 0 };
    if (Number.isFinite(value)) sums.set(name, { sum: sum + value * count, count: before + count });
  };
  encoded.forEach((series, i) => {
    const { means, deviations } = series.scale;
    means.forEach((mean, c) => {
      const { truth, forecasts: all, lower, upper } = columnOf(series, forecasts[i], c, { bands, median });
      const N = truth.length;
      if (N === 0) return;
      const point = all[median];
      const units = (x: Float64Array) => x.map((value) => mean + deviations[c] * value);
      const [mae, mse] = [meanAbsoluteError(truth, point), meanSquaredError(truth, point)];
      add('mse', mse, N);
      add('mae', mae, N);
      add('maeUnits', mae * deviations[c], N);
      add('mseUnits', mse * deviations[c] ** 2, N);
      add('smape', symmetricPercentageError(units(truth), units(point)), N);
      add('mase', mae / series.naive.absolute[c], 1);
      add('rmsse', Math.sqrt(mse / series.naive.squared[c]), 1);
      if (quantiles.length > 1) {
        add('pinball', quantiles.reduce((sum, level, q) => sum + pinballLoss(truth, all[q], level), 0) / quantiles.length, N); // prettier-ignore
        add('crps', crpsOfQuantiles(truth, all, quantiles), N);
      }
      if (bands) {
        add('coverage90', coverage(truth, lower, upper), N);
        add('width90', upper.reduce((sum, high, j) => sum + high - lower[j], 0) / N, N);
      }
    });
  });
  const { mseUnits, ...means } = Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
  return { ...means, rmse: Math.sqrt(means.mse), rmseUnits: Math.sqrt(mseUnits) };
}

/** Mean absolute error by row of the horizon, over all windows and columns, on the scale of training. */
export function absoluteErrorsByStep(
  encoded: readonly EncodedSeries[],
  forecasts: readonly WindowForecasts[],
  quantiles: readonly number[] = [],
): number[] {
  const { horizon: H, quantiles: Q } = forecasts[0];
  const median = Math.max(0, quantiles.indexOf(0.5));
  const sums = new Float64Array(H);
  const counts = new Float64Array(H);
  encoded.forEach(({ values, observed, origins, scale }, i) => {
    const C = scale.means.length;
    for (let o = origins.from; o < origins.to; o++)
      for (let h = 0; h < H; h++)
        for (let c = 0; c < C; c++) {
          const at = (o + h) * C + c;
          if (observed && observed[at] === 0) continue;
          sums[h] += Math.abs(values[at] - forecasts[i].values[(((o - origins.from) * C + c) * H + h) * Q + median]);
          counts[h]++;
        }
  });
  return Array.from(sums, (sum, h) => sum / counts[h]);
}

function columnOf(
  series: EncodedSeries,
  forecasts: WindowForecasts,
  c: number,
  { bands, median }: { bands?: Bands; median: number },
): Column {
  const { values, observed, origins, scale } = series;
  const C = scale.means.length;
  const { values: ahead, horizon: H, quantiles: Q } = forecasts;
  const most = (origins.to - origins.from) * H;
  const [truth, lower, upper] = [0, 1, 2].map(() => new Float64Array(most));
  const all = Array.from({ length: Q }, () => new Float64Array(most));
  const level = bandLevels.indexOf(MEASURED_LEVEL);
  let n = 0;
  for (let o = origins.from; o < origins.to; o++) {
    for (let h = 0; h < H; h++) {
      const at = (o + h) * C + c;
      if (observed && observed[at] === 0) continue;
      const from = (((o - origins.from) * C + c) * H + h) * Q;
      truth[n] = values[at];
      for (let q = 0; q < Q; q++) all[q][n] = ahead[from + q];
      if (bands) {
        const width = widthAt(bands, level, h, c);
        lower[n] = ahead[from + median] - width;
        upper[n] = ahead[from + median] + width;
      }
      n++;
    }
  }
  const cut = (array: Float64Array) => (n === most ? array : array.slice(0, n));
  return { truth: cut(truth), forecasts: all.map(cut), lower: cut(lower), upper: cut(upper) };
}
