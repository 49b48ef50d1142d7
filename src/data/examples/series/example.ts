/** A series: numbers that follow each other in time, in one column or several. */
import { DataError, show } from '../../../errors';
import { areTexts, entriesOf, isText, locationOf } from '../example';
import type { Frequency } from './frequency';
import type { StampForm } from './time-stamps';

/** Further columns: of the known past, or known in advance. */
export interface Covariates {
  columns: readonly string[]; // K
  /** Row after row. What is known in advance may have more rows than the series. */
  values: ArrayLike<number>; // [≥T,K]
}

/** A series, or a part of one with what came before it. */
export interface TimeSeries {
  /** Its name. Default `series`. */
  series?: string;
  /** What is forecast. Default one column, `value`. */
  columns?: readonly string[]; // C
  /** Row after row; NaN where a value is missing. */
  values: ArrayLike<number>; // [T,C]
  /** Of each row: milliseconds since 1970. Without it rows are numbered. */
  times?: ArrayLike<number>; // [T]
  /** Between rows. Default: the most frequent distance of `times`. */
  frequency?: Frequency;
  /** How its file writes time stamps; forecasts have the same form. */
  stamps?: StampForm;
  /**
   * The first row that is forecast where windows of the series are learnt or measured; rows before it are known, and windows
   * reach back into them. Default 0.
   */
  start?: number;
  /** Columns that are known until the present only. */
  past?: Covariates; // [T,P]
  /** Columns that are known in advance; rows beyond the series are those of its future. */
  future?: Covariates; // [≥T,K]
  /** What is the same at all times. */
  fixed?: Readonly<Record<string, number>>;
  /** Steps after which its pattern comes again. */
  season?: number;
  /** What its file calls the columns of times and of names of series; forecasts are written under the same. */
  header?: { time?: string; series?: string };
  /** File and line, for messages. */
  where?: string;
}

export const columnsOf = ({ columns }: TimeSeries): readonly string[] => columns ?? ['value'];
export const nameOfSeries = ({ series }: TimeSeries): string => series ?? 'series';
export const rowsOf = (series: TimeSeries): number => series.values.length / columnsOf(series).length;

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  (Array.isArray(value) && value.every((one) => typeof one === 'number')) ||
  value instanceof Float64Array ||
  value instanceof Float32Array ||
  value instanceof Int32Array;

/** @param position of the example, for messages where it names no file. @throws DataError for what is no series. */
export function checkTimeSeries(example: unknown, position: string): asserts example is TimeSeries {
  const { series, columns = ['value'], values, times, start = 0, past, future } = entriesOf(example);
  const where = locationOf(example, position);
  if (series !== undefined && !isText(series)) throw misfit(where, 'series', series, 'a name');
  if (!areTexts(columns) || columns.length === 0) throw misfit(where, 'columns', columns, 'names of columns');
  if (!isNumbers(values) || values.length === 0 || values.length % columns.length !== 0)
    throw misfit(
      where,
      'values',
      isNumbers(values) ? `${values.length} numbers` : values,
      `numbers, ${columns.length} a row`,
    );
  const rows = values.length / columns.length;
  checkFinite(where, columns, values);
  if (times !== undefined && (!isNumbers(times) || times.length !== rows))
    throw misfit(where, 'times', isNumbers(times) ? `${times.length} numbers` : times, `${rows}, one a row`);
  if (!Number.isInteger(start) || (start as number) < 0 || (start as number) >= rows)
    throw misfit(where, 'start', start, `a row, from 0 to ${rows - 1}`);
  for (const [name, covariates] of Object.entries({ past, future }))
    if (covariates !== undefined) checkCovariates(`${where} ${name}`, covariates, rows);
}

function checkCovariates(where: string, covariates: unknown, rows: number): void {
  const { columns, values } = entriesOf(covariates);
  if (!areTexts(columns) || columns.length === 0) throw misfit(where, 'columns', columns, 'names of columns');
  if (!isNumbers(values) || values.length < rows * columns.length || values.length % columns.length !== 0)
    throw misfit(
      where,
      'values',
      isNumbers(values) ? `${values.length} numbers` : values,
      `at least ${rows} rows of ${columns.length}`,
    );
  checkFinite(where, columns, values);
}

function checkFinite(where: string, columns: readonly string[], values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]) !== Infinity) continue;
    throw new DataError({
      where: `${where} row ${Math.floor(i / columns.length) + 1}`,
      problem: `${columns[i % columns.length]} is ${values[i]}`,
      expected: 'finite numbers; NaN where a value is missing',
      fix: 'Correct the value, or leave it empty',
    });
  }
}

const misfit = (where: string, name: string, value: unknown, expected: string) =>
  new DataError({
    where,
    problem: `${name} is ${typeof value === 'string' ? value : show(value)}`,
    expected,
    fix: 'Pass { series, columns, values } with the values row after row',
  });

/** Rows `start` to `end − 1` as what is forecast, with all rows before them. */
export function partOfSeries(series: TimeSeries, start: number, end: number): TimeSeries {
  const cut = (values: ArrayLike<number>, size: number) =>
    Array.prototype.slice.call(values, 0, end * size) as number[];
  const view = (values: ArrayLike<number>, size: number): ArrayLike<number> =>
    values instanceof Float64Array || values instanceof Float32Array
      ? values.subarray(0, end * size)
      : cut(values, size);
  const covariates = (given: Covariates | undefined) =>
    given && { columns: given.columns, values: view(given.values, given.columns.length) };
  return {
    ...series,
    values: view(series.values, columnsOf(series).length),
    ...(series.times && { times: view(series.times, 1) }),
    ...(series.past && { past: covariates(series.past) }),
    ...(series.future && { future: covariates(series.future) }),
    start,
  };
}
