/** Columns on a common scale: mean 0 and deviation 1 in training. */
import { DataError } from '../../../src/errors';
import type { ColumnScale } from '../types';

/** Of means and deviations: on a scale up to it, whatever a network gives is finite in the units of the column. */
export const MAX_SCALE = 1e150;

/**
 * Of the values that are there.
 * @param all of each series, row after row
 * @param onConstant a column that has one value: its deviation is taken as 1
 * @throws DataError for values so large that their squares overflow
 */
export function fitScale(
  all: readonly ArrayLike<number>[],
  size: number,
  onConstant?: (column: number) => void,
): ColumnScale {
  const scale = { means: new Array<number>(size).fill(0), deviations: new Array<number>(size).fill(1) };
  for (let c = 0; c < size; c++) {
    let [sum, count, origin] = [0, 0, NaN];
    for (const values of all)
      for (let i = c; i < values.length; i += size) {
        if (Number.isNaN(values[i])) continue;
        if (count === 0) origin = values[i];
        sum += values[i] - origin; // distances from the first value keep precision far from 0
        count++;
      }
    const mean = count ? origin + sum / count : 0;
    let squares = 0;
    for (const values of all)
      for (let i = c; i < values.length; i += size) if (!Number.isNaN(values[i])) squares += (values[i] - mean) ** 2;
    const deviation = Math.sqrt(squares / Math.max(1, count));
    scale.means[c] = mean;
    if (!(Math.abs(mean) <= MAX_SCALE && deviation <= MAX_SCALE)) throw tooLarge(c);
    if (deviation > 1e-9 * Math.abs(mean)) scale.deviations[c] = deviation;
    else onConstant?.(c);
  }
  return scale;
}

/** The value before takes the place of a missing one; at the start the mean does. @throws DataError for what overflows. */
export function scaled(
  values: ArrayLike<number>,
  { means, deviations }: ColumnScale,
  where: string,
): { values: Float32Array; observed?: Uint8Array } {
  const size = means.length;
  const out = new Float32Array(values.length);
  let observed: Uint8Array | undefined;
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(values[i])) {
      observed ??= new Uint8Array(out.length).fill(1);
      observed[i] = 0;
      out[i] = i >= size ? out[i - size] : 0;
      continue;
    }
    out[i] = (values[i] - means[i % size]) / deviations[i % size];
    if (!Number.isFinite(out[i]))
      throw tooFar(`${where}, row ${Math.floor(i / size) + 1} column ${(i % size) + 1}`, values[i]);
  }
  return { values: out, observed };
}

/** Mean absolute and squared difference of values one season apart, in the first rows: the scale of MASE and RMSSE. */
export function naiveChange(values: Float32Array, size: number, rows: number, season: number) {
  const absolute = new Float64Array(size);
  const squared = new Float64Array(size);
  const lag = rows > season ? season : 1;
  for (let c = 0; c < size; c++) {
    for (let t = lag; t < rows; t++) {
      const change = values[t * size + c] - values[(t - lag) * size + c];
      absolute[c] += Math.abs(change) / (rows - lag);
      squared[c] += change ** 2 / (rows - lag);
    }
  }
  return { absolute, squared };
}

const tooLarge = (column: number) =>
  new DataError({
    where: `column ${column + 1} of the training series`,
    problem: 'its values are so large that their squares overflow',
    expected: `a mean and a deviation of at most ${MAX_SCALE}`,
    fix: 'Use another unit for the column',
  });

const tooFar = (where: string, value: number) =>
  new DataError({
    where,
    problem: `the value ${value} overflows on the scale of training`,
    expected: 'values in about the range of training',
    fix: 'Check the unit of the column',
  });

/** Rows with their columns in another order. */
export function inOrder(
  values: ArrayLike<number>,
  given: readonly string[],
  wanted: readonly string[],
): ArrayLike<number> {
  const from = wanted.map((name) => given.indexOf(name));
  if (from.every((index, i) => index === i)) return values;
  const size = wanted.length;
  return Float64Array.from({ length: values.length }, (_, i) => values[i - (i % size) + from[i % size]]);
}
