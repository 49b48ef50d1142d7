/**
 * `tfseq predict` with a model that continues series: the next rows of each series of a file, under the names of its columns;
 * as a CSV file, as a picture, as JSON. With `--holdout` the last rows are not read: the truth that the picture shows.
 */
import type { PredictionForms } from '../../../tasks/presentation';
import { isSeriesModel } from '../../../tasks/model/series-model';
import type { ByteSource } from '../../data/bytes/source';
import type { DataOptions } from '../../data/example-kind';
import { nameOfSeries, partOfSeries, rowsOf, type TimeSeries } from '../../data/examples/series/example';
import { ConfigError, DataError, show } from '../../errors';
import type { AnyTaskModel } from '../../node';
import { fileError } from '../../platform/file-errors';
import { writeFileSync } from 'node:fs';
import { csv } from '../output/csv';
import { dataNote, note, print, printJSON, printPlain } from '../output/print';
import { picturesOf } from './pictures';
import { anomalyRows, forecastRows, type NamedForecast } from './rows';

export type Forecast = PredictionForms['forecast'];

/** Flags of `predict` that only series have. */
export interface SeriesFlags {
  out?: string;
  plot?: string;
  holdout?: string;
  series?: string;
  anomalies?: boolean;
  json?: boolean;
}

export const seriesFlagNames = ['out', 'plot', 'holdout', 'series', 'anomalies'] as const;

/** @throws ConfigError for a flag of series with another model. */
export function refuseSeriesFlags(model: AnyTaskModel, flags: object): void {
  const given = seriesFlagNames.find((name) => (flags as Record<string, unknown>)[name] !== undefined);
  if (given === undefined || isSeriesModel(model)) return;
  throw new ConfigError({
    where: `tfseq predict --${given}`,
    problem: `the model is for ${model.kind.input}, and --${given} is for series`,
    expected: 'a model that continues series',
    fix: `Leave --${given} out`,
  });
}

interface Request {
  source: ByteSource;
  options: DataOptions;
  /** Options of `predict` of the task. */
  how: Record<string, number>;
  flags: SeriesFlags;
}

/** @throws DataError with file and line for series that cannot be read, ConfigError for flags. */
export async function continueSeries(model: AnyTaskModel, { source, options, how, flags }: Request): Promise<void> {
  const all = await read(model, source, options);
  const chosen = flags.series === undefined ? all : named(all, flags.series.split(','));
  if (flags.anomalies) return writeAnomalies(model, chosen, flags);
  const holdout = holdoutOf(flags.holdout);
  const known = chosen.map((series) => before(series, holdout));
  const locations = chosen.map((series) => series.where ?? source.name);
  const requested = holdout > 0 && how.horizon === undefined ? { horizon: holdout } : how;
  const forecasts = (await model.predict(known, { ...requested, locations })) as Forecast[];
  const pairs = chosen.map((series, i): NamedForecast => ({ series, known: known[i], forecast: forecasts[i] }));
  model.drainWarnings().forEach(note);
  const beyond = forecasts.find(({ times, trainedHorizon }) => times.length > trainedHorizon);
  if (beyond)
    note(`rows after the first ${beyond.trainedHorizon} are beyond the horizon of training: forecast from forecasts (column recursive)`); // prettier-ignore
  if (flags.plot !== undefined) await write(flags.plot, await picturesOf(pairs, flags.plot));
  if (flags.out !== undefined) await write(flags.out, csv(forecastRows(pairs)));
  if (flags.json) printJSON(forecasts);
  else if (flags.out === undefined) forecastRows(pairs).forEach((row) => print(row.join('\t')));
  for (const file of [flags.out, flags.plot]) if (file !== undefined && !flags.json) note(`written: ${file}`);
}

async function writeAnomalies(model: AnyTaskModel, series: readonly TimeSeries[], flags: SeriesFlags): Promise<void> {
  if (!isSeriesModel(model)) return;
  const found = await model.anomalies(series);
  if (flags.out !== undefined) await write(flags.out, csv(anomalyRows(found)));
  if (flags.json) printPlain(JSON.stringify(found, null, 1));
  else anomalyRows(found).forEach((row) => print(row.join('\t')));
  const rows = series.reduce((sum, one) => sum + rowsOf(one), 0);
  note(`${found.length} of ${rows.toLocaleString('en')} rows are outside of the 99 % interval`);
}

async function read({ kind }: AnyTaskModel, source: ByteSource, options: DataOptions): Promise<TimeSeries[]> {
  const all: TimeSeries[] = [];
  for await (const { input } of kind.inputs.read(source, options, { onNote: dataNote })) all.push(input as TimeSeries);
  return all;
}

function named(all: readonly TimeSeries[], names: readonly string[]): TimeSeries[] {
  return names.map((name) => {
    const found = all.find((series) => nameOfSeries(series) === name);
    if (found) return found;
    throw new DataError({
      where: 'tfseq predict --series',
      problem: `there is no series ${show(name)}`,
      expected: all.slice(0, 8).map(nameOfSeries).join(', '),
      fix: 'Name one of these',
    });
  });
}

function holdoutOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const rows = Number(text);
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw new ConfigError({ where: 'tfseq predict', problem: `--holdout is ${show(text)}`, expected: 'a number of rows', fix: 'Give for example --holdout 24' }); // prettier-ignore
}

function before(series: TimeSeries, holdout: number): TimeSeries {
  if (holdout === 0) return series;
  const part = partOfSeries(series, 0, rowsOf(series) - holdout);
  return { ...part, ...(series.future && { future: series.future }) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- like every other writer of files
async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw fileError('save', path, error);
  }
}
