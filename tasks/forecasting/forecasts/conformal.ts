/**
 * Intervals of any trained model, from its errors on validation data: for each row of the horizon and each column the width
 * that held so many of them. They hold as often on other data as these are like validation; forecasts of overlapping
 * windows are not independent, so the coverage that is printed is measured, never assumed.
 */
import { bandLevels, type ForecastNetwork, type ForecastSizes } from '../../../models/forecaster/forecast-network';
import { conformalHalfWidth } from '../../../src/metrics/forecasts/interval-scores';
import type { EncodedSeries, WindowForecasts } from '../types';

/** Half widths on the scale of training, [A,H,C]. */
export interface Bands {
  widths: Float32Array;
  horizon: number;
  columns: number;
}

/** The stored ones; undefined where training had no validation data. */
export async function bandsOf({ bands, sizes }: ForecastNetwork): Promise<Bands | undefined> {
  const widths = await bands.variable.data<'float32'>();
  const columns = sizes.columns;
  return widths[0] < 0 ? undefined : { widths, horizon: widths.length / bandLevels.length / columns, columns };
}

/**
 * Beyond the horizon of training the widths of its last row grow with the root of the number of rows, as the errors of a
 * random walk do.
 * @param level its index in `bandLevels`
 */
export function widthAt({ widths, horizon: H, columns: C }: Bands, level: number, row: number, column: number): number {
  const width = widths[(level * H + Math.min(row, H - 1)) * C + column];
  return row < H ? width : width * Math.sqrt((row + 1) / H);
}

/** [A,H,C]. A level for which there are too few errors has the largest of them. */
export function conformalBands(
  encoded: readonly EncodedSeries[],
  forecasts: readonly WindowForecasts[],
  levels: readonly number[],
  { columns: C, quantiles }: Pick<ForecastSizes, 'columns' | 'quantiles'>,
): Float32Array {
  const { horizon: H } = forecasts[0];
  const median = Math.max(0, quantiles.indexOf(0.5));
  const out = new Float32Array(levels.length * H * C);
  const count = encoded.reduce((sum, { origins }) => sum + origins.to - origins.from, 0);
  const errors = new Float64Array(count);
  for (let h = 0; h < H; h++) {
    for (let c = 0; c < C; c++) {
      let n = 0;
      encoded.forEach(({ values, observed, origins }, i) => {
        const { values: ahead, quantiles: Q } = forecasts[i];
        for (let o = origins.from; o < origins.to; o++) {
          const at = (o + h) * C + c;
          if (observed && observed[at] === 0) continue;
          errors[n++] = Math.abs(values[at] - ahead[(((o - origins.from) * C + c) * H + h) * Q + median]);
        }
      });
      const own = errors.slice(0, n);
      const largest = own.reduce((a, b) => Math.max(a, b), 0);
      levels.forEach((level, a) => (out[(a * H + h) * C + c] = Math.min(conformalHalfWidth(own, level), largest)));
    }
  }
  return out;
}
