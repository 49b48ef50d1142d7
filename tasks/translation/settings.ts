/** Settings of a translator. */
import * as v from 'valibot';
import { ConfigError } from '../../src/errors';
import {
  cellName,
  checkResetAfter,
  count,
  countOrZero,
  layerCount,
  layerSize,
  parseConfig,
  rate,
  trainingEntries,
} from '../settings';

const share = v.pipe(
  v.number('a number in [0, 1]'),
  v.minValue(0, 'a number in [0, 1]'),
  v.maxValue(1, 'a number in [0, 1]'),
);

const schema = v.strictObject({
  ...trainingEntries,
  /** Passes over the training pairs. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 10),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(trainingEntries.learningRate.wrapped, 1e-3),
  /** Maximum number of pairs in a batch; they have similar lengths. Without it few pairs are read in smaller batches. */
  batchSize: v.optional(count, 64),
  /** Maximum number of tokens in a batch, both sides and padding counted; 0 counts pairs alone. */
  batchTokens: v.optional(countOrZero, 2000),
  /** The metric of the validation pairs that chooses the best epoch. (BLEU is 0 where texts are single words.) */
  monitor: v.optional(v.picklist(['chrf', 'bleu', 'perplexity', 'sequenceAccuracy']), 'chrf'),
  /**
   * How text is split: `words` for any language, `whitespace` for text that is tokenised already, `characters`,
   * `byte-pairs` (subwords, Sennrich et al. 2016). Without it, training texts of one word each are read by their
   * characters.
   */
  tokenizer: v.optional(v.picklist(['words', 'whitespace', 'characters', 'byte-pairs']), 'words'),
  /** Number of byte-pair merges that are learnt: tokens beyond the 256 bytes. */
  merges: v.optional(count, 8000),
  /** Reads upper and lower case alike, on both sides. */
  lowercase: v.optional(v.boolean(), false),
  /** One vocabulary for both sides. */
  sharedVocabulary: v.optional(v.boolean(), false),
  /** Tokens with fewer occurrences in training are read as unknown, and never generated. */
  minimumCount: v.optional(count, 2),
  /** Largest size of a vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 30_000),
  /** Longer texts are truncated to this many tokens, and counted; 0 never truncates. */
  maximumLength: v.optional(countOrZero, 100),
  /** Cell of the recurrent layers of encoder and decoder. */
  cell: v.optional(cellName, 'gru'),
  /** GRU only: the convention of PyTorch and Keras 3. */
  resetAfter: v.optional(v.boolean(), true),
  /** The encoder reads in both directions, with half the units in each. */
  bidirectional: v.optional(v.boolean(), true),
  /** Recurrent layers of the encoder, and as many of the decoder. */
  layers: v.optional(layerCount, 1),
  /** Units of a recurrent layer of the decoder and, both directions together, of the encoder. */
  hiddenSize: v.optional(layerSize, 512),
  /** Size of a token's embedding, on both sides. */
  embeddingSize: v.optional(layerSize, 256),
  /**
   * Score between a decoder state and the encoder's states: `additive` (Bahdanau et al. 2015), `general` (Luong et al.
   * 2015), `scaled-dot` (Vaswani et al. 2017). `none`: the decoder starts from the last state of the encoder and knows
   * nothing else.
   */
  attention: v.optional(v.picklist(['none', 'additive', 'general', 'scaled-dot']), 'general'),
  /**
   * With attention: the output of a step is an input of the next one (Luong et al. 2015, §3.3). Steps then run one by
   * one: slow.
   */
  inputFeeding: v.optional(v.boolean(), false),
  /**
   * Without attention: the last state of the encoder is an input of every step, not of the first alone (Cho et al.
   * 2014).
   */
  contextEveryStep: v.optional(v.boolean(), false),
  /**
   * Shared weights: `target`: the embedding and the output of the decoder are one matrix (Press & Wolf 2017); `all`:
   * the embedding of the source too.
   */
  tying: v.optional(v.picklist(['none', 'target', 'all']), 'target'),
  /** The encoder reads the source from its end (Sutskever et al. 2014). */
  reverseSource: v.optional(v.boolean(), false),
  /** Dropout of components of the embeddings, the same at all steps of a text. */
  embeddingDropout: v.optional(rate, 0.3),
  /** Dropout between recurrent layers and before the output. */
  dropout: v.optional(rate, 0.4),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
  /** Fraction of the target probability that is spread over the vocabulary. */
  labelSmoothing: v.optional(rate, 0.1),
  /**
   * Fraction of the decoder's steps that read the true previous token, not the model's own (scheduled sampling, Bengio et
   * al. 2015).
   */
  teacherForcing: v.optional(share, 1),
  /** `linear`: that fraction falls from 1 to `teacherForcing` over the run. */
  teacherForcingSchedule: v.optional(v.picklist(['constant', 'linear']), 'constant'),
});

export const translatorSettings: object = schema.entries;

/** Settings of a translator; what is left out has its default. */
export type TranslatorOptions = v.InferInput<typeof schema>;
/** Every setting of a translator, with defaults filled in. */
export type TranslatorConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseTranslatorConfig(config: unknown): TranslatorConfig {
  const parsed = parseConfig('Translator', schema, config);
  const { cell, resetAfter, sharedVocabulary, tying } = parsed;
  return {
    ...parsed,
    resetAfter: resetAfter && cell === 'gru',
    sharedVocabulary: sharedVocabulary || tying === 'all', // one matrix, one vocabulary
  };
}

/** Not of a bundle, which an earlier release may have written. @throws ConfigError for options that contradict each other. */
export function checkedOptions(options: TranslatorOptions): TranslatorOptions {
  const { cell, teacherForcing, teacherForcingSchedule, tying } = parseTranslatorConfig(options);
  checkResetAfter('Translator', { cell, resetAfter: options.resetAfter === true });
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
