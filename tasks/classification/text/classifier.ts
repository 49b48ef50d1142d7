/** Texts of a `Classifier`: as those of sentiment, with calibrated probabilities, and labels that may be unknown. */
import * as v from 'valibot';
import type { ClassifierBatch } from '../../../models/layers-network';
import type { TokenBatch } from '../../../models/network';
import { checkResetAfter, parseConfig } from '../../settings';
import type { Task } from '../../task';
import { classifierKinds } from '../kinds';
import { type ClassifierMetrics, ClassifierPredictor } from '../metrics';
import { parsePredictOptions, predictFlags } from '../predictions';
import { sharedEntries } from '../shared-settings';
import type { TextPreprocessor } from './preprocessor';
import { textSpace } from './search-space';
import { textEntries } from './settings';
import { textClassification, textPredictorParts, type TextTypes } from './text-classification';

export const classifierTextEntries = {
  ...textEntries,
  ...sharedEntries,
  /** What a sequence is: a text, or frames of numbers. The training data decide where it is left out. */
  input: v.optional(v.literal('text'), 'text'),
};

const schema = v.strictObject(classifierTextEntries);

export type ClassifierTextOptions = v.InferInput<typeof schema>;
export type ClassifierTextConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
function parseClassifierText(options: unknown): ClassifierTextConfig {
  const parsed = parseConfig('Classifier of texts', schema, options);
  checkResetAfter('Classifier', parsed);
  return parsed;
}

export interface ClassifierTextTypes extends TextTypes {
  config: ClassifierTextConfig;
  metrics: ClassifierMetrics;
}

const texts = textClassification('classification', 'Classifier');

/** @param settings of classifiers of any kind of input, for help */
export const classifierOfTexts = (settings: object): Task<ClassifierTextTypes, TextPreprocessor> => ({
  ...texts,
  variant: undefined,
  fitFiles: undefined,
  encodeStream: undefined,
  kinds: classifierKinds,
  settings,
  predictFlags,
  parsePredictOptions,
  parseConfig: parseClassifierText,
  inferredSettings: [...(texts.inferredSettings ?? []), 'input'],
  inferOptions: (examples, options, note) => ({ input: 'text', ...texts.inferOptions?.(examples, options, note) }),
  searchSpace: (config) => textSpace(config),
  createPredictor: (config, preprocessor, random) =>
    new ClassifierPredictor<ClassifierTextTypes, ClassifierBatch<TokenBatch>>(
      textPredictorParts(config, preprocessor, random, { where: 'Classifier' }),
      config,
    ),
});
