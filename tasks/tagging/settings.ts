/** Settings of a tagger: those of words and those of frames, and what the training data decide of them. */
import * as v from 'valibot';
import { frameCentres } from '../../src/features/standardize';
import { ConfigError, show } from '../../src/errors';
import { firstIllegalTag, isSpanTag, tagSchemes, type TagScheme } from '../../src/text/tag-schemes';
import { classWeightsEntry } from '../targets/class-weights';
import { checkResetAfter, count, countOrZero, parseConfig, positive, rate, trainingEntries } from '../settings';

/** Both kinds of data. */
const sharedEntries = {
  ...trainingEntries,
  cell: v.optional(v.picklist(['lstm', 'gru', 'simple-rnn']), 'lstm'),
  /** GRU only: PyTorch's and Keras' convention, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /** `false` can stream (frames): it answers before a recording has ended. */
  bidirectional: v.optional(v.boolean(), true),
  merge: v.optional(v.picklist(['concat', 'sum', 'ave', 'mul']), 'concat'),
  layers: v.optional(count, 1),
  recurrentDropout: v.optional(rate, 0),
  classWeights: classWeightsEntry,
  labelSmoothing: v.optional(rate, 0),
};

const wordsEntries = {
  ...sharedEntries,
  input: v.optional(v.literal('words'), 'words'),
  epochs: v.optional(count, 12),
  learningRate: v.optional(positive, 2e-3),
  batchSize: v.optional(count, 16),
  hiddenSize: v.optional(count, 128),
  /**
   * How tags say spans (src/text/tag-schemes.ts); `none`: each tag is for its word alone. Without it the training data decide.
   */
  scheme: v.optional(v.picklist(['none', ...tagSchemes])),
  /** The scheme in which spans are learnt; answers are in that of the data. */
  learntScheme: v.optional(v.picklist(tagSchemes), 'IOBES'),
  /** Illegal tags of training and test are replaced by the nearest legal ones, and counted; else they are refused. */
  repairTags: v.optional(v.boolean(), false),
  /** `crf`: all tags of a sentence as one chain. Default where tags say spans. */
  output: v.optional(v.picklist(['softmax', 'crf'])),
  /** How raw text is cut into words: `words` for any language, `whitespace` for text that is cut already. */
  tokenizer: v.optional(v.picklist(['words', 'whitespace']), 'words'),
  /** For the word's own vector; letters and case are seen as they are. */
  lowercase: v.optional(v.boolean(), true),
  /** Rarer words are read as unknown. */
  minimumCount: v.optional(count, 1),
  /** Most ids of the vocabulary; 0 is no limit. */
  maximumVocabulary: v.optional(countOrZero, 0),
  embeddingSize: v.optional(count, 64),
  /** How words are read by their letters. */
  characters: v.optional(v.picklist(['bilstm', 'cnn', 'none']), 'bilstm'),
  characterEmbeddingSize: v.optional(count, 25),
  /** Numbers that a word gets from its letters. */
  characterSize: v.optional(count, 100),
  /** Longer words are read by their first and last letters, and counted. */
  maximumCharacters: v.optional(count, 24),
  /** Size of the vector for a word's case; 0: none. */
  caseSize: v.optional(countOrZero, 6),
  /** Letters of the ending that has a vector of its own; 0: none. */
  suffixLength: v.optional(countOrZero, 3),
  suffixSize: v.optional(count, 16),
  /** Size of the vectors that were given to `fit`, which say this; 0: none. */
  vectorSize: v.optional(countOrZero, 0),
  /** Rows of given vectors that are kept beside those of training words, in the order of their file. */
  vectorWords: v.optional(countOrZero, 100_000),
  inputDropout: v.optional(rate, 0.5),
  dropout: v.optional(rate, 0.5),
  wordDropout: v.optional(rate, 0.3),
};

const wordsSchema = v.strictObject(wordsEntries);

export type WordsOptions = v.InferInput<typeof wordsSchema>;
export type WordsConfig = Omit<v.InferOutput<typeof wordsSchema>, 'scheme' | 'output'> & {
  scheme: 'none' | TagScheme;
  output: 'softmax' | 'crf';
};

function parseWords(config: unknown): WordsConfig {
  const { scheme = 'none', output, ...rest } = parseConfig('Tagger of words', wordsSchema, config);
  const head = output ?? (scheme === 'none' ? 'softmax' : 'crf');
  if (head === 'crf' && (rest.classWeights !== 'none' || rest.labelSmoothing > 0)) throw notWithChain();
  return { ...rest, scheme, output: head };
}

