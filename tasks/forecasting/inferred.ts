/** Settings that follow from the training series. */
import { rowsOf, type TimeSeries } from '../../src/data/examples/series/example';
import { inferFrequency, nameOfFrequency, seasonOf } from '../../src/data/examples/series/frequency';
import { inferred, type Note, trainingLength } from '../inferred-settings';
import { type ForecasterOptions, parseForecaster } from './settings';

export const inferredForecasting = ['season', 'window', 'horizon', 'epochs', 'batchSize'] as const;

/** A series has fewer windows than this many times their length: shorter ones are taken. */
const ENOUGH = 8;

/** Season of the data or of their frequency; for short series a shorter window and horizon, more epochs, smaller batches. */
export function inferForecasting(examples: readonly TimeSeries[], options: object, note: Note): object {
  const given = options as ForecasterOptions;
  const defaults = parseForecaster({});
  const [first] = examples;
  const frequency = first.frequency ?? (first.times ? inferFrequency(first.times, first.where ?? 'times') : undefined);
  const season = first.season ?? (frequency ? seasonOf(frequency) : 1);
  const reason = first.season ? 'the data say so' : frequency ? `rows are one ${nameOfFrequency(frequency)} apart` : 'there are no time stamps'; // prettier-ignore
  const ofSeason = inferred(given, { found: { season }, defaults, reason }, note);
  const rows = examples.reduce((shortest, one) => Math.min(shortest, rowsOf(one)), Infinity);
  const lengths = lengthsFor(rows, given.season ?? season, defaults);
  const ofLengths = inferred(
    given,
    { found: lengths, defaults, reason: `the shortest training series has ${rows} rows` },
    note,
  );
  const { window, horizon } = { ...defaults, ...given, ...ofLengths };
  const windows = examples.reduce((sum, one) => sum + Math.max(0, rowsOf(one) - window - horizon + 1), 0);
  const found = trainingLength(windows, given, rule(defaults.epochs, defaults.batchSize));
  return {
    ...ofSeason,
    ...ofLengths,
    ...inferred(given, { found, defaults, reason: `${windows} training windows` }, note),
  };
}

const rule = (epochs: number, batchSize: number) => ({
  epochs,
  batchSize,
  updates: 1000,
  mostEpochs: 100,
  updatesPerEpoch: 10,
  smallestBatch: 8,
});

function lengthsFor(rows: number, season: number, { window, horizon }: { window: number; horizon: number }) {
  if (rows >= ENOUGH * (window + horizon)) return { window, horizon };
  const most = Math.max(2, Math.floor(rows / 4)); // window and horizon together
  if (season > 1 && 3 * season <= most) return { window: 2 * season, horizon: season };
  const third = Math.max(1, Math.floor(most / 3));
  return { window: Math.min(window, 2 * third), horizon: Math.min(horizon, third) };
}
