/** Many-to-many, synchronous: a tag for every word of a sentence, a label for every frame of a recording. */
import type { FrameBatch } from '../../models/embedders/frames';
import type { SequenceTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { FrameRecording } from '../../src/data/examples/frames';
import type { ByteSource } from '../../src/data/bytes/source';
import type { ExampleSource } from '../../src/data/example-source';
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { frames, taggedWords } from '../../src/data/kinds';
import { ConfigError, DataError } from '../../src/errors';
import { repairTags } from '../../src/text/tag-schemes';
import type { FitResult } from '../../src/training/events';
import type { FramesPrediction } from '../inputs/frame-batches';
import type { Preprocessor, Metrics, Task } from '../task';
import { collect } from '../collect';
import { type FitOptions, TaskModel } from '../task-model';
import { frameBaselines, wordBaselines } from './baselines';
import { buildFrames, buildWords } from './build';
import { parseTagging, taggerSettings, schemeOf, type TaggerOptions, type TaggingConfig } from './settings';
import { type EncodedFrames, FramesPreprocessor, type FramesInput } from '../inputs/frames';
import { FrameStream, type StreamState } from './frame-stream';
import type { StreamingModel, StreamObstacle } from '../streaming-model';
import { type GivenVectors, vectorsFor } from './given-vectors';
import { type EncodedWords, WordsPreprocessor, type WordsInput } from '../inputs/words';
import type { WordsPrediction } from '../inputs/word-batches';

export type TaggingExample = TaggedWords | FrameRecording;
export type TaggingInput = WordsInput | FramesInput;
export type TaggingPrediction = WordsPrediction | FramesPrediction;
type Encoded = EncodedWords | EncodedFrames;
type TaggingPreprocessor = Preprocessor<TaggingExample, TaggingInput, Encoded>;
type TaggingDefinition = Task<TaggingExample, TaggingInput, Encoded, TaggingPrediction, TaggingConfig, Metrics>;

/** Which of the two kinds is there is checked where it comes from; TypeScript cannot see it. */
const asWords = (preprocessor: TaggingPreprocessor) => preprocessor as unknown as WordsPreprocessor;
const asFrames = (preprocessor: TaggingPreprocessor) => preprocessor as unknown as FramesPreprocessor;
const isFrames = (preprocessor: TaggingPreprocessor) => (preprocessor as unknown as { kind: string }).kind === 'frames';
const areFrames = (example: TaggingExample): example is FrameRecording => 'frames' in example;

/** @param given vectors, once `fit` has them. */
const taggingWith = (given: { vectors?: GivenVectors }): TaggingDefinition => ({
  name: 'tagging',
  className: 'Tagger',
  monitor: (config) => ({ metric: hasSpans(config) ? 'spanF1' : 'accuracy', mode: 'max' }),
  kinds: [taggedWords, frames],
  prediction: (config) => (config.input === 'frames' ? 'frame-labels' : 'tags'),
  trueLabels,
  predictedLabels: (prediction) =>
    'frames' in prediction ? prediction.frames.map(({ label }) => label) : prediction.words.map(({ tag }) => tag),
  fitFiles: [{ name: 'vectors', help: 'word vectors as text (GloVe, fastText); needed again to resume' }],
  commandExamples: ['train tagging --data conll2003-ner --out runs/names --vectors glove.txt'],
  settings: taggerSettings,
  parse: parseTagging,
  decide: (examples, options) => decide(examples, options, given.vectors),
  prepare: (examples, config) =>
    config.input === 'frames'
      ? FramesPreprocessor.build(examples as FrameRecording[], config)
      : WordsPreprocessor.build(examples as TaggedWords[], config, given.vectors),
  restore(json) {
    const { kind } = (json ?? {}) as { kind?: unknown };
    const preprocessor =
      kind === 'frames' ? FramesPreprocessor.fromJSON(json) : WordsPreprocessor.fromJSON(json, given.vectors);
    return preprocessor;
  },
  build: (config, preprocessor, random) => {
    if ((config.input === 'frames') !== isFrames(preprocessor)) throw misfit(config.input);
    return config.input === 'frames'
      ? buildFrames(config, asFrames(preprocessor), random)
      : buildWords(config, asWords(preprocessor), random);
  },
  baselines: (train, test, preprocessor) =>
    isFrames(preprocessor)
      ? frameBaselines(asFrames(preprocessor), train as FrameRecording[], test as FrameRecording[])
      : wordBaselines(asWords(preprocessor), train as TaggedWords[], test as TaggedWords[]),
});

export const tagging = taggingWith({});

/** Repaired as training repairs them. */
function trueLabels(example: TaggingExample, config: TaggingConfig): readonly string[] {
  if (areFrames(example)) return example.labels;
  if (config.input === 'frames' || config.scheme === 'none' || !config.repairTags) return example.tags;
  return repairTags(example.tags, config.scheme).tags;
}

const hasSpans = (config: TaggingConfig) => config.input === 'words' && config.scheme !== 'none';

function decide(examples: readonly TaggingExample[], options: TaggerOptions, vectors?: GivenVectors): object {
  const input = areFrames(examples[0]) ? 'frames' : 'words';
  if (examples.some((example) => areFrames(example) !== (input === 'frames'))) throw mixed();
  const config = parseTagging(options);
  if (options.input !== undefined && options.input !== input) throw otherInput(options.input, input);
  if (input === 'frames') return { input };
  if (config.input === 'frames') throw otherInput('frames', input);
  const { scheme } = options as { scheme?: string };
  if (config.vectorSize && config.vectorSize !== vectors?.dimension) throw otherVectorSize(config.vectorSize, vectors);
  const tags = (examples as TaggedWords[]).map((example) => example.tags).filter(Array.isArray);
  return { input, scheme: scheme ?? schemeOf(tags as string[][]), vectorSize: vectors?.dimension ?? 0 };
}

export interface TaggerFitOptions extends FitOptions<TaggingExample> {
  /** Word vectors in the text format of GloVe or fastText: a file (`fileSource('glove.txt')`). */
  vectors?: ByteSource;
}

/**
 * Learns a tag for every word, or a label for every frame, from examples.
 *
 *     const model = new Tagger();
 *     await model.fit(sentences, { validation });
 *     await model.predict('Kim lives in Seoul.'); // { words: [{ text, start, end, tag, probability }, …], spans: […] }
 */
export class Tagger
  extends TaskModel<TaggingExample, TaggingInput, Encoded, TaggingPrediction, TaggingConfig, Metrics>
  implements StreamingModel
{
  private readonly given: { vectors?: GivenVectors };

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: TaggerOptions = {}) {
    const given = {};
    super(taggingWith(given), options);
    this.given = given;
  }

  /**
   * As every task; with `vectors` words begin with what these know, training's and others: in the first fit only. A
   * resumed run needs them again.
   * @throws also ConfigError for vectors once the network is there, DataError for a file of vectors that cannot be used, with its line.
   */
  override async fit(
    examples: ExampleSource<TaggingExample>,
    { vectors: source, ...options }: TaggerFitOptions = {},
  ): Promise<FitResult> {
    if (!source) return super.fit(examples, options);
    if (this.isBuilt) throw vectorsTooLate();
    const list = await collect(examples, 'Tagger.fit');
    const { config } = this;
    if (config.input === 'frames' || areFrames(list[0])) throw vectorsForFrames();
    const { note, ...vectors } = await vectorsFor(source, list as TaggedWords[], config.vectorWords);
    options.onEvent?.({ type: 'warning', message: note });
    this.given.vectors = vectors;
    try {
      return await super.fit(list, options);
    } finally {
      this.given.vectors = undefined; // the network has them by now
    }
  }

  /**
   * Answers frame by frame, with the weights of this moment; equal to what `predict` answers on the whole recording.
   *
   *     const stream = model.stream();
   *     for await (const frame of sensor) show(stream.next(frame)); // { label, probability, probabilities }
   *     stream.dispose();
   *
   * @param state where another stream was; JSON in between does no harm.
   * @throws ShapeError for a state of another model, ConfigError for a model of both directions, saying what to train instead, or of words.
   */
  stream(state?: StreamState): FrameStream {
    const { preprocessor, net } = this.ready('stream');
    if (!isFrames(preprocessor)) throw wordsDoNotStream();
    const network = net.network as unknown as SequenceTagger<FrameBatch>;
    return new FrameStream(network, asFrames(preprocessor), state);
  }

  /** Whether `stream` answers. */
  get canStream(): boolean {
    return this.streamObstacle === undefined;
  }

  /** Why `stream` does not work with this model, and the setting with which another one could. */
  get streamObstacle(): StreamObstacle | undefined {
    const { config } = this;
    if (config.input !== 'frames') return { reason: 'it tags words', setting: 'input=frames' };
    if (config.bidirectional) return { reason: 'it reads both directions', setting: 'bidirectional=false' };
    if (config.centre === 'training') return undefined;
    return { reason: "it subtracts each recording's own mean", setting: 'centre=training' };
  }

  /** Names of the columns of frames, where training had any. @throws ConfigError for a model that is not trained. */
  get features(): readonly string[] | undefined {
    const { preprocessor } = this.ready('features');
    return isFrames(preprocessor) ? (asFrames(preprocessor).features ?? undefined) : undefined;
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
    problem: `the configuration is for ${input}, and the preprocessor is not`,
    expected: 'a preprocessor that was made with this configuration',
    fix: 'Use the bundle as it was saved',
  });

const vectorsForFrames = () =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: 'word vectors are given for frames',
    expected: 'sentences',
    fix: 'Leave the vectors out',
  });

const vectorsTooLate = () =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: 'word vectors are given to a network that is there already',
    expected: 'vectors in the first fit',
    fix: 'Leave them out to go on with the present weights, or train a new Tagger with them',
  });

const otherVectorSize = (size: number, vectors: GivenVectors | undefined) =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: `vectorSize is ${size}, and ${vectors ? `the given vectors have ${vectors.dimension} numbers` : 'no vectors are given'}`,
    expected: vectors ? String(vectors.dimension) : 'word vectors',
    fix: 'Leave vectorSize out, and give a file of word vectors (vectors, --vectors): it says their size',
  });

const wordsDoNotStream = () =>
  new ConfigError({
    where: 'Tagger.stream',
    problem: 'this model tags words',
    expected: 'a model of frames',
    fix: 'Give sentences to predict',
  });
