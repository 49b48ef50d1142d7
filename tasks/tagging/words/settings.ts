/** Settings of a tagger of words, and the scheme of tags that follows from the training data. */
import * as v from 'valibot';
import { ConfigError, show } from '../../../src/errors';
import { firstIllegalTag, isSpanTag, tagSchemes, type TagScheme } from '../../../src/text/tag-schemes';
import { positiveNumber, wholeNumber } from '../../../src/validation';
import { checkResetAfter, count, countOrZero, layerSize, parseConfig, rate } from '../../settings';
import { sharedEntries } from '../shared-settings';

export const wordTokenizers = ['words', 'whitespace'] as const;

export const wordsEntries = {
  ...sharedEntries,
  /** What a step is: a word or a frame. The training data decide where it is left out. */
  input: v.optional(v.literal('words'), 'words'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 18),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 2e-3),
  /**
   * Sentences, or windows of recordings, of a batch; they have similar lengths. Without it few sentences are read in
   * smaller batches.
   */
  batchSize: v.optional(count, 16),
  /** Units of each direction of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 128),
  /**
   * How tags encode spans (src/text/tag-schemes.ts); `none`: each tag is for its word alone. Without it the training
   * data decide.
   */
  scheme: v.optional(v.picklist(['none', ...tagSchemes])),
  /** The scheme in which spans are learnt; predictions are in that of the data. */
  learntScheme: v.optional(v.picklist(tagSchemes), 'IOBES'),
  /**
   * Illegal tags of training and test are replaced by the nearest legal ones, and counted; otherwise they are refused.
   */
  repairTags: v.optional(v.boolean(), false),
  /**
   * `softmax`: each tag by itself; `crf`: all tags of a sentence as one chain (Lample et al. 2016). Default: `crf`
   * where tags encode spans.
   */
  output: v.optional(v.picklist(['softmax', 'crf'])),
  /** How raw text is split into words: `words` for any language, `whitespace` for text that is tokenised already. */
  tokenizer: v.optional(v.picklist(wordTokenizers), 'words'),
  /** Reads upper and lower case alike for the word's embedding; letters and case features see the word as it is. */
  lowercase: v.optional(v.boolean(), true),
  /** Words with fewer occurrences in training are read as unknown. */
  minimumCount: v.optional(count, 1),
  /** Largest size of the vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 0),
  /** Size of a word's embedding. */
  embeddingSize: v.optional(layerSize, 64),
  /** How a word is read by its letters: recurrently in both directions, by convolution (Ma & Hovy 2016), or not. */
  characters: v.optional(v.picklist(['bilstm', 'cnn', 'none']), 'bilstm'),
  /** Size of a letter's embedding. */
  characterEmbeddingSize: v.optional(layerSize, 25),
  /** Size of the vector that a word gets from its letters. */
  characterSize: v.optional(layerSize, 100),
  /** Longer words are read by their first and last letters, and counted. */
  maximumCharacters: v.optional(count, 24),
  /** Size of the embedding of a word's case; 0: none. */
  caseSize: v.optional(wholeNumber(0, 2 ** 20), 6),
  /** Letters of the word's ending that has an embedding of its own; 0: none. */
  suffixLength: v.optional(countOrZero, 3),
  /** Size of the embedding of a word's ending. */
  suffixSize: v.optional(layerSize, 16),
  /** Size of the word vectors that were given to `fit`, which determine it; 0: none. */
  vectorSize: v.optional(wholeNumber(0, 2 ** 20), 0),
  /** Number of pretrained word vectors that are kept beside those of training words, in the order of their file. */
  vectorWords: v.optional(countOrZero, 100_000),
  /** Dropout of components of what a step is read as, the same at all steps of a sequence. */
  inputDropout: v.optional(rate, 0.5),
  /** Dropout after each recurrent layer. */
  dropout: v.optional(rate, 0.5),
  /** Probability that a word of a training sentence is read as unknown. */
  wordDropout: v.optional(rate, 0.3),
};

const wordsSchema = v.strictObject(wordsEntries);

export type WordsOptions = v.InferInput<typeof wordsSchema>;
export type WordsConfig = Omit<v.InferOutput<typeof wordsSchema>, 'scheme' | 'output'> & {
  scheme: 'none' | TagScheme;
  output: 'softmax' | 'crf';
};

/** @throws ConfigError for an option that is unknown, out of range, or contradicts another. */
export function parseWords(config: unknown): WordsConfig {
  const { scheme = 'none', output, ...rest } = parseConfig('Tagger of words', wordsSchema, config);
  checkResetAfter('Tagger', rest);
  const head = output ?? (scheme === 'none' ? 'softmax' : 'crf');
  if (head === 'crf' && (rest.classWeights !== 'none' || rest.labelSmoothing > 0)) throw notWithChain();
  return { ...rest, scheme, output: head };
}

/** Part of all tags that may be no tags of spans where the others are: mistakes, which are refused with their place. */
const MOST_MISTAKES = 0.05;

/**
 * How these tags say spans: the scheme under which all sentences are legal, else the one under which most are; `none` if
 * more than a few tags are no tags of spans, or all are O.
 */
export function schemeOf(sentences: readonly (readonly string[])[]): 'none' | TagScheme {
  let [all, spans, mistakes] = [0, 0, 0];
  // A bare S, L or U may be a label of another kind: it counts where spans begin without a type.
  const beginBare = sentences.some((tags) => tags.some((tag) => tag === 'B' || tag === 'I'));
  const ofSpan = beginBare ? /^[BISLU](?:-.|$)/s : /^[BISLU]-./s;
  const isMistake = (tag: string) => tag !== 'O' && !(isSpanTag(tag) && (beginBare || tag.length > 1));
  for (const tags of sentences) {
    for (const tag of tags) {
      all++;
      if (ofSpan.test(tag)) spans++;
      else if (isMistake(tag)) mistakes++;
    }
  }
  if (spans === 0 || mistakes >= spans || mistakes > MOST_MISTAKES * all) return 'none';
  const readable = sentences.filter((tags) => tags.every(isSpanTag));
  const illegal = (scheme: TagScheme) => readable.filter((tags) => firstIllegalTag(tags, scheme) >= 0).length;
  const candidates: readonly TagScheme[] = ['IOB2', 'IOB1', 'IOBES'];
  const counts = candidates.map(illegal);
  return candidates[counts.reduce((best, count, i) => (count < counts[best] ? i : best), 0)];
}

const notWithChain = () =>
  new ConfigError({
    where: 'Tagger',
    problem: 'classWeights or labelSmoothing together with output crf',
    expected: 'one of the two: a CRF has no loss for each tag that could be weighed',
    fix: `Leave them out, or set output to ${show('softmax')}`,
  });
