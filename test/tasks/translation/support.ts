/** Small translators for exercises with a known answer. */
import '../../../src/node';
import { reverseSplits } from '../../../src/data/generated/letter-strings';
import { Random } from '../../../src/random';
import type { TranslatorOptions } from '../../../tasks/translation/translation';

/** Learns an exercise on characters in some hundred steps. */
export const exerciseOptions: TranslatorOptions = {
  tokenizer: 'characters',
  minimumCount: 1,
  hiddenSize: 48,
  embeddingSize: 24,
  tying: 'none',
  embeddingDropout: 0,
  dropout: 0,
  labelSmoothing: 0,
  learningRate: 0.012,
  averaging: 0.98,
  batchSize: 32,
  monitor: 'sequenceAccuracy',
};

/** So small that a run takes a second. */
export const tinyOptions: TranslatorOptions = {
  ...exerciseOptions,
  hiddenSize: 12,
  embeddingSize: 8,
  epochs: 2,
  batchSize: 8,
  seed: 3,
};

const sizes = { train: 60, validation: 12, test: 12 };
export const tinyPairs = reverseSplits(Random.fromSeed(5), { letters: 5, shortest: 2, longest: 6, sizes });
