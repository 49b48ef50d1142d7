/** What a bundle keeps of the training series. */
import * as v from 'valibot';
import { positiveNumber } from '../../../src/validation';
import { MAX_SCALE } from './scales';

const mean = v.pipe(v.number(), v.minValue(-MAX_SCALE), v.maxValue(MAX_SCALE));
const scaleSchema = v.strictObject({
  means: v.array(mean),
  deviations: v.array(v.pipe(positiveNumber, v.maxValue(MAX_SCALE))),
});
const names = v.array(v.string());
const entries = v.strictObject({
  columns: v.pipe(names, v.minLength(1)),
  past: names,
  future: names,
  fixed: names,
  scales: v.record(v.string(), scaleSchema),
  pastScale: scaleSchema,
  futureScale: scaleSchema,
  fixedScale: scaleSchema,
  season: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type SavedForecasting = v.InferOutput<typeof entries>;

/** Whether a scale has a mean and a deviation for each of these columns. */
const isOf = ({ means, deviations }: SavedForecasting['pastScale'], columns: readonly string[]) =>
  means.length === columns.length && deviations.length === columns.length;

export const savedSchema = v.pipe(
  entries,
  v.check(
    ({ columns, scales }) => Object.values(scales).every((scale) => isOf(scale, columns)),
    'a scale for each column',
  ),
  v.check(({ past, pastScale }) => isOf(pastScale, past), 'a scale for each column of the past'),
  v.check(({ future, futureScale }) => isOf(futureScale, future), 'a scale for each column of the future'),
  v.check(({ fixed, fixedScale }) => isOf(fixedScale, fixed), 'a scale for each fixed value'),
);
