/** Forecasts without a network, of the same windows. */
import {
  drift,
  lastValue,
  seasonalMean,
  seasonalNaive,
  type WindowForecaster,
} from '../../src/baselines/forecasts/naive';
import { RidgeForecaster } from '../../src/baselines/forecasts/ridge';
import type { TimeSeries } from '../../src/data/examples/series/example';
import type { Metrics } from '../task';
import { forecastErrors } from './forecasts/errors';
import type { ForecastingPreprocessor } from './series/preprocessor';
import type { EncodedSeries, WindowForecasts } from './types';

/** A forecaster for each column. */
type ColumnForecasters = (column: number) => WindowForecaster;

export function forecastingBaselines(
  train: readonly TimeSeries[],
  test: readonly TimeSeries[],
  preprocessor: ForecastingPreprocessor,
): Record<string, Metrics> {
  const encoded = test.map((series, i) => preprocessor.encode(series, `example ${i + 1}`));
  const training = train.map((series, i) => preprocessor.encode(series, `training example ${i + 1}`));
  const forecasts = baselineForecasts(training, encoded, preprocessor, preprocessor.lengths.horizon);
  return Object.fromEntries(Object.entries(forecasts).map(([name, all]) => [name, forecastErrors(encoded, all)]));
}

/** Of all windows of these series. @param training what the regression is fitted on */
export function baselineForecasts(
  training: readonly EncodedSeries[],
  encoded: readonly EncodedSeries[],
  preprocessor: ForecastingPreprocessor,
  horizon: number,
): Record<string, WindowForecasts[]> {
  const { window: L } = preprocessor.lengths;
  const { season } = preprocessor.saved;
  const of = (forecasters: ColumnForecasters) => encoded.map((series) => allWindows(series, L, horizon, forecasters));
  const seasonal =
    season > 1 && season <= L
      ? {
          [`seasonal naive (${season})`]: of(() => seasonalNaive(season)),
          [`mean of ${Math.floor(L / season)} seasons`]: of(() => seasonalMean(season)),
        }
      : {};
  return {
    'last value': of(() => lastValue),
    drift: of(() => drift),
    ...seasonal,
    'ridge on the window': of(ridgeByColumn(training, preprocessor.columns.length, L, horizon)),
  };
}

/** One for each column, fitted on all windows of all series. */
function ridgeByColumn(training: readonly EncodedSeries[], columns: number, L: number, H: number): ColumnForecasters {
  const fitted = Array.from({ length: columns }, (_, c) => {
    const ridge = new RidgeForecaster(L, H);
    for (const { values, origins } of training) {
      const first = Math.max(0, origins.from - L);
      ridge.add(columnOf(values, c, columns, first));
    }
    return ridge.fit();
  });
  return (column) => fitted[column];
}

const columnOf = (values: Float32Array, c: number, C: number, from: number): Float64Array =>
  Float64Array.from({ length: values.length / C - from }, (_, t) => values[(from + t) * C + c]);

function allWindows(series: EncodedSeries, L: number, H: number, of: ColumnForecasters): WindowForecasts {
  const { values, origins, scale } = series;
  const C = scale.means.length;
  const N = origins.to - origins.from;
  const out = new Float32Array(N * C * H);
  for (let c = 0; c < C; c++) {
    const x = columnOf(values, c, C, 0);
    const forecast = of(c);
    for (let n = 0; n < N; n++) {
      const origin = origins.from + n;
      out.set(forecast(x.subarray(origin - L, origin), H), (n * C + c) * H);
    }
  }
  return { values: out, horizon: H, quantiles: 1 };
}
