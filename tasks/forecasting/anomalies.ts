/**
 * Rows that the conformal interval of the highest level does not hold. A series is gone through a quarter of the horizon at a
 * time; what is an anomaly is replaced by its forecast in the windows after it, so that one spike is one anomaly. A
 * level that stays for a horizon is taken as the new one.
 */
import { bandLevels } from '../../models/forecaster/forecast-network';
import { ConfigError } from '../../src/errors';
import type { Anomaly } from '../model/series-model';
import { bandsOf, widthAt } from './forecasts/conformal';
import type { ForecastPredictor } from './predictor';
import { nameOfRow } from './series/known-ahead';
import type { EncodedSeries } from './types';

/** @param series with origins at the end: all of their rows after the first window are scored */
export async function anomaliesOf(
  series: readonly EncodedSeries[],
  predictor: ForecastPredictor,
  columns: readonly string[],
): Promise<Anomaly[]> {
  const bands = await bandsOf(predictor.network);
  if (!bands) throw withoutBands();
  const { window: L } = predictor.network.sizes;
  const { horizon: H } = bands;
  const stride = Math.max(1, Math.floor(H / 4));
  const level = bandLevels.length - 1;
  const C = columns.length;
  const found: Anomaly[] = [];
  const clean = series.map((one) => ({ ...one, values: one.values.slice() }));
  const streaks = series.map(() => new Int32Array(C));
  const last = series.reduce((most, { rows }) => Math.max(most, rows), 0);
  for (let origin = L; origin < last; origin += stride) {
    const present = clean.flatMap((one, i) => (origin < one.rows ? [{ one, i }] : []));
    const forecasts = await predictor.predict(present.map(({ one }) => ({ ...one, origins: { from: origin, to: origin + 1 } }))); // prettier-ignore
    present.forEach(({ one, i }, p) => {
      const { values: ahead, horizon, quantiles: Q } = forecasts[p].windows!;
      const median = (Q - 1) / 2;
      for (let h = 0; h < stride && origin + h < one.rows; h++) {
        for (let c = 0; c < C; c++) {
          const at = (origin + h) * C + c;
          const forecast = ahead[(c * horizon + h) * Q + median];
          const width = widthAt(bands, level, h, c);
          const score = Math.abs(one.values[at] - forecast) / width;
          const isMissing = one.observed?.[at] === 0;
          streaks[i][c] = score > 1 && !isMissing ? streaks[i][c] + 1 : 0;
          if (!(score > 1) || isMissing || streaks[i][c] > H) continue;
          const { means, deviations } = one.scale;
          const units = (x: number) => means[c] + deviations[c] * x;
          const place = { series: one.name, time: nameOfRow(one, origin + h), column: columns[c] };
          const expected = {
            forecast: units(forecast),
            lower: units(forecast - width),
            upper: units(forecast + width),
          };
          found.push({ ...place, value: units(one.values[at]), ...expected, score });
          one.values[at] = forecast;
        }
      }
    });
  }
  return found;
}

const withoutBands = () =>
  new ConfigError({
    where: 'Forecaster.anomalies',
    problem: 'the model has no intervals: it was trained without validation data',
    expected: 'a model whose errors on validation data are known',
    fix: 'Train it with validation data',
  });
