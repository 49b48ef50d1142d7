/** What comes next: series of numbers, and how sure it is. */
import * as v from 'valibot';
import { SegmentForecaster } from '../../models/forecaster/segments';
import { WindowForecaster } from '../../models/forecaster/window';
import { partOfSeries, rowsOf, type TimeSeries } from '../../src/data/examples/series/example';
import { timeSeries } from '../../src/data/series-kind';
import { checkOptionNames, type OptionNames, parseOptions, wholeNumber } from '../../src/validation';
import type { Anomaly, Backtest, BacktestOptions, SeriesModel } from '../model/series-model';
import type { LoadOptions } from '../options';
import type { Task } from '../task';
import { TaskModel } from '../task-model';
import { anomaliesOf } from './anomalies';
import { type Fitted, rollingOrigins } from './backtest';
import { forecastingBaselines } from './baselines';
import { inferForecasting, inferredForecasting } from './inferred';
import { ForecastPredictor } from './predictor';
import { ForecastingPreprocessor } from './series/preprocessor';
import { forecastingSpace } from './search-space';
import {
  type ForecasterConfig,
  type ForecasterOptions,
  forecastingSettings,
  parseForecaster,
  quantilesOf,
  segmentLengthOf,
  stepsOf,
} from './settings';
import type { ForecastingTypes } from './types';

export type { Anomaly, Backtest, BacktestOptions } from '../model/series-model';
export type { ColumnForecast, Forecast, ForecastInput, Interval } from './types';

const backtestNames: OptionNames<BacktestOptions> = { origins: true, horizon: true, refit: true, onOrigin: true };

const predictOptions = v.strictObject({ horizon: v.optional(wholeNumber(1, 2 ** 20)) });

export const forecasting: Task<ForecastingTypes, ForecastingPreprocessor> = {
  name: 'forecasting',
  className: 'Forecaster',
  monitor: ({ loss }) => ({ metric: loss === 'quantiles' ? 'pinball' : loss, mode: 'min' }),
  kinds: [timeSeries],
  prediction: () => 'forecast',
  predictFlags: [
    { name: 'horizon', help: 'rows to forecast; more than in training are forecast from forecasts', predictOnly: true },
  ],
  commandExamples: ['train forecasting --data ett-hourly --out runs/load'],
  settings: forecastingSettings,
  parseConfig: parseForecaster,
  inferOptions: inferForecasting,
  inferredSettings: inferredForecasting,
  searchSpace: forecastingSpace,
  inputExample,
  fitPreprocessor: (examples, config) => ForecastingPreprocessor.fit(examples, config),
  restorePreprocessor: (json, config) => ForecastingPreprocessor.fromJSON(json, config),
  createPredictor(config, preprocessor, random) {
    const { saved, columns, knownColumns } = preprocessor;
    const sizes = {
      ...config,
      steps: stepsOf(config),
      columns: columns.length,
      known: knownColumns,
      fixed: saved.fixed.length,
      quantiles: quantilesOf(config),
      segmentLength: segmentLengthOf(config),
    };
    const network =
      config.architecture === 'segments'
        ? new SegmentForecaster(sizes, config.horizon, random)
        : new WindowForecaster(sizes, config.horizon, random);
    return new ForecastPredictor(network, preprocessor, config);
  },
  parsePredictOptions: (options) => parseOptions('Forecaster.predict', predictOptions, options),
  metricSignatures: (examples, preprocessor) => ({ mse: measuredOn(examples, preprocessor) }),
  baselines: forecastingBaselines,
};

/** Zeros of the shape that it reads, as code. */
function inputExample({ saved, lengths, columns, readsTimes }: ForecastingPreprocessor): string {
  const { window, horizon } = lengths;
  const zeros = (count: number) => `new Array(${count}).fill(0)`;
  const covariates = (names: readonly string[], rows: number) =>
    `{ columns: ${JSON.stringify(names)}, values: ${zeros(rows * names.length)} }`;
  const entries = [
    `columns: ${JSON.stringify(columns)}`,
    `values: ${zeros(window * columns.length)}`,
    ...(readsTimes ? [`times: Array.from({ length: ${window} }, (_, t) => t * 3600000)`] : []),
    ...(saved.past.length ? [`past: ${covariates(saved.past, window)}`] : []),
    ...(saved.future.length ? [`future: ${covariates(saved.future, window + horizon)}`] : []),
    ...(saved.fixed.length
      ? [`fixed: ${JSON.stringify(Object.fromEntries(saved.fixed.map((name) => [name, 0])))}`]
      : []),
  ];
  return `{ ${entries.join(', ')} }`;
}

function measuredOn(examples: readonly TimeSeries[], preprocessor: ForecastingPreprocessor): string {
  const windows = examples
    .map((series) => preprocessor.encode(series, 'example').origins)
    .reduce((sum, { from, to }) => sum + to - from, 0);
  const { lengths, columns, saved } = preprocessor;
  return `mse, mae, rmse on the scale of training; all ${windows.toLocaleString('en')} windows, ${lengths.window} rows → ${lengths.horizon}, ${columns.length} columns; mase, rmsse: season ${saved.season}`;
}

/**
 * Forecasts series.
 *
 *     const model = new Forecaster({ window: 96, horizon: 24 });
 *     await model.fit(series, { validation }); // [{ columns: ['load'], values: […], times: […] }]
 *     await model.predict(series, { horizon: 48 });
 */
export class Forecaster extends TaskModel<ForecastingTypes> implements SeriesModel {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'forecasting';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: ForecasterOptions = {}) {
    super(forecasting, options);
  }

  /**
   * Forecasts that are made one after the other, each with what was known then, beside the baselines.
   * @throws DataError for series that are too short, ConfigError for options.
   */
  backtest(series: readonly TimeSeries[], options: BacktestOptions = {}): Promise<Backtest> {
    checkOptionNames('Forecaster.backtest', options, backtestNames);
    return rollingOrigins(series, this.parts('backtest'), options, async (known) => {
      const model = new Forecaster(this.config);
      const parts = known.map((one) => [one, Math.round(0.9 * rowsOf(one))] as const);
      await model.fit(parts.map(([one, cut]) => partOfSeries(one, 0, cut)), { validation: parts.map(([one, cut]) => partOfSeries(one, cut, rowsOf(one))) }); // prettier-ignore
      return { ...model.parts('backtest'), dispose: () => model.dispose() };
    });
  }

  /**
   * Rows that the 99 % interval does not hold. The first window of a series is taken as it is.
   * @throws ConfigError for a model that was trained without validation data, DataError for series that are too short.
   */
  anomalies(series: readonly TimeSeries[]): Promise<Anomaly[]> {
    const { preprocessor, predictor } = this.parts('anomalies');
    const encoded = series.map((one, i) => preprocessor.encodeInput(one, `series ${i + 1}`));
    return anomaliesOf(encoded, predictor, preprocessor.columns);
  }

  private parts(method: string): Fitted {
    return this.ready(method) as unknown as Fitted; // what the task above makes
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<Forecaster> {
    const model = new Forecaster();
    await model.restore(location, options);
    return model;
  }
}

export type { ForecasterConfig };
