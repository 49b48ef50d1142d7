/** What a forecaster does with its network: windows in training, all windows where it is measured, the future in use. */
import * as tf from '@tensorflow/tfjs';
import { bandLevels, type ForecastNetwork } from '../../models/forecaster/forecast-network';
import { forecastLoss } from '../../models/forecaster/forecast-loss';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { Metrics, PredictionOptions, Predictor } from '../task';
import { bandsOf, conformalBands } from './forecasts/conformal';
import { forecastErrors } from './forecasts/errors';
import { forecastOf } from './forecasts/forecast';
import type { ForecastingPreprocessor } from './series/preprocessor';
import { forecastWindows } from './forecasts/rolling';
import type { ForecasterConfig } from './settings';
import type { EncodedSeries, Forecast, ForecastingTypes } from './types';
import { batchOf, targetsOf, valuesOf, type Window, windowsOf } from './series/windows';

export class ForecastPredictor implements Predictor<ForecastingTypes> {
  constructor(
    readonly network: ForecastNetwork,
    private readonly preprocessor: ForecastingPreprocessor,
    private readonly config: ForecasterConfig,
  ) {}

  /** Rows that are read and forecast; all windows are equally long. */
  lengthOf(): number {
    return this.config.window + this.config.horizon;
  }

  trainingUnits(encoded: readonly EncodedSeries[]): EncodedSeries[] {
    const beyond = this.config.horizon - this.network.sizes.steps; // of a recursive model
    return encoded.flatMap((series) => {
      const { from, to } = series.origins;
      return Array.from({ length: to + beyond - from }, (_, i) => ({
        ...series,
        origins: { from: from + i, to: from + i + 1 },
      }));
    });
  }

  loss(batch: readonly EncodedSeries[], { random, training }: LossContext): BatchLoss {
    const windows = batch.map(firstWindow);
    const { sizes } = this.network;
    const past = this.preprocessor.saved.past.length;
    const inputs = batchOf(windows, valuesOf(windows, sizes), { ...sizes, past });
    const forecast = this.network.forecast(inputs, { random, training });
    const { loss: kind } = this.config;
    return { loss: forecastLoss(forecast, { ...targetsOf(windows, sizes), kind, quantiles: sizes.quantiles }) };
  }

  /** For an encoded example all its windows; for an input its future. @param options horizon */
  async predict(batch: readonly EncodedSeries[], options: PredictionOptions = {}): Promise<Forecast[]> {
    const horizon = typeof options.horizon === 'number' ? options.horizon : this.config.horizon;
    const { sizes } = this.network;
    const ahead = batch.map((series) => (isFuture(series) ? this.preprocessor.ahead(series, horizon) : series));
    const windows = ahead.flatMap(windowsOf);
    const { batchSize } = this.config;
    const past = this.preprocessor.saved.past.length;
    const values = await forecastWindows(windows, { network: this.network, past, horizon, batchSize });
    const size = sizes.columns * horizon * Math.max(1, sizes.quantiles.length);
    const bands = await bandsOf(this.network);
    let at = 0;
    return ahead.map((series) => {
      const count = series.origins.to - series.origins.from;
      const own = values.subarray(at * size, (at + count) * size);
      at += count;
      return forecastOf(series, own, {
        horizon,
        bands,
        sizes,
        columns: this.preprocessor.columns,
        config: this.config,
      });
    });
  }

  /** Over all windows, columns and rows of the horizon. */
  async evaluate(encoded: readonly EncodedSeries[], predictions: readonly Forecast[]): Promise<Metrics> {
    const bands = await bandsOf(this.network);
    return forecastErrors(
      encoded,
      predictions.map(({ windows }) => windows!),
      { quantiles: this.network.sizes.quantiles, bands },
    );
  }

  /** Intervals from the errors on validation data. */
  async calibrate(validation: readonly EncodedSeries[]): Promise<boolean> {
    if (validation.length === 0) return false;
    const predictions = await this.predict(validation);
    const { variable } = this.network.bands;
    const bands = conformalBands(
      validation,
      predictions.map(({ windows }) => windows!),
      bandLevels,
      this.network.sizes,
    );
    tf.tidy(() => variable.assign(tf.tensor(bands, variable.shape)));
    return true;
  }
}

const isFuture = ({ rows, origins }: EncodedSeries) => origins.from === rows;
const firstWindow = (series: EncodedSeries): Window => ({ series, origin: series.origins.from });
