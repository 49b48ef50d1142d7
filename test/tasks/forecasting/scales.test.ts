/** Scales of series: means and deviations of what is there, and what has none. */
import { DataError } from '../../../src/errors';
import { fitScale } from '../../../tasks/forecasting/series/scales';
import { savedSchema } from '../../../tasks/forecasting/series/saved';
import * as v from 'valibot';

it('measures each column by the values that are there', () => {
  const { means, deviations } = fitScale(
    [
      [1, 10, 3, NaN],
      [5, 30],
    ],
    2,
  );
  expect(means).toEqual([3, 20]);
  expect(deviations.map((x) => x ** 2)).toEqual([expect.closeTo(8 / 3, 12), expect.closeTo(100, 12)]);
});

it('names a constant column, and refuses values whose squares overflow', () => {
  const constant: number[] = [];
  expect(fitScale([[7, 1, 7, 2]], 2, (column) => constant.push(column)).deviations[0]).toBe(1);
  expect(constant).toEqual([0]);
  for (const values of [
    [1e200, -1e200],
    [1e160, 1e160],
  ])
    expect(() => fitScale([values], 1)).toThrow(DataError);
  expect(() => fitScale([[0, 1e200]], 1)).toThrow('column 1 of the training series: its values are so large');
});

it('a bundle with a scale for other columns than it has, or of such a size, is not read', () => {
  const scale = { means: [0, 1], deviations: [1, 2] };
  const none = { means: [], deviations: [] };
  const saved = { columns: ['a', 'b'], past: [], future: ['c'], fixed: [], scales: { x: scale }, pastScale: none, fixedScale: none, futureScale: { means: [0], deviations: [1] }, season: 1 }; // prettier-ignore
  const reads = (changed: object) => v.safeParse(savedSchema, { ...saved, ...changed }).success;
  expect(reads({})).toBe(true);
  expect(reads({ scales: { x: { ...scale, means: [0] } } })).toBe(false);
  expect(reads({ scales: { x: { ...scale, deviations: [1, 2, 3] } } })).toBe(false);
  expect(reads({ scales: { x: { ...scale, means: [0, 1e300] } } })).toBe(false);
  expect(reads({ futureScale: none })).toBe(false);
  expect(reads({ fixedScale: { means: [0], deviations: [1] } })).toBe(false);
});
