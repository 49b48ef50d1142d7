/** Options of `predict` of a language model. */
import * as v from 'valibot';
import type { PredictionOptions } from '../task';
import { parseConfig } from '../settings';

const scoreSchema = v.strictObject({
  /** The score of every token too. */
  tokenScores: v.optional(v.boolean()),
});

/** @throws ConfigError for an option that there is not. */
export const parseScoreOptions = (options: PredictionOptions): PredictionOptions =>
  parseConfig('LanguageModel.predict', scoreSchema, options);
