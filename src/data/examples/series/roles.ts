/** What the columns of a table of series are: time, name of the series, what is forecast, and what else is known. */
import { DataError, show } from '../../../errors';
import type { OptionNames } from '../../../validation';
import { parseStamp } from './time-stamps';

/** Columns by their names in the header. */
export interface SeriesColumns {
  /** Default: date, time, timestamp, datetime, ds, month or year; else the first, if it holds times. */
  timeColumn?: string;
  /** In a table of several series: which one a row is of. Default: series, series_id or unique_id, where there is one. */
  seriesColumn?: string;
  /** What is forecast. Default: all columns that are nothing else. */
  targetColumns?: readonly string[];
  /** Columns that are known until the present only. */
  pastColumns?: readonly string[];
  /** Columns that are known in advance: holidays, prices. */
  futureColumns?: readonly string[];
  /** Columns with one value for a whole series. */
  staticColumns?: readonly string[];
  /** Columns that are not read. */
  ignoreColumns?: readonly string[];
}

export const seriesColumnNames: OptionNames<SeriesColumns> = {
  timeColumn: true,
  seriesColumn: true,
  targetColumns: true,
  pastColumns: true,
  futureColumns: true,
  staticColumns: true,
  ignoreColumns: true,
};

/** Indices in the header. */
export interface ColumnRoles {
  names: readonly string[];
  /** What the file calls the columns of times and of names of series. */
  header?: { time?: string; series?: string };
  time?: number;
  series?: number;
  targets: readonly number[];
  past: readonly number[];
  future: readonly number[];
  fixed: readonly number[];
  /** Targets, past, future. */
  values: readonly number[];
}

const TIME_NAMES = ['date', 'time', 'timestamp', 'datetime', 'ds', 'month', 'year'];
const SERIES_NAMES = ['series', 'series_id', 'unique_id'];

/**
 * @param first cells of the first row below the header
 * @throws DataError for a column that is not there, has two roles or stands twice, and where nothing is left to forecast
 */
export function columnRoles(
  file: string,
  header: readonly string[],
  first: readonly string[],
  columns: SeriesColumns,
): ColumnRoles {
  const where = `${file} line 1`;
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined) throw fault(where, `the header has two columns ${show(twice)}`, 'each name once');
  const at = (name: string, option: string) => {
    const index = header.indexOf(name);
    if (index >= 0) return index;
    throw fault(where, `there is no column ${show(name)} (${option})`, `one of ${header.join(', ')}`);
  };
  const all = (option: keyof SeriesColumns) => [columns[option] ?? []].flat().map((name) => at(name, option));
  const usual = (names: readonly string[]) => header.findIndex((name) => names.includes(name.toLowerCase()));
  const [past, future, fixed, ignored] = (
    ['pastColumns', 'futureColumns', 'staticColumns', 'ignoreColumns'] as const
  ).map(all);
  const series =
    columns.seriesColumn === undefined ? found(usual(SERIES_NAMES)) : at(columns.seriesColumn, 'seriesColumn');
  const taken = new Set([...past, ...future, ...fixed, ...ignored, ...(series === undefined ? [] : [series])]);
  const time = columns.timeColumn === undefined ? timeOf(header, first, taken) : at(columns.timeColumn, 'timeColumn');
  if (time !== undefined) taken.add(time);
  const targets = columns.targetColumns ? all('targetColumns') : header.flatMap((_, i) => (taken.has(i) ? [] : [i]));
  const roles = [...targets, ...past, ...future, ...fixed, ...ignored, ...(time === undefined ? [] : [time]), ...(series === undefined ? [] : [series])]; // prettier-ignore
  const double = roles.find((index, i) => roles.indexOf(index) < i);
  if (double !== undefined)
    throw fault(where, `the column ${show(header[double])} is named for two purposes`, 'one for each column');
  if (targets.length === 0) throw fault(where, `the header ${show(header)} has no column that could be forecast`, 'at least one beside time and series'); // prettier-ignore
  const named = {
    ...(time !== undefined && { time: header[time] }),
    ...(series !== undefined && { series: header[series] }),
  };
  return {
    names: header,
    header: named,
    time,
    series,
    targets,
    past,
    future,
    fixed,
    values: [...targets, ...past, ...future],
  };
}

const found = (index: number) => (index < 0 ? undefined : index);

/** Of the usual names the one whose cell is a time; else the first column, if its cell is one and no plain number. */
function timeOf(header: readonly string[], first: readonly string[], taken: ReadonlySet<number>): number | undefined {
  const named = TIME_NAMES.map((name) => header.findIndex((one) => one.toLowerCase() === name));
  const usual = named.find((index) => index >= 0 && !taken.has(index) && parseStamp(first[index]) !== undefined);
  if (usual !== undefined) return usual;
  const isTime = !taken.has(0) && parseStamp(first[0]) !== undefined && !/^\d+$/.test(first[0].trim());
  return isTime ? 0 : undefined;
}

const fault = (where: string, problem: string, expected: string) =>
  new DataError({
    where,
    problem,
    expected,
    fix: ({ option }) =>
      `Correct the header, or name columns with ${option('targetColumns')}, ${option('timeColumn')} and the like`,
  });