const framesEntries = {
  ...sharedEntries,
  input: v.literal('frames'),
  epochs: v.optional(count, 40),
  learningRate: v.optional(positive, 3e-3),
  batchSize: v.optional(count, 16),
  hiddenSize: v.optional(count, 64),
  /**
   * What is taken off every column: training's mean, or each recording's own, where columns begin elsewhere in each (a
   * person's place before the camera). The latter cannot stream.
   */
  centre: v.optional(v.picklist(frameCentres), 'training'),
  /** Frames that a training sequence counts. Shorter recordings are one window; answers take recordings whole. */
  window: v.optional(count, 150),
  /** Frames before (and for both directions after) a window that are read and do not count: what carries the state. */
  context: v.optional(countOrZero, 25),
  /** Deviation of the noise that is added to frames of deviation 1 while training. */
  noise: v.optional(v.pipe(v.number('a number of at least 0'), v.minValue(0, 'a number of at least 0')), 0),
  /** Column of the recording's name, where it is not `recording`: `tfseq predict` and `evaluate` read it so too. */
  recordingColumn: v.optional(v.string()),
  /** Pictures: filters of each convolution, after which the picture is halved. */
  filters: v.optional(v.array(count), [8, 16]),
  /** Pictures: numbers that each becomes. */
  imageSize: v.optional(count, 32),
  inputDropout: v.optional(rate, 0.1),
  dropout: v.optional(rate, 0.5),
};

const framesSchema = v.strictObject(framesEntries);

/** Of words, and behind them those that frames alone have. */
export const taggerSettings = {
  ...wordsEntries,
  input: v.optional(v.picklist(['words', 'frames']), 'words'),
  ...Object.fromEntries(Object.entries(framesEntries).filter(([name]) => !Object.hasOwn(wordsEntries, name))),
};

export type FramesOptions = v.InferInput<typeof framesSchema>;
export type FramesConfig = v.InferOutput<typeof framesSchema>;

/** `input` may be left out: the training data decide. */
export type TaggerOptions = WordsOptions | (Omit<FramesOptions, 'input'> & { input?: 'frames' });
export type TaggingConfig = WordsConfig | FramesConfig;

/** @throws ConfigError for an option that is unknown, out of range, or not for this kind of data. */
export function parseTagging(config: unknown): TaggingConfig {
  const { input } = (config ?? {}) as { input?: unknown };
  if (input !== undefined && input !== 'words' && input !== 'frames') throw notAnInput(input);
  const isForFrames = (key: string) => Object.hasOwn(framesEntries, key) && !Object.hasOwn(wordsEntries, key);
  const kind = input ?? (Object.keys(config ?? {}).some(isForFrames) ? 'frames' : 'words');
  const parsed = kind === 'frames' ? parseFrames({ ...(config as object), input: kind }) : parseWords(config);
  checkResetAfter('Tagger', parsed);
  return parsed;
}

const parseFrames = (config: unknown): FramesConfig => parseConfig('Tagger of frames', framesSchema, config);

/** Part of all tags that may be no tags of spans where the others are: mistakes, which are refused with their place. */
const MOST_MISTAKES = 0.05;

/**
 * How these tags say spans: the scheme under which all sentences are legal, else the one under which most are; `none` if
 * more than a few tags are no tags of spans, or all are O.
 */
export function schemeOf(sentences: readonly (readonly string[])[]): 'none' | TagScheme {
  let [all, spans, mistakes] = [0, 0, 0];
  for (const tags of sentences) {
    for (const tag of tags) {
      all++;
      if (/^[BISLU]-./s.test(tag)) spans++;
      else if (!isSpanTag(tag)) mistakes++;
    }
  }
  if (spans === 0 || mistakes >= spans || mistakes > MOST_MISTAKES * all) return 'none';
  const readable = sentences.filter((tags) => tags.every(isSpanTag));
  const illegal = (scheme: TagScheme) => readable.filter((tags) => firstIllegalTag(tags, scheme) >= 0).length;
  const candidates: readonly TagScheme[] = ['IOB2', 'IOB1', 'IOBES'];
  const counts = candidates.map(illegal);
  return candidates[counts.indexOf(Math.min(...counts))];
}

const notAnInput = (input: unknown) =>
  new ConfigError({
    where: 'Tagger',
    problem: `input is ${show(input)}`,
    expected: '"words" or "frames"',
    fix: 'Leave it out: the data decide',
  });

const notWithChain = () =>
  new ConfigError({
    where: 'Tagger',
    problem: 'classWeights or labelSmoothing together with output crf',
    expected: 'one of the two: a CRF has no loss for each tag that could be weighed',
    fix: `Leave them out, or set output to ${show('softmax')}`,
  });
