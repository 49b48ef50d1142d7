/** A series as one object of JSON: `{"series": "a", "columns": ["load"], "times": ["2026-11-28 14:00"], "values": [[1.5]]}`. */
import { DataError, show } from '../../../errors';
import { areTexts, isText } from '../example';
import type { TimedRow } from './gaps';
import { parseStamp, type StampForm } from './time-stamps';

export interface JsonSeries {
  series: string;
  columns: readonly string[];
  rows: TimedRow[];
  stamps?: StampForm;
}

/** @param values one a row, or a list of them a row; null is missing @throws DataError for another object. */
export function seriesOfRecord(record: Readonly<Record<string, unknown>>, where: string, index: number): JsonSeries {
  const { series = `series ${index + 1}`, values, times } = record;
  if (!isText(series)) throw misfit(where, 'series', series, 'a name');
  if (!Array.isArray(values) || values.length === 0)
    throw misfit(where, 'values', values, 'a list of numbers, or of rows of them');
  const all = values.map((row: unknown) => (Array.isArray(row) ? (row as unknown[]) : [row]));
  const { columns = all[0].length === 1 ? ['value'] : all[0].map((_, c) => `x${c + 1}`) } = record;
  if (!areTexts(columns)) throw misfit(where, 'columns', columns, 'names');
  if (times !== undefined && (!Array.isArray(times) || times.length !== all.length))
    throw misfit(where, 'times', times, `${all.length} time stamps`);
  let stamps: StampForm | undefined;
  const rows = all.map((row, t): TimedRow => {
    const place = `${where} row ${t + 1}`;
    if (row.length !== columns.length) throw misfit(place, 'the row', row, `${columns.length} numbers`);
    const stamp = times && parseStamp(String(times[t]));
    if (times && !stamp) throw misfit(place, 'the time', times[t], 'a time such as 2026-11-28 14:00');
    stamps ??= stamp?.form;
    if (stamp && (stamp.form.pattern !== stamps?.pattern || stamp.form.zone !== stamps.zone))
      throw misfit(place, 'the time', times[t], 'one form and one time zone for all times');
    return { time: stamp?.time ?? t, values: row.map((value) => numberOf(value, place)), where: place };
  });
  return { series, columns, rows, ...(stamps && { stamps }) };
}

function numberOf(value: unknown, where: string): number {
  if (value === null) return NaN;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw misfit(where, 'a value', value, 'a finite number, or null where it is missing');
}

const misfit = (where: string, name: string, value: unknown, expected: string) =>
  new DataError({
    where,
    problem: `${name} is ${show(value)}`,
    expected,
    fix: 'Write {"series": "a", "columns": ["x"], "values": [[1], [2]]}',
  });
