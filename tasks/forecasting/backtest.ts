/** Rolling origins: forecasts that are made one after the other, each with what was known then. */
import { columnsOf, partOfSeries, rowsOf, type TimeSeries } from '../../src/data/examples/series/example';
import { DataError } from '../../src/errors';
import { checkCount } from '../../src/validation';
import type { Backtest, BacktestOptions } from '../model/series-model';
import { baselineForecasts } from './baselines';
import { bandsOf } from './forecasts/conformal';
import { absoluteErrorsByStep, forecastErrors } from './forecasts/errors';
import { nameOfRow } from './series/known-ahead';
import type { ForecastPredictor } from './predictor';
import type { ForecastingPreprocessor } from './series/preprocessor';
import type { EncodedSeries, WindowForecasts } from './types';

/** A fitted model. */
export interface Fitted {
  preprocessor: ForecastingPreprocessor;
  predictor: ForecastPredictor;
}

/** One forecast of one series. */
interface Made {
  encoded: EncodedSeries;
  windows: WindowForecasts;
}

/** @param refit a new model, trained on the known rows of all series */
export async function rollingOrigins(
  series: readonly TimeSeries[],
  fitted: Fitted,
  options: BacktestOptions,
  refit: (known: readonly TimeSeries[]) => Promise<Fitted & { dispose: () => void }>,
): Promise<Backtest> {
  const { origins = 10, horizon = fitted.preprocessor.lengths.horizon, refit: isRefit = false, onOrigin } = options;
  const where = 'Forecaster.backtest';
  checkCount(where, 'origins', origins);
  checkCount(where, 'horizon', horizon);
  series.forEach((one, i) => checkLength(one, { origins, horizon, window: fitted.preprocessor.lengths.window, where: one.where ?? `series ${i + 1}` })); // prettier-ignore
  const made: Made[] = [];
  for (let k = 0; k < origins; k++) {
    onOrigin?.(k + 1, origins);
    const cuts = series.map((one) => rowsOf(one) - (origins - k) * horizon);
    const own = isRefit ? await refit(series.map((one, i) => partOfSeries(one, 0, cuts[i]))) : undefined;
    const { preprocessor, predictor } = own ?? fitted;
    const known = series.map((one, i) => partOfSeries({ ...one, future: one.future }, cuts[i], cuts[i] + horizon));
    const encoded = known.map((one, i) => preprocessor.encodeAt(one, one.where ?? `series ${i + 1}`, cuts[i], horizon));
    const forecasts = await predictor.predict(encoded, { horizon });
    // On the scale of the present model, whatever the scale of the one that was trained for this origin.
    encoded.forEach((one, i) => made.push({ encoded: one, windows: forecasts[i].windows! }));
    own?.dispose();
  }
  const all = made.map(({ encoded }) => encoded);
  const baselines = baselineForecasts(firstParts(series, origins * horizon, fitted.preprocessor), all, fitted.preprocessor, horizon); // prettier-ignore
  const forecasts = { model: made.map(({ windows }) => windows), ...baselines };
  const bands = isRefit ? undefined : await bandsOf(fitted.predictor.network);
  const { quantiles } = fitted.predictor.network.sizes;
  return {
    origins: all.filter((_, i) => i % series.length === 0).map((one) => nameOfRow(one, one.origins.from)),
    horizon,
    refit: isRefit,
    metrics: forecastErrors(all, forecasts.model, { quantiles, bands }),
    baselines: Object.fromEntries(
      Object.entries(baselines).map(([name, windows]) => [name, forecastErrors(all, windows)]),
    ),
    steps: Object.fromEntries(
      Object.entries(forecasts).map(([name, windows]) => [
        name,
        absoluteErrorsByStep(all, windows, name === 'model' ? quantiles : []),
      ]),
    ),
  };
}

/** What baselines are fitted on: the rows before the first origin. */
const firstParts = (
  series: readonly TimeSeries[],
  rows: number,
  preprocessor: ForecastingPreprocessor,
): EncodedSeries[] =>
  series.map((one, i) => preprocessor.encodeAt(partOfSeries(one, 0, rowsOf(one) - rows), `series ${i + 1}`, 0, 0));

function checkLength(
  series: TimeSeries,
  { origins, horizon, window, where }: { origins: number; horizon: number; window: number; where: string },
): void {
  const rows = rowsOf(series);
  const needed = window + origins * horizon;
  if (rows >= needed) return;
  throw new DataError({
    where,
    problem: `the series has ${rows} rows of ${columnsOf(series).join(', ')}`,
    expected: `at least ${needed} for ${origins} origins, a window of ${window} and a horizon of ${horizon}: ${needed - rows} more`,
    fix: 'Ask for fewer origins, or pass a longer series',
  });
}
