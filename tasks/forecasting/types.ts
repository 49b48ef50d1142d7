/** The types of forecasting. */
import type { TimeSeries } from '../../src/data/examples/series/example';
import type { Frequency } from '../../src/data/examples/series/frequency';
import type { StampForm } from '../../src/data/examples/series/time-stamps';
import type { Metrics } from '../task';
import type { ForecasterConfig } from './settings';

/** The known past, of which the rows that follow are forecast; also as JSON. */
export type ForecastInput = TimeSeries | string;

/** A series on the scale of training. */
export interface EncodedSeries {
  name: string;
  /** T */
  rows: number;
  values: Float32Array; // [T,C], the value before where one is missing
  /** 1 for a value that is there; all are without it. */
  observed?: Uint8Array; // [T,C]
  /** Past columns, columns known in advance, calendar. */
  known?: Float32Array; // [R,K], R ≥ T
  fixed?: Float32Array; // [Z]
  scale: ColumnScale;
  /** Mean absolute and mean squared change over a season before what is measured, on the scale of `values`. */
  naive: { absolute: Float64Array; squared: Float64Array }; // [C]
  /** The first forecast row of its windows: `from` to `to − 1`. */
  origins: { from: number; to: number };
  /** Where rows are in time. */
  calendar?: { first: number; frequency: Frequency; stamps?: StampForm };
}

/** x = mean + deviation · scaled */
export interface ColumnScale {
  means: number[]; // [C]
  deviations: number[]; // [C]
}

/** Lower and upper end, row by row. */
export interface Interval {
  lower: number[]; // [H]
  upper: number[]; // [H]
}

/** What comes next of one column, in its own units; H rows. */
export interface ColumnForecast {
  /** The median of a model of quantiles. */
  values: number[]; // [H]
  /** By level in percent: `90`. Conformal, from the errors on validation data. */
  intervals: Record<string, Interval>;
  /** Of a model of quantiles, by quantile. */
  quantiles?: Record<string, number[]>;
}

/** What comes after a series. */
export interface Forecast {
  series: string;
  /** Of each row: time stamps as the series has them, or numbers of rows, counted from 1. */
  times: string[]; // [H]
  columns: Record<string, ColumnForecast>;
  strategy: 'direct' | 'recursive';
  /** Rows up to the horizon of training; those after it are forecast from forecasts. */
  trainedHorizon: number;
  /** The forecasts of all origins, on the scale of training; not enumerable. */
  readonly windows?: WindowForecasts;
}

/** Forecasts of consecutive origins. */
export interface WindowForecasts {
  values: Float32Array; // [N,C,H,Q]
  /** H */
  horizon: number;
  /** Q; one value is 1. */
  quantiles: number;
}

export interface ForecastingTypes {
  example: TimeSeries;
  input: ForecastInput;
  encoded: EncodedSeries;
  prediction: Forecast;
  config: ForecasterConfig;
  metrics: Metrics;
}
