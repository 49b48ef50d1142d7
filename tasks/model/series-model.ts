/** The contract of a model that continues series, for the command line: whatever its task, by the same options. */
import type { TimeSeries } from '../../src/data/examples/series/example';
import type { Metrics } from '../task';

/** A row of a series that its intervals do not hold. */
export interface Anomaly {
  series: string;
  /** Time stamp, or number of the row from 1. */
  time: string;
  column: string;
  value: number;
  forecast: number;
  lower: number;
  upper: number;
  /** Distance from the forecast as a multiple of the half width of the interval: above 1. */
  score: number;
}

/** Which forecasts a backtest makes, and by which model. */
export interface BacktestOptions {
  /** How many forecasts, each a horizon after the one before; the last one ends with the series. Default 10. */
  origins?: number;
  /** Rows of each. Default: the horizon of training. */
  horizon?: number;
  /** Trains a new model on what is known at each origin, in place of using the present one at all of them. */
  refit?: boolean;
  /** Called before each origin. */
  onOrigin?: (origin: number, origins: number) => void;
}

/** Errors of forecasts that were made one after the other, each with what was known then. */
export interface Backtest {
  /** Where each forecast of the first series begins: time stamps, or numbers of rows from 1. */
  origins: string[];
  horizon: number;
  refit: boolean;
  /** Of the model, and of each baseline, over all rows. */
  metrics: Metrics;
  baselines: Record<string, Metrics>;
  /** Mean absolute error by row of the horizon, on the scale of training: of the model (`model`) and of each baseline. */
  steps: Record<string, number[]>;
}

export interface SeriesModel {
  /** Throws DataError for series that are too short, or have other columns. */
  backtest(series: readonly TimeSeries[], options?: BacktestOptions): Promise<Backtest>;
  /** Throws ConfigError for a model that was trained without validation data: it has no intervals. */
  anomalies(series: readonly TimeSeries[]): Promise<Anomaly[]>;
}

export const isSeriesModel = (model: object): model is SeriesModel => 'backtest' in model;
