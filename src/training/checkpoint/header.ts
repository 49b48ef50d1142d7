/** The JSON part of a checkpoint; checked entry by entry, and the entries against each other, when it is read. */
import * as v from 'valibot';
import { numberOfAtLeast, wholeNumber } from '../../validation';

/** Raised by one whenever an older library could not read the new form. */
export const checkpointVersion = 1;

const count = wholeNumber(0);
const countFromOne = wholeNumber(1);
const notNegative = v.pipe(numberOfAtLeast(0), v.finite('a finite number'));
/** A metric may be NaN or infinite, which JSON cannot write: it is then its name. (null was NaN once.) */
const metrics = v.record(
  v.string(),
  v.pipe(
    v.nullable(v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity'])])),
    v.transform((value) => Number(value ?? NaN)),
  ),
);
const shapes = v.array(v.strictObject({ name: v.string(), shape: v.array(count) }));
const monitored = { best: v.nullable(v.number()), stale: count };

const progressSchema = v.pipe(
  v.strictObject({
    stepsPerEpoch: countFromOne,
    epoch: count,
    step: count,
    globalStep: count,
    sums: v.strictObject({
      loss: v.number(),
      weight: notNegative,
      tokens: notNegative,
      seconds: notNegative,
      totals: v.record(v.string(), v.number()),
    }),
    schedule: v.strictObject({ ...monitored, lowered: count }),
    best: v.strictObject({ ...monitored, epoch: v.nullable(countFromOne) }),
    history: v.array(
      v.strictObject({
        epoch: countFromOne,
        train: metrics,
        validation: v.nullable(metrics),
        learningRate: notNegative,
        seconds: notNegative,
      }),
    ),
  }),
  v.check(
    ({ epoch, history }) => history.length === epoch && history.every((record, i) => record.epoch === i + 1),
    'a history of the epochs that are finished, in their order',
  ),
  v.check(
    // epochs may differ in length, but have a step at least
    ({ epoch, step, globalStep }) => (epoch === 0 ? globalStep === step : globalStep >= epoch + step),
    'steps that add up',
  ),
  v.check(
    ({ epoch, best }) => (best.epoch ?? 0) <= epoch && (best.epoch === null) === (best.best === null),
    'a best epoch among those that are finished, with its value',
  ),
  v.check(
    ({ epoch, best, schedule }) => Math.max(best.stale, schedule.stale + schedule.lowered) <= epoch,
    'no more epochs without improvement than are finished',
  ),
  v.check(({ step, sums }) => step > 0 || sums.weight === 0, 'no sums of an epoch before its first step'),
);

export const checkpointHeader = v.pipe(
  v.strictObject({
    version: v.literal(checkpointVersion),
    progress: progressSchema,
    arrays: v.strictObject({
      weights: shapes,
      slots: shapes,
      average: v.nullable(shapes),
      best: v.nullable(shapes),
      /** Of models that carry states from batch to batch. */
      carried: v.optional(shapes),
    }),
  }),
  v.check(
    ({ progress, arrays }) => (progress.best.epoch === null) === (arrays.best === null),
    'weights of the best epoch where there is one',
  ),
);

/** Plain data for `JSON.stringify`. */
export type CheckpointHeader = v.InferInput<typeof checkpointHeader>;
