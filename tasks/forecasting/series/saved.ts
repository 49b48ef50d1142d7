/** What a bundle keeps of the training series. */
import * as v from 'valibot';
import { positiveNumber } from '../../../src/validation';

const finite = v.pipe(v.number(), v.finite());
const scaleSchema = v.strictObject({ means: v.array(finite), deviations: v.array(positiveNumber) });
const names = v.array(v.string());
export const savedSchema = v.strictObject({
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
export type SavedForecasting = v.InferOutput<typeof savedSchema>;
