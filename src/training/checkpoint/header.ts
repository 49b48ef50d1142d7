/** The JSON part of a checkpoint, checked key by key when it is read. */
import * as v from 'valibot';
import { wholeNumber } from '../../validation';

/** Raised by one whenever an older library could not read the new form. */
export const checkpointVersion = 1;

const count = wholeNumber(0);
/** A figure may be NaN or infinite, which JSON cannot write: it is then its name. (null was NaN once.) */
const metrics = v.record(
  v.string(),
  v.pipe(
    v.nullable(v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity'])])),
    v.transform((value) => Number(value ?? NaN)),
  ),
);
const shapes = v.array(v.strictObject({ name: v.string(), shape: v.array(count) }));
const watched = { best: v.nullable(v.number()), stale: count };

const progressSchema = v.strictObject({
  stepsPerEpoch: count,
  epoch: count,
  step: count,
  globalStep: count,
  sums: v.strictObject({
    loss: v.number(),
    weight: v.number(),
    tokens: v.number(),
    seconds: v.number(),
    totals: v.record(v.string(), v.number()),
  }),
  schedule: v.strictObject({ ...watched, lowered: count }),
  best: v.strictObject({ ...watched, epoch: v.nullable(count) }),
  history: v.array(
    v.strictObject({
      epoch: count,
      train: metrics,
      validation: v.nullable(metrics),
      learningRate: v.number(),
      seconds: v.number(),
    }),
  ),
});

export const checkpointHeader = v.strictObject({
  version: v.literal(checkpointVersion),
  progress: progressSchema,
  arrays: v.strictObject({ weights: shapes, slots: shapes, average: v.nullable(shapes), best: v.nullable(shapes) }),
});

/** Plain data for `JSON.stringify`. */
export type CheckpointHeader = v.InferInput<typeof checkpointHeader>;
