/** Options of `predict` of a classifier. */
import * as v from 'valibot';
import { parseConfig, rate } from '../settings';

const schema = v.strictObject({
  /** Labels that are less probable are `unknown`. Default: the setting of the model. */
  unknownBelow: v.optional(rate),
});

/** Options of `predict` of a classifier. */
export type ClassifierPredictOptions = v.InferInput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export const parsePredictOptions = (options: object): ClassifierPredictOptions =>
  parseConfig('Classifier.predict', schema, options);

export const predictFlags = [
  { name: 'unknownBelow', help: 'labels of a smaller probability are answered as unknown; default: as it was trained' },
];
