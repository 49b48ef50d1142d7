/** Settings of a forecaster. */
import * as v from 'valibot';
import { ConfigError, show } from '../../src/errors';
import { positiveNumber, wholeNumber } from '../../src/validation';
import {
  cellName,
  checkResetAfter,
  count,
  countOrZero,
  layerCount,
  layerSize,
  parseConfig,
  rate,
  trainingEntries,
} from '../settings';
import { calendarFeatures } from './series/calendar';

const level = v.pipe(
  v.number('a number between 0 and 1'),
  v.check((x) => x > 0 && x < 1, 'a number between 0 and 1'),
);

const schema = v.strictObject({
  ...trainingEntries,
  /** Passes over the training windows. */
  epochs: v.optional(count, 10),
  /** Windows in a batch; also where forecasts are measured, on which it has no effect. */
  batchSize: v.optional(count, 64),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 2e-3),
  /** Rows that a forecast is made from. */
  window: v.optional(wholeNumber(1, 2 ** 16), 96),
  /** Rows that are forecast. More can be requested afterwards; they are then forecast from forecasts. */
  horizon: v.optional(wholeNumber(1, 2 ** 14), 24),
  /**
   * `segments`: each column for itself, by one network for all, which reads several rows in a step (SegRNN, Lin et al. 2023);
   * `window`: all columns together, row by row.
   */
  architecture: v.optional(v.picklist(['segments', 'window']), 'segments'),
  /** `direct`: all rows of the horizon at once; `recursive`: one segment (of `window`: one row) at a time, from forecasts. */
  strategy: v.optional(v.picklist(['direct', 'recursive']), 'direct'),
  /** Segments only: rows that are read and written in one step; the window is a multiple. 0: its largest divisor up to 24. */
  segmentLength: v.optional(countOrZero, 0),
  /** Rows after which the pattern of the series comes again, for baselines and MASE. 0: as the data or their frequency say. */
  season: v.optional(countOrZero, 0),
  /** What is taken off a window before it is read, and added to its forecast. */
  centre: v.optional(v.picklist(['last', 'mean', 'none']), 'last'),
  /** Adds a linear map of the window to the horizon, one for all columns (NLinear, Zeng et al. 2023). */
  linear: v.optional(v.boolean(), true),
  /** What is made of the time stamps, as sine and cosine of the time of day, week, month or year, known in advance. */
  calendar: v.optional(v.array(v.picklist(calendarFeatures)), []),
  /** What is minimised: the squared or absolute error, or the pinball loss of `quantiles`. */
  loss: v.optional(v.picklist(['mse', 'mae', 'quantiles']), 'mae'),
  /** With loss `quantiles`: which, ascending, 0.5 among them. */
  quantiles: v.optional(v.array(level), [0.05, 0.25, 0.5, 0.75, 0.95]),
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'gru'),
  /** GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /** Number of stacked recurrent layers. */
  layers: v.optional(layerCount, 1),
  /** Units of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 128),
  /** Dropout before the output layer and between recurrent layers. */
  dropout: v.optional(rate, 0.3),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
});

export const forecastingSettings = schema.entries;

/** Settings of a forecaster; what is left out has its default. */
export type ForecasterOptions = v.InferInput<typeof schema>;
/** Every setting of a forecaster, with defaults filled in. */
export type ForecasterConfig = v.InferOutput<typeof schema>;

const where = 'Forecaster';
const LONGEST_SEGMENT = 24;

/** @throws ConfigError for an option that is unknown or out of range, or does not fit the others. */
export function parseForecaster(options: unknown): ForecasterConfig {
  const config = parseConfig(where, schema, options);
  checkResetAfter(where, config);
  const { quantiles, window, segmentLength, hiddenSize, architecture } = config;
  const ascend = quantiles.every((quantile, i) => i === 0 || quantile > quantiles[i - 1]);
  if (!ascend || !quantiles.includes(0.5))
    throw misfit(`quantiles is ${show(quantiles)}`, 'ascending numbers, 0.5 among them', 'Change quantiles');
  if (architecture === 'segments' && segmentLength > 0 && window % segmentLength !== 0)
    throw misfit(`window is ${window} and segmentLength ${segmentLength}`, 'a window of whole segments', `Set window to ${segmentLength * Math.max(1, Math.round(window / segmentLength))}, or change segmentLength`); // prettier-ignore
  if (architecture === 'segments' && hiddenSize < 2) throw misfit(`hiddenSize is ${hiddenSize}`, 'at least 2: half for the position of a segment, half for its column', 'Set hiddenSize to 2 or more'); // prettier-ignore
  return config;
}

/** s */
export function segmentLengthOf({ window, segmentLength }: Pick<ForecasterConfig, 'window' | 'segmentLength'>): number {
  if (segmentLength > 0) return segmentLength;
  let length = Math.min(window, LONGEST_SEGMENT);
  while (window % length !== 0) length--;
  return length;
}

/** S, rows that the network gives at once. */
export function stepsOf(config: ForecasterConfig): number {
  if (config.strategy === 'direct') return config.horizon;
  return config.architecture === 'window' ? 1 : Math.min(config.horizon, segmentLengthOf(config));
}

/** Those that the network has; none where it gives one value. */
export const quantilesOf = ({ loss, quantiles }: ForecasterConfig): readonly number[] =>
  loss === 'quantiles' ? quantiles : [];

const misfit = (problem: string, expected: string, fix: string) => new ConfigError({ where, problem, expected, fix });
