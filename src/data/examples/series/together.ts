/** Rows of a file → a series: a row for every step, values and covariates apart. */
import type { TimeSeries } from './example';
import { fillColumns, type GapCounts, type GapRule, regularRows } from './gaps';
import type { ColumnRoles } from './roles';
import type { Collected } from './table';
import type { StampForm } from './time-stamps';

/** @returns the series, and what was done to its rows, a sentence each @throws DataError for gaps, as `gaps` says. */
export function together(
  file: string,
  name: string,
  { rows, fixed }: Collected,
  { roles, stamps, gaps }: { roles: ColumnRoles; stamps?: StampForm; gaps: GapRule },
): { series: TimeSeries; notes: string[] } {
  const { names, targets, past, future } = roles;
  const all = [...targets, ...past, ...future].map((f) => names[f]);
  const regular = regularRows(rows, { series: name, columns: all, stamps }, gaps);
  const { times, values, frequency, counts } = regular;
  const size = all.length;
  const known = rowsBeforeFuture(values, size, targets.length + past.length, future.length > 0);
  const lines = rows.length === times.length ? rows : undefined;
  const whereOf = (row: number) => lines?.[row].where ?? `${file} series ${name} row ${row + 1}`;
  const indices = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const fill = (from: number, count: number, until: number) =>
    fillColumns(values, all, { indices: indices(from, count), rows: until, rule: gaps, whereOf });
  counts.missingValues += fill(0, targets.length + past.length, known);
  counts.missingValues += fill(targets.length + past.length, future.length, times.length);
  const part = (from: number, count: number, until: number) => {
    const out = new Float64Array(until * count);
    for (let t = 0; t < until; t++) for (let f = 0; f < count; f++) out[t * count + f] = values[t * size + from + f];
    return out;
  };
  const covariates = (indices: readonly number[], from: number, until: number) => ({
    columns: indices.map((f) => names[f]),
    values: part(from, indices.length, until),
  });
  const series: TimeSeries = {
    series: name,
    columns: targets.map((f) => names[f]),
    values: part(0, targets.length, known),
    ...(stamps && { times: times.subarray(0, known), frequency, stamps }),
    ...(past.length > 0 && { past: covariates(past, targets.length, known) }),
    ...(future.length > 0 && { future: covariates(future, targets.length + past.length, times.length) }),
    ...(Object.keys(fixed).length > 0 && { fixed }),
    ...(roles.header && { header: roles.header }),
    where: rows[0].where,
  };
  return { series, notes: notesOf(name, counts, gaps) };
}

/** Rows at the end that have nothing but what is known in advance are the future of the series. */
function rowsBeforeFuture(values: Float64Array, size: number, unknown: number, hasFuture: boolean): number {
  let rows = values.length / size;
  const isEmpty = (t: number) => values.subarray(t * size, t * size + unknown).every(Number.isNaN);
  while (hasFuture && rows > 1 && isEmpty(rows - 1)) rows--;
  return rows;
}

function notesOf(name: string, counts: GapCounts, gaps: GapRule): string[] {
  const { unordered, duplicates, missingRows, missingValues } = counts;
  const parts = [
    unordered && `${unordered} rows put in order`,
    duplicates && `${duplicates} rows of a time that was there already left out`,
    missingRows && `${missingRows} missing rows`,
    missingValues && `${missingValues} missing values (those of missing rows included)`,
  ].filter(Boolean);
  return parts.length ? [`series ${name}: ${parts.join(', ')}; gaps: ${gaps}`] : [];
}
