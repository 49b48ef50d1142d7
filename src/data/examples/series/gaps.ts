/** Rows of a series as they are in a file → one row for every step of time: in order, without gaps, each once. */
import { DataError } from '../../../errors';
import { addSteps, type Frequency, inferFrequency, nameOfFrequency, stepsBetween } from './frequency';
import { formatStamp, type StampForm } from './time-stamps';

/**
 * What becomes of missing values and rows: refused; the value before; a line between the neighbours; or left out of what is
 * learnt and measured.
 */
export const gapRules = ['error', 'forward', 'linear', 'mask'] as const;
export type GapRule = (typeof gapRules)[number];

export interface TimedRow {
  /** Instant, or the number of the row. */
  time: number;
  values: number[]; // [F], NaN for an empty cell
  where: string;
}

/** What was done to a series, in counts. */
export interface GapCounts {
  unordered: number;
  duplicates: number;
  missingRows: number;
  missingValues: number;
}

interface Regular {
  times: Float64Array; // [T]
  values: Float64Array; // [T,F]
  frequency: Frequency;
  counts: GapCounts;
}

/**
 * @param named the columns, for messages
 * @param isRequired which columns must have a value in every row; those of others may be empty at the end (the future)
 * @throws DataError for stamps between the steps; with the rule `error` for every gap, duplicate and missing value
 */
export function regularRows(
  rows: readonly TimedRow[],
  named: { series: string; columns: readonly string[]; stamps?: StampForm },
  rule: GapRule,
): Regular {
  const { series, columns, stamps } = named;
  const shown = (time: number) => (stamps ? formatStamp(time, stamps) : `row ${time + 1}`);
  const unordered = rows.filter(({ time }, i) => i > 0 && time < rows[i - 1].time);
  if (unordered.length > 0 && rule === 'error') {
    const [{ where, time }] = unordered;
    throw refuse(
      where,
      `series ${series}: ${shown(time)} comes after a later time (${unordered.length} such rows)`,
      'rows in the order of time',
    );
  }
  const sorted = unordered.length > 0 ? [...rows].sort((a, b) => a.time - b.time) : rows;
  const frequency = stamps
    ? inferFrequency(
        sorted.map(({ time }) => time),
        `${rows[0].where} series ${series}`,
      )
    : { milliseconds: 1 };
  const first = sorted[0].time;
  const at = new Map<number, TimedRow>();
  let duplicates = 0;
  for (const row of sorted) {
    const step = stepsBetween(first, row.time, frequency);
    if (!Number.isInteger(step)) throw offGrid(row, series, shown, frequency);
    if (at.has(step)) {
      duplicates++;
      if (rule === 'error')
        throw refuse(
          row.where,
          `series ${series}: ${shown(row.time)} comes twice${dstHint(frequency, 'twice')}`,
          'each time once',
        );
      continue;
    }
    at.set(step, row);
  }
  const count = stepsBetween(first, sorted[sorted.length - 1].time, frequency) + 1;
  if (count > 50 * sorted.length + 1000) throw tooSparse(sorted, series, count, frequency);
  const times = Float64Array.from({ length: count }, (_, step) => addSteps(first, frequency, step));
  const values = new Float64Array(count * columns.length).fill(NaN);
  at.forEach((row, step) => values.set(row.values, step * columns.length));
  const missingRows = count - at.size;
  if (missingRows > 0 && rule === 'error') {
    const step = Array.from(times).findIndex((_, step) => !at.has(step));
    const before = at.get(step - 1)!;
    throw refuse(
      before.where,
      `series ${series}: ${shown(times[step])} is missing (${missingRows} of ${count} rows are)${dstHint(frequency, 'missing')}`,
      `a row every ${nameOfFrequency(frequency)}`,
    );
  }
  return {
    times,
    values,
    frequency,
    counts: { unordered: unordered.length, duplicates, missingRows, missingValues: 0 },
  };
}

/**
 * Fills the missing values of these columns in place, by the rule.
 * @returns how many
 * @throws DataError with the rule `error`; where a column has no value at all, or none at its start
 */
export function fillColumns(
  values: Float64Array, // [T,F]
  columns: readonly string[], // F
  filled: { indices: readonly number[]; rows: number; rule: GapRule; whereOf: (row: number) => string },
): number {
  const { indices, rows, rule, whereOf } = filled;
  const size = columns.length;
  let missing = 0;
  for (const f of indices) {
    let last = -1;
    for (let t = 0; t < rows; t++) {
      if (!Number.isNaN(values[t * size + f])) {
        if (rule === 'linear' && last >= 0 && t - last > 1) interpolate(values, size, f, last, t);
        last = t;
        continue;
      }
      missing++;
      if (rule === 'error') throw refuse(whereOf(t), `${columns[f]} is empty`, 'a number in every row');
      if (rule === 'forward' && last >= 0) values[t * size + f] = values[last * size + f];
      if (rule === 'forward') last = Math.max(last, last >= 0 ? t : -1);
    }
    if (last < 0) throw refuse(whereOf(0), `${columns[f]} has no value at all`, 'numbers');
    if (rule === 'linear') for (let t = last + 1; t < rows; t++) values[t * size + f] = values[last * size + f];
    if (rule !== 'mask') fillStart(values, size, f);
  }
  return missing;
}

function interpolate(values: Float64Array, size: number, f: number, from: number, to: number): void {
  const [a, b] = [values[from * size + f], values[to * size + f]];
  for (let t = from + 1; t < to; t++) values[t * size + f] = a + ((b - a) * (t - from)) / (to - from);
}

/** Before the first value there is nothing to go on from: the first one is taken. */
function fillStart(values: Float64Array, size: number, f: number): void {
  let first = 0;
  while (Number.isNaN(values[first * size + f])) first++;
  for (let t = 0; t < first; t++) values[t * size + f] = values[first * size + f];
}

/** Clocks that are put forward and back leave an hour out, and have one twice. */
const dstHint = ({ milliseconds }: Frequency, what: 'twice' | 'missing') =>
  milliseconds !== undefined && milliseconds <= 3_600_000
    ? `; clocks that are put ${what === 'twice' ? 'back in autumn have an hour twice' : 'forward in spring leave an hour out'}`
    : '';

const refuse = (where: string, problem: string, expected: string) =>
  new DataError({
    where,
    problem,
    expected,
    fix: ({ set }) =>
      `Correct the file (time stamps in UTC have no such hours), or pass ${set('gaps', 'linear')}, forward or mask`,
  });

const offGrid = ({ where, time }: TimedRow, series: string, shown: (time: number) => string, frequency: Frequency) =>
  new DataError({
    where,
    problem: `series ${series}: ${shown(time)} is between the steps; most rows are one ${nameOfFrequency(frequency)} apart`,
    expected: 'times at equal distances',
    fix: 'Correct the time, or resample the series before',
  });

const tooSparse = ([{ where }]: readonly TimedRow[], series: string, count: number, frequency: Frequency) =>
  new DataError({
    where,
    problem: `series ${series} would have ${count} rows, one every ${nameOfFrequency(frequency)}`,
    expected: 'rows at equal distances',
    fix: 'Check the column of times; resample the series before',
  });
