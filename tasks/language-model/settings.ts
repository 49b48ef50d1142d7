/** Settings of a language model. */
import * as v from 'valibot';
import { ConfigError, show } from '../../src/errors';
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

const schema = v.strictObject({
  ...trainingEntries,
  /**
   * What an example is: a text, or a text with a label that it follows from (label → name); these are read one by one, not
   * as streams. The training data decide where it is left out.
   */
  input: v.optional(v.picklist(['text', 'labelled-text'])),
  /** Passes over the training text. */
  epochs: v.optional(count, 20),
  /** Parallel streams: the text is cut into this many parts, which are read side by side. */
  batchSize: v.optional(count, 50),
  /** Tokens that are read between two updates; gradients do not go back any further, states go on. */
  window: v.optional(count, 50),
  /**
   * `random`: windows differ in length, mostly about `window`, one in twenty about half of it (Merity et al. 2018), so that
   * their borders fall elsewhere in every epoch.
   */
  windowLength: v.optional(v.picklist(['fixed', 'random']), 'fixed'),
  /** What a token is: `characters`, `words`, `whitespace` for text that is tokenised already, `byte-pairs` (subwords), `abc` (notes and bar lines of music in ABC notation). */
  tokenizer: v.optional(v.picklist(['characters', 'words', 'whitespace', 'byte-pairs', 'abc']), 'characters'),
  /** Number of byte-pair merges that are learnt: tokens beyond the 256 bytes. */
  merges: v.optional(count, 8000),
  /** Reads and writes lower case only. */
  lowercase: v.optional(v.boolean(), false),
  /** Tokens with fewer occurrences in training are read as unknown, and never generated; 0 is 1, of words 2. */
  minimumCount: v.optional(countOrZero, 0),
  /** Largest size of the vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 50_000),
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'lstm'),
  /** GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /** Number of stacked recurrent layers. */
  layers: v.optional(layerCount, 2),
  /** Units of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 128),
  /** Size of a token's embedding. */
  embeddingSize: v.optional(layerSize, 128),
  /** Output and embedding share one matrix (Press & Wolf 2017); `embeddingSize` is then `hiddenSize`. */
  tied: v.optional(v.boolean(), false),
  /** Dropout of components of the embedding, the same at all steps of a window. */
  embeddingDropout: v.optional(rate, 0),
  /** Dropout between recurrent layers. */
  dropout: v.optional(rate, 0.2),
  /** Dropout before the output layer. */
  outputDropout: v.optional(rate, 0.2),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
  /** Dropout of entries of the recurrent matrix, one mask a window (DropConnect: AWD-LSTM, Merity et al. 2018). */
  weightDrop: v.optional(rate, 0),
});

export const languageModelSettings = schema.entries;

/** Settings of a language model; what is left out has its default. */
export type LanguageModelOptions = v.InferInput<typeof schema>;
/** Every setting of a language model, with defaults filled in. */
export type LanguageModelConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range, and for a model of both directions. */
export function parseLanguageModel(options: unknown): LanguageModelConfig {
  const config = parseConfig('LanguageModel', schema, withoutDirection(options));
  checkResetAfter('LanguageModel', config);
  const { tied, embeddingSize, hiddenSize } = config;
  if (tied && embeddingSize !== hiddenSize) throw cannotTie(embeddingSize, hiddenSize);
  return config;
}

/** Tokens that occur less often are unknown. A word that is met once says little, and without any the model never learns `unknown`. */
export const leastCount = ({
  minimumCount,
  tokenizer,
}: Pick<LanguageModelConfig, 'minimumCount' | 'tokenizer'>): number =>
  minimumCount || (tokenizer === 'words' || tokenizer === 'whitespace' ? 2 : 1);

/** `bidirectional: false` is what it is anyway. */
function withoutDirection(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('bidirectional' in options)) return options;
  const { bidirectional, ...others } = options;
  if (bidirectional === false || bidirectional === undefined) return others;
  throw new ConfigError({
    where: 'LanguageModel',
    problem: `bidirectional is ${show(bidirectional)}`,
    expected: 'one direction: a layer that reads from the end has seen the token that is to be predicted',
    fix: 'Leave bidirectional out',
  });
}

const cannotTie = (embeddingSize: number, hiddenSize: number) =>
  new ConfigError({
    where: 'LanguageModel',
    problem: `tied is true, embeddingSize is ${embeddingSize} and hiddenSize is ${hiddenSize}`,
    expected: 'the same size: the output compares a state with the vectors of the embedding',
    fix: `Set embeddingSize to ${hiddenSize}, or leave tied out`,
  });
