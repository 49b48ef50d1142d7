/** What a translator can be told. */
import * as v from 'valibot';
import { ConfigError } from '../../src/errors';
import { count, countOrZero, parseConfig, rate, trainingEntries } from '../settings';

const share = v.pipe(
  v.number('a number in [0, 1]'),
  v.minValue(0, 'a number in [0, 1]'),
  v.maxValue(1, 'a number in [0, 1]'),
);

const schema = v.strictObject({
  ...trainingEntries,
  epochs: v.optional(count, 10),
  learningRate: v.optional(trainingEntries.learningRate.wrapped, 1e-3),
  /** Most pairs of a batch. */
  batchSize: v.optional(count, 64),
  /** Most tokens of a batch, both sides and padding counted; 0 counts pairs alone. */
  batchTokens: v.optional(countOrZero, 2000),
  /** The figure on the validation that chooses the best epoch. (BLEU is 0 where texts are single words.) */
  monitor: v.optional(v.picklist(['chrf', 'bleu', 'perplexity', 'sequenceAccuracy']), 'chrf'),
  /**
   * `words` for any language, `whitespace` for text that is tokenised already, `characters`, `byte-pairs` (subwords). If left
   * out, training texts of one word each are read by their characters.
   */
  tokenizer: v.optional(v.picklist(['words', 'whitespace', 'characters', 'byte-pairs']), 'words'),
  /** How many merges of byte pairs are learnt: tokens beyond the 256 bytes. */
  merges: v.optional(count, 8000),
  lowercase: v.optional(v.boolean(), false),
  /** One vocabulary for both sides. */
  sharedVocabulary: v.optional(v.boolean(), false),
  /** Rarer tokens are read as unknown; nothing is said that was not seen so often. */
  minimumCount: v.optional(count, 2),
  /** Most ids of a vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 30_000),
  /** Longer texts are cut, and counted; 0 never cuts. */
  maximumLength: v.optional(countOrZero, 100),
  cell: v.optional(v.picklist(['gru', 'lstm', 'simple-rnn']), 'gru'),
  /** GRU only: PyTorch's and Keras' convention. */
  resetAfter: v.optional(v.boolean(), true),
  /** Of the encoder. */
  bidirectional: v.optional(v.boolean(), true),
  /** Of the encoder, and as many of the decoder. */
  layers: v.optional(count, 1),
  hiddenSize: v.optional(count, 512),
  embeddingSize: v.optional(count, 256),
  attention: v.optional(v.picklist(['none', 'additive', 'general', 'scaled-dot']), 'general'),
  inputFeeding: v.optional(v.boolean(), false),
  contextEveryStep: v.optional(v.boolean(), false),
  tying: v.optional(v.picklist(['none', 'target', 'all']), 'target'),
  reverseSource: v.optional(v.boolean(), false),
  embeddingDropout: v.optional(rate, 0.3),
  dropout: v.optional(rate, 0.4),
  recurrentDropout: v.optional(rate, 0),
  labelSmoothing: v.optional(rate, 0.1),
  /** Part of the steps that read the true token before them and not what the model said (scheduled sampling). */
  teacherForcing: v.optional(share, 1),
  /** `linear`: that part falls from 1 to `teacherForcing` over the run. */
  teacherForcingSchedule: v.optional(v.picklist(['constant', 'linear']), 'constant'),
});

export const translatorSettings: object = schema.entries;

export type TranslatorOptions = v.InferInput<typeof schema>;
export type TranslatorConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseTranslatorConfig(config: unknown): TranslatorConfig {
  const parsed = parseConfig('Translator', schema, config);
  return { ...parsed, sharedVocabulary: parsed.sharedVocabulary || parsed.tying === 'all' }; // one matrix, one vocabulary
}

/** Not of a bundle, which an earlier release may have written. @throws ConfigError for options that contradict each other. */
export function checkedOptions(options: TranslatorOptions): TranslatorOptions {
  const { teacherForcing, teacherForcingSchedule, tying } = parseTranslatorConfig(options);
  if (tying === 'all' && options.sharedVocabulary === false) {
    throw new ConfigError({
      where: 'Translator',
      problem: 'sharedVocabulary is false, and tying is "all"',
      expected: 'one vocabulary for both sides where their embeddings are one',
      fix: 'Leave sharedVocabulary out, or choose tying "target"',
    });
  }
  if (teacherForcingSchedule === 'linear' && teacherForcing === 1) {
    throw new ConfigError({
      where: 'Translator',
      problem: 'teacherForcingSchedule is "linear", and teacherForcing, to which it falls from 1, is 1',
      expected: 'teacherForcing below 1 with it',
      fix: 'Pass for example teacherForcing: 0.5, or leave teacherForcingSchedule out',
    });
  }
  return options;
}
