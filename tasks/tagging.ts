/** Many-to-many, synchronous: a tag for every word of a sentence, a label for every frame of a recording. */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch } from '../models/frame-front';
import { frameTagger, type SequenceTagger, wordTagger } from '../models/sequence-tagger';
import type { FrameRecording } from '../src/data/frames';
import type { TaggedWords } from '../src/data/tagged-words';
import { ConfigError, DataError } from '../src/errors';
import type { Random } from '../src/random';
import { wordCases } from '../src/text/word-shape';
import type { FramesAnswer } from './frame-reader';
import { FrameTagging } from './frame-tagging';
import type { Coder, Metrics, TaskDefinition } from './task';
import { type ExampleSource, type FitOptions, TaskModel } from './task-model';
import { frameBaselines, wordBaselines } from './tagging-baselines';
import {
  type FramesConfig,
  parseTagging,
  schemeOf,
  type TaggerOptions,
  type TaggingConfig,
  type WordsConfig,
} from './tagging-config';
import { readTagging } from './tagging-data';
import { type CodedFrames, FramesCoder, type FramesInput } from './tagging-frames';
import { SequenceTagging } from './tagging-network';
import { FrameStream, type StreamState } from './tagging-stream';
import { type CodedWords, type GivenVectors, WordsCoder, type WordsInput } from './tagging-words';
import { WordReader, type WordsAnswer } from './word-reader';

export type TaggingExample = TaggedWords | FrameRecording;
export type TaggingInput = WordsInput | FramesInput;
export type TaggingAnswer = WordsAnswer | FramesAnswer;
type Coded = CodedWords | CodedFrames;
type TaggingCoder = Coder<TaggingExample, TaggingInput, Coded>;
type TaggingDefinition = TaskDefinition<TaggingExample, TaggingInput, Coded, TaggingAnswer, TaggingConfig, Metrics>;

/** Which of the two kinds is there is checked where it comes from; TypeScript cannot see it. */
const asWords = (coder: TaggingCoder) => coder as unknown as WordsCoder;
const asFrames = (coder: TaggingCoder) => coder as unknown as FramesCoder;
const isFrames = (coder: TaggingCoder) => (coder as unknown as { kind: string }).kind === 'frames';
const areFrames = (example: TaggingExample): example is FrameRecording => 'frames' in example;

/** @param given vectors, once `fit` has them. */
const taggingWith = (given: { vectors?: GivenVectors }): TaggingDefinition => ({
  name: 'tagging',
  className: 'Tagger',
  watch: { metric: 'accuracy', mode: 'max' },
  watchFor: (config) => ({ metric: hasSpans(config) ? 'spanF1' : 'accuracy', mode: 'max' }),
  read: readTagging,
  parse: parseTagging,
  decide: (examples, options) => decide(examples, options, given.vectors),
  prepare: (examples, config) =>
    config.input === 'frames'
      ? FramesCoder.build(examples as FrameRecording[], config)
      : WordsCoder.build(examples as TaggedWords[], config, given.vectors),
  restore(json) {
    const { kind } = (json ?? {}) as { kind?: unknown };
    const coder = kind === 'frames' ? FramesCoder.fromJSON(json) : WordsCoder.fromJSON(json, given.vectors);
    return coder;
  },
  build: (config, coder, random) => {
    if ((config.input === 'frames') !== isFrames(coder)) throw misfit(config.input);
    return config.input === 'frames'
      ? buildFrames(config, asFrames(coder), random)
      : buildWords(config, asWords(coder), random);
  },
  baselines: (train, test, coder) =>
    isFrames(coder)
      ? frameBaselines(asFrames(coder), train as FrameRecording[], test as FrameRecording[])
      : wordBaselines(asWords(coder), train as TaggedWords[], test as TaggedWords[]),
});

export const tagging = taggingWith({});

const hasSpans = (config: TaggingConfig) => config.input === 'words' && config.scheme !== 'none';

function decide(examples: readonly TaggingExample[], options: TaggerOptions, vectors?: GivenVectors): object {
  const input = areFrames(examples[0]) ? 'frames' : 'words';
  if (examples.some((example) => areFrames(example) !== (input === 'frames'))) throw mixed();
  const config = parseTagging(options);
  if (options.input !== undefined && options.input !== input) throw otherInput(options.input, input);
  if (input === 'frames') return { input };
  if (config.input === 'frames') throw otherInput('frames', input);
  const { scheme } = options as { scheme?: string };
  const tags = (examples as TaggedWords[]).map((example) => example.tags).filter(Array.isArray);
  return { input, scheme: scheme ?? schemeOf(tags as string[][]), vectorSize: vectors?.size ?? 0 };
}

