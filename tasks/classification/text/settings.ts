/** Settings of a classifier of texts. */
import * as v from 'valibot';
import { CharacterTokenizer } from '../../../src/text/characters';
import { WordTokenizer } from '../../../src/text/words/tokenizer';
import { ConfigError } from '../../../src/errors';
import { pickOptions, positiveNumber } from '../../../src/validation';
import {
  checkResetAfter,
  count,
  countOrZero,
  layerRateEntries,
  layerSize,
  parseConfig,
  rate,
  recurrentEntries,
  trainingEntries,
} from '../../settings';
import { correctedClassWeightsEntry } from '../../targets/class-weights';
import { type SequenceClassifierConfig, sequenceClassifierNames } from '../../../models/sequence-classifier';

export const tokenizers = ['words', 'whitespace', 'characters'] as const;

export const textEntries = {
  ...trainingEntries,
  /** Passes over the training texts. Without it there are more where an epoch has few updates, or characters are read. */
  epochs: v.optional(count, 6),
  /** Texts in a batch; they have similar lengths. Without it few texts are read in smaller batches. */
  batchSize: v.optional(count, 32),
  /**
   * How text is split: `words` for any language, `whitespace` for text that is tokenised already, `characters`. Without
   * it `words`, or `characters` where most training texts are one word, or short and of words that no other text has.
   */
  tokenizer: v.optional(v.picklist(tokenizers), 'words'),
  /** Reads upper and lower case alike. */
  lowercase: v.optional(v.boolean(), true),
  /** Tokens with fewer occurrences in training are read as unknown. */
  minimumCount: v.optional(count, 2),
  /** Largest size of the vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 30_000),
  /** Longer texts are truncated to this many tokens, and counted; 0 never truncates. */
  maximumLength: v.optional(countOrZero, 0),
  /**
   * Most tokens that the network reads in one piece: a longer text is read as windows of equal length, whose states are
   * pooled together; 0 reads every text in one piece, and so does the pooling `last`. Without it 0, or more where training
   * texts are long.
   */
  window: v.optional(countOrZero, 0),
  ...recurrentEntries,
  ...layerRateEntries,
  /** Units of each direction of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 32),
  /** Size of a token's embedding. */
  embeddingSize: v.optional(layerSize, 64),
  /**
   * How the states of all steps become one vector: the last one, their mean, their maximum, a learnt weighted mean, or
   * several of these side by side. `last` alone opens in stock TensorFlow.js without this library.
   */
  pooling: v.optional(v.picklist(['last', 'mean', 'max', 'attention', 'mean+max', 'last+max+mean']), 'mean+max'),
  /**
   * Scores that are added to the logits. `logistic`: those of a regression on words, bigrams and runs of up to five
   * letters, after training, with factors that are fitted on the validation texts; what is chosen where it is left out,
   * unless examples are streamed.
   * `naive-bayes`: log-count ratios of words and bigrams (Wang & Manning 2012), scaled by a learnt factor.
   * `naive-bayes-after`: the same, but only after the network has been trained without them, scaled by `ngramScale`;
   * right where training texts are parts of one another.
   */
  ngrams: v.optional(v.picklist(['none', 'naive-bayes', 'naive-bayes-after', 'logistic']), 'none'),
  /** Factor of the log-count ratios with `naive-bayes-after`. */
  ngramScale: v.optional(positiveNumber, 0.35),
  /** Dropout of components of the embedding, the same at all steps of a text. */
  embeddingDropout: v.optional(rate, 0.5),
  /** Dropout between recurrent layers and before the output layer. */
  dropout: v.optional(rate, 0.5),
  /** Probability that a token of a training text is read as unknown. */
  wordDropout: v.optional(rate, 0.3),
  /** Fraction of the target probability that is spread over all labels. */
  labelSmoothing: v.optional(rate, 0),
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`:
   * equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the
   * most probable, if that makes macro-F1 better and accuracy no worse on the validation data.
   */
  classWeights: correctedClassWeightsEntry,
};

const schema = v.strictObject(textEntries);

/** Settings of a classifier of texts; what is left out has its default. */
export type TextOptions = v.InferInput<typeof schema>;
/** Every setting of a classifier of texts, with defaults filled in. */
export type TextConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseText(options: unknown, where = 'text classifier'): TextConfig {
  const parsed = parseConfig(where, schema, options);
  checkResetAfter(where, parsed);
  checkWindow(parsed, where);
  return parsed;
}

/** @throws ConfigError for windows of a network that reads the last state alone: the others would be read for nothing. */
function checkWindow({ window, pooling }: TextConfig, where: string): void {
  if (!window || pooling !== 'last') return;
  throw new ConfigError({
    where,
    problem: `window is ${window}, and pooling is last, which reads the state after the last token alone`,
    expected: 'windows with a pooling of all states, such as mean+max',
    fix: 'Leave window out, or choose another pooling; maximumLength cuts long texts',
  });
}

/** What `SequenceEncoder.build` takes. @param first tokens that have the first ids */
export function encoderOptions(config: TextConfig, first?: readonly string[]) {
  const { tokenizer, lowercase, minimumCount, maximumVocabulary, maximumLength } = config;
  return {
    tokenizer:
      tokenizer === 'characters'
        ? new CharacterTokenizer()
        : new WordTokenizer({ mode: tokenizer === 'whitespace' ? 'whitespace' : 'unicode' }),
    normalization: { lowercase },
    minimumCount,
    maximumSize: maximumVocabulary,
    maximumLength,
    first,
  };
}

/** What `sequenceClassifier` takes. */
export const networkOptions = (config: TextConfig, classes: number): SequenceClassifierConfig =>
  pickOptions<SequenceClassifierConfig>(
    { ...config, classes, logitBias: logitBiasOf(config) },
    sequenceClassifierNames,
  );

function logitBiasOf({ ngrams, ngramScale }: TextConfig): SequenceClassifierConfig['logitBias'] {
  switch (ngrams) {
    case 'none':
      return undefined;
    case 'naive-bayes':
      return 'learnt';
    case 'logistic':
      return 'calibrated';
    case 'naive-bayes-after':
      return ngramScale;
  }
}
