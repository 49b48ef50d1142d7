/** Series made by rule, of which is known how well they can be forecast. */
import type { Random } from '../../random';
import { checkOptionNames, type OptionNames } from '../../validation';
import { partOfSeries, type TimeSeries } from '../examples/series/example';
import type { Splits } from '../datasets/splits';

/** Length, season and noise of generated series. */
export interface GeneratedSeriesOptions {
  /** Of all splits together. Default 2,000. */
  rows?: number;
  /** Default 24. */
  season?: number;
  /** Deviation of the noise, which is all that no forecast can know. Default 0.2. */
  noise?: number;
}

const optionNames: OptionNames<GeneratedSeriesOptions> = { rows: true, season: true, noise: true };

/** Two sines, of a season and of seven, and noise of a known deviation: no forecast is better than that. */
export function noisySines(random: Random, options: GeneratedSeriesOptions = {}): Splits<TimeSeries> {
  const { rows, season, noise } = withDefaults('noisySines', options);
  const phase = random.uniform(0, 2 * Math.PI);
  const wave = (t: number) =>
    Math.sin((2 * Math.PI * t) / season + phase) + 0.5 * Math.sin((2 * Math.PI * t) / (7 * season));
  const values = Float64Array.from({ length: rows }, (_, t) => wave(t) + noise * random.normal());
  return inTime({ series: 'sines', values, season });
}

/** Sums of independent steps: the last value is the best forecast of all that follow. */
export function randomWalk(random: Random, options: GeneratedSeriesOptions = {}): Splits<TimeSeries> {
  const { rows } = withDefaults('randomWalk', options);
  let sum = 0;
  const values = Float64Array.from({ length: rows }, () => (sum += random.normal()));
  return inTime({ series: 'walk', values, season: 1 });
}

/** A season, and once, within the test, a level that is higher from then on: training never saw such values. */
export function levelShift(random: Random, options: GeneratedSeriesOptions = {}): Splits<TimeSeries> {
  const { rows, season, noise } = withDefaults('levelShift', options);
  const shift = Math.round(0.88 * rows);
  const values = Float64Array.from(
    { length: rows },
    (_, t) => Math.sin((2 * Math.PI * t) / season) + (t >= shift ? 5 : 0) + noise * random.normal(),
  );
  return inTime({ series: 'shift', values, season });
}

function withDefaults(where: string, options: GeneratedSeriesOptions): Required<GeneratedSeriesOptions> {
  checkOptionNames(where, options, optionNames);
  return { rows: 2000, season: 24, noise: 0.2, ...options };
}

/** The last fifth is the test, the one before validation. */
function inTime(series: TimeSeries): Splits<TimeSeries> {
  const rows = series.values.length;
  const [trainEnd, validationEnd] = [Math.round(0.6 * rows), Math.round(0.8 * rows)];
  return {
    train: [partOfSeries(series, 0, trainEnd)],
    validation: [partOfSeries(series, trainEnd, validationEnd)],
    test: [partOfSeries(series, validationEnd, rows)],
  };
}