function buildWords(config: WordsConfig, coder: WordsCoder, random: Random) {
  const { caseSize, suffixSize, characters: encoder, characterEmbeddingSize, characterSize, wordDropout } = config;
  const { words, endings, characters, vectors, tags } = coder;
  const features = [
    ...(caseSize ? [{ name: 'case', count: wordCases.length + 1, size: caseSize }] : []),
    ...(endings ? [{ name: 'ending', count: endings.size, size: suffixSize }] : []),
  ];
  const front = {
    kind: 'words' as const,
    vocabularySize: words.size,
    embeddingSize: config.embeddingSize,
    features,
    ...(vectors && { vectors: { count: vectors.words.length + 1, size: vectors.size } }),
    ...(encoder !== 'none' && {
      characters: {
        vocabularySize: characters.size,
        embeddingSize: characterEmbeddingSize,
        size: characterSize,
        encoder,
      },
    }),
  };
  const crf = config.output === 'crf' ? { legal: tags.legal() } : undefined;
  const network = wordTagger({ ...config, front, tags: coder.labels.length, crf }, random);
  if (vectors?.values) fillVectors(network, vectors.values, vectors.size);
  const options = { wordDropout, hasCharacters: encoder !== 'none', hasCases: caseSize > 0 };
  return new SequenceTagging(network, tags, new WordReader(coder, options), config);
}

/** Row 0 is for words without one. */
function fillVectors(network: ReturnType<typeof wordTagger>, values: Float32Array, size: number): void {
  const [{ variable }] = network.frozen();
  const rows = new Float32Array(values.length + size);
  rows.set(values, size);
  tf.tidy(() => variable.assign(tf.tensor(rows, variable.shape)));
}

function buildFrames(config: FramesConfig, coder: FramesCoder, random: Random) {
  const { filters, imageSize: size } = config;
  const [height, width, channels] = coder.shape ?? [];
  const image =
    height === undefined || width === undefined || channels === undefined
      ? undefined
      : { height, width, channels, filters, size };
  const front = { kind: 'frames' as const, columns: coder.scale.size, ...(image && { image }) };
  return new FrameTagging(frameTagger({ ...config, front, tags: coder.labels.length }, random), coder, config);
}

/**
 * Learns a tag for every word, or a label for every frame, from examples.
 *
 *     const model = new Tagger();
 *     await model.fit(sentences, { validation });
 *     await model.predict('Kim lives in Seoul.'); // { words: [{ text, start, end, tag, probability }, …], spans: […] }
 */
export class Tagger extends TaskModel<TaggingExample, TaggingInput, Coded, TaggingAnswer, TaggingConfig, Metrics> {
  private readonly given: { vectors?: GivenVectors };

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: TaggerOptions = {}) {
    const given = {};
    super(taggingWith(given), options);
    this.given = given;
  }

  /**
   * As every task; and with given vectors words begin with what these know (`readWordVectors`). A resumed run needs them
   * again.
   */
  override fit(
    examples: ExampleSource<TaggingExample>,
    { vectors, ...options }: FitOptions<TaggingExample> & { vectors?: GivenVectors } = {},
  ) {
    this.given.vectors = vectors;
    return super.fit(examples, options);
  }

  /**
   * Answers frame by frame, with the weights of this moment; equal to what `predict` answers on the whole recording.
   *
   *     const stream = model.stream();
   *     for await (const frame of sensor) show(stream.next(frame)); // { label, probability, probabilities }
   *     stream.dispose();
   *
   * @param state where another stream was.
   * @throws ConfigError for a model of both directions, saying what to train instead, or of words.
   */
  stream(state?: StreamState): FrameStream {
    const { coder, net } = this.ready('stream');
    if (!isFrames(coder)) throw wordsDoNotStream();
    const network = net.network as unknown as SequenceTagger<FrameBatch>;
    return new FrameStream(network, asFrames(coder), state);
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string): Promise<Tagger> {
    const model = new Tagger();
    await model.restore(location);
    return model;
  }
}

const mixed = () =>
  new DataError({
    where: 'training data',
    problem: 'some examples are sentences and others are recordings of frames',
    expected: 'one kind',
    fix: 'Train a model for each',
  });

const otherInput = (asked: string, found: string) =>
  new ConfigError({
    where: 'Tagger',
    problem: `the options are for ${asked}, and the training data hold ${found}`,
    expected: `options for ${found}`,
    fix: `Leave out what is for ${asked} only`,
  });

const misfit = (input: string) =>
  new ConfigError({
    where: 'Tagger',
    problem: `the configuration is for ${input}, and the coder is not`,
    expected: 'a coder that was made with this configuration',
    fix: 'Use the bundle as it was saved',
  });

const wordsDoNotStream = () =>
  new ConfigError({
    where: 'Tagger.stream',
    problem: 'this model tags words',
    expected: 'a model of frames',
    fix: 'Give sentences to predict',
  });
