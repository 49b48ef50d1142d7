/** Comparing lists of numbers, however nested, by the largest difference relative to the largest expected entry. */
import type { Matrix } from '../../src/cells/float64';

type Nested = number | readonly Nested[];

export const flatten = (nested: Nested): number[] =>
  typeof nested === 'number' ? [nested] : nested.flatMap((part) => flatten(part));

export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i] - expected[i]);
    if (Number.isNaN(d)) return Infinity;
    difference = Math.max(difference, d);
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return difference === 0 ? 0 : difference / largest;
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(relativeError(actual, expected)).toBeLessThanOrEqual(tolerance);
}

/** T × [B,n] → all numbers in the order of [B,T,n]. */
export function batchMajor(steps: readonly Matrix[]): Float64Array {
  const [{ rows, columns }] = steps;
  const values = new Float64Array(rows * steps.length * columns);
  steps.forEach((step, t) => {
    for (let b = 0; b < rows; b++) {
      values.set(step.values.subarray(b * columns, (b + 1) * columns), (b * steps.length + t) * columns);
    }
  });
  return values;
}
