/** What a network gives → what a user reads: original units, time stamps, intervals. */
import { bandLevels, type ForecastSizes } from '../../../models/forecaster/forecast-network';
import { type Bands, widthAt } from './conformal';
import { nameOfRow } from '../series/known-ahead';
import type { ForecasterConfig } from '../settings';
import type { ColumnForecast, EncodedSeries, Forecast, WindowForecasts } from '../types';

interface Context {
  horizon: number;
  bands: Bands | undefined;
  sizes: ForecastSizes;
  columns: readonly string[];
  config: ForecasterConfig;
}

/** The forecast of the last origin; where windows are measured, all of them beside it. @param values [N,C,H,Q] */
export function forecastOf(series: EncodedSeries, values: Float32Array, context: Context): Forecast {
  const { horizon: H, sizes, columns, config } = context;
  const Q = Math.max(1, sizes.quantiles.length);
  const C = columns.length;
  const { from, to } = series.origins;
  const last = values.subarray((to - from - 1) * C * H * Q);
  const forecast: Forecast = {
    series: series.name,
    times: Array.from({ length: H }, (_, h) => nameOfRow(series, to - 1 + h)),
    columns: Object.fromEntries(columns.map((name, c) => [name, columnForecast(series, last, c, context)])),
    strategy: config.strategy,
    trainedHorizon: config.horizon,
  };
  const windows: WindowForecasts = { values, horizon: H, quantiles: Q };
  return Object.defineProperty(forecast, 'windows', { value: windows });
}

function columnForecast(
  { scale: { means, deviations } }: EncodedSeries,
  values: Float32Array, // [C,H,Q]
  c: number,
  { horizon: H, bands, sizes: { quantiles } }: Context,
): ColumnForecast {
  const Q = Math.max(1, quantiles.length);
  const median = Math.max(0, quantiles.indexOf(0.5));
  const rows = Array.from({ length: H }, (_, h) => h);
  const scaledAt = (h: number, q: number) => values[(c * H + h) * Q + q];
  const units = (x: number) => means[c] + deviations[c] * x;
  const intervals = bands
    ? bandLevels.map((level, a) => {
        const end = (sign: number) => rows.map((h) => units(scaledAt(h, median) + sign * widthAt(bands, a, h, c)));
        return [String(Math.round(100 * level)), { lower: end(-1), upper: end(1) }] as const;
      })
    : [];
  const ofQuantile = (q: number) => rows.map((h) => units(scaledAt(h, q)));
  return {
    values: ofQuantile(median),
    intervals: Object.fromEntries(intervals),
    ...(quantiles.length > 1 && {
      quantiles: Object.fromEntries(quantiles.map((level, q) => [String(level), ofQuantile(q)])),
    }),
  };
}
