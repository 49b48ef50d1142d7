/**
 * Series from a table with a header: a row a step of time, a column for each value; or, with a column that names the series,
 * many of them below each other (id, time, value).
 */
import { oneOf } from '../../../display/format';
import { DataError } from '../../../errors';
import { checkOption, checkOptionNames, type OptionNames } from '../../../validation';
import { lineOptionNames, type LineOptions } from '../../bytes/lines';
import { noteOf } from '../../bytes/notes';
import type { ByteSource } from '../../bytes/source';
import { formatByEnding, tableDialect } from '../../formats/format';
import { readJson } from '../../formats/json';
import { readJsonLines } from '../../formats/jsonl';
import { readRows, type TableDialect, tableDialectNames } from '../../formats/tables/csv';
import { checkTimeSeries, type TimeSeries } from './example';
import { nameOfFrequency } from './frequency';
import { type GapRule, gapRules } from './gaps';
import { seriesOfRecord } from './json-series';
import { type ColumnRoles, type SeriesColumns, seriesColumnNames } from './roles';
import { type Collected, SeriesTable } from './table';
import type { StampForm } from './time-stamps';
import { together } from './together';

export const seriesFormats = ['csv', 'tsv', 'jsonl', 'json'] as const;
type SeriesFormat = (typeof seriesFormats)[number];

/** Which column is what, what becomes of gaps, and how the file is written. */
export interface SeriesOptions extends SeriesColumns, TableDialect, LineOptions {
  /** Default: by the file's ending. */
  format?: SeriesFormat;
  /** What becomes of missing rows and values. Default `error`. */
  gaps?: GapRule;
}

export const seriesOptionNames: OptionNames<SeriesOptions> = {
  ...seriesColumnNames,
  ...tableDialectNames,
  ...lineOptionNames,
  format: true,
  gaps: true,
};

const endings: Record<string, SeriesFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
};

/**
 * All series of a file, in the order in which they begin.
 * @throws DataError with file and line for a cell that is no number, times in two forms or zones, and gaps as `gaps` says;
 * ConfigError for a format that is not clear, or a rule for gaps that there is not
 */
export async function* readTimeSeries(source: ByteSource, options: SeriesOptions = {}): AsyncGenerator<TimeSeries> {
  checkOptionNames('readTimeSeries', options, seriesOptionNames);
  const { gaps = 'error', onNote } = options;
  checkOption('readTimeSeries', 'gaps', gaps, gapRules.includes(gaps), oneOf(gapRules));
  const format = options.format ?? (await formatByEnding(source, endings, seriesFormats)).format;
  const isTable = format === 'csv' || format === 'tsv';
  let isFirst = true;
  for await (const { name, collected, roles, stamps } of isTable
    ? ofTable(source, format, options)
    : ofJson(source, format, options)) {
    const { series, notes } = together(source.name, name, collected, { roles, stamps, gaps });
    if (isFirst && series.frequency) onNote?.(noteOf(source.name, `a row every ${nameOfFrequency(series.frequency)}`));
    isFirst = false;
    notes.forEach((note) => onNote?.(noteOf(source.name, note)));
    checkTimeSeries(series, series.where ?? source.name);
    yield series;
  }
  if (isFirst) throw noRows(source.name);
}

/** The rows of one series. */
interface Found {
  name: string;
  collected: Collected;
  roles: ColumnRoles;
  stamps?: StampForm;
}

async function* ofTable(source: ByteSource, format: SeriesFormat, options: SeriesOptions): AsyncGenerator<Found> {
  const table = new SeriesTable(source.name, options);
  for await (const { cells, line } of readRows(source, { ...options, ...tableDialect(format, options) }))
    table.add(cells, line);
  const { roles, stamps } = table;
  if (roles) for (const [name, collected] of table.series) yield { name, collected, roles, stamps };
}

async function* ofJson(source: ByteSource, format: SeriesFormat, options: SeriesOptions): AsyncGenerator<Found> {
  let index = 0;
  const records = format === 'jsonl' ? readJsonLines(source, options) : readJson(source, options);
  for await (const { value, line } of records) {
    const { series, columns, rows, stamps } = seriesOfRecord(value, `${source.name} line ${line}`, index++);
    const targets = columns.map((_, c) => c);
    const roles = { names: columns, targets, past: [], future: [], fixed: [], values: targets };
    yield { name: series, collected: { rows, fixed: {} }, roles, stamps };
  }
}

const noRows = (name: string) =>
  new DataError({
    where: name,
    problem: 'the file holds no rows under a header',
    expected: 'a header and a row for every step of time',
    fix: 'Check the path and the format',
  });
