/** Many-to-many, synchronous: a tag for every word of a sentence, a label for every frame of a recording. */
import type { FrameRecording } from '../../src/data/examples/frames';
import type { ByteSource } from '../../src/data/bytes/source';
import { exampleCheck } from '../../src/data/example-check';
import type { ExampleSource } from '../../src/data/example-source';
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { ConfigError } from '../../src/errors';
import type { FitResult } from '../../src/training/events';
import type { FramesInput } from '../inputs/frames';
import type { WordsInput } from '../inputs/words';
import { collect } from '../examples/collect';
import type { Metrics, Task } from '../task';
import type { StreamingModel, StreamObstacle } from '../streaming-model';
import { type FitOptions, fitOptionNames, type LoadOptions } from '../options';
import { initTooLate, originOf, readPretrained } from '../pretraining/pretrained';
import { optionsFrom } from '../pretraining/settings';
import { TaskModel } from '../task-model';
import { FramePredictor } from './frames/predictor';
import { FrameStream, type StreamState } from './frames/frame-stream';
import type { FramesPrediction } from './frames/predictions';
import { frameTagging } from './frames/frame-tagging';
import type { FrameTaggingTypes } from './frames/types';
import { vectorsFor } from './words/given-vectors';
import { inputOf, type TaggerOptions, type TaggingConfig } from './settings';
import type { WordsPrediction } from './words/predictions';
import { parseWords, wordTokenizers } from './words/settings';
import { type TaggingStart, wordTagging } from './words/word-tagging';
import type { WordTaggingTypes } from './words/types';
import { checkOptionNames } from '../../src/validation';

/** What a tagger is trained with: a tagged sentence, or a recording of frames with labels. */
export type TaggingExample = TaggedWords | FrameRecording;
/** What a tagger predicts for: a text, its words, or a recording of frames. */
export type TaggingInput = WordsInput | FramesInput;
/** What a tagger predicts: tags of words, or labels of frames. */
export type TaggingPrediction = WordsPrediction | FramesPrediction;

export interface TaggingTypes {
  example: TaggingExample;
  input: TaggingInput;
  encoded: WordTaggingTypes['encoded'] | FrameTaggingTypes['encoded'];
  prediction: TaggingPrediction;
  config: TaggingConfig;
  metrics: Metrics;
}

const areFrames = (example: TaggingExample): example is FrameRecording => 'frames' in example;

/** @param start what a fit begins with */
function taggingWith(start?: TaggingStart): Task<TaggingTypes> {
  const words: Task<TaggingTypes> = wordTagging(start);
  const either: Task<TaggingTypes> = {
    ...words,
    parseConfig: (options) => (inputOf(options) === 'frames' ? frameTagging : words).parseConfig(options),
    variant(options, example) {
      const wanted = inputOf(options);
      const found = example && (areFrames(example) ? 'frames' : 'words');
      if (wanted && found && wanted !== found) throw otherInput(wanted, found);
      const input = found ?? wanted;
      return input === undefined ? either : input === 'frames' ? frameTagging : words;
    },
  };
  return either;
}

/** Many-to-many, synchronous: of words or of frames, as the options or the training data call for. */
export const tagging = taggingWith();

/** Options of `fit` of a tagger. */
export interface TaggerFitOptions extends FitOptions<TaggingExample> {
  /** Word vectors in the text format of GloVe or fastText: a file (`fileSource('glove.txt')`). */
  vectors?: ByteSource;
  /** Of words: bundle of a language model whose vocabulary and layers the tagger starts from (Howard & Ruder 2018). */
  init?: string;
}

/**
 * Learns a tag for every word, or a label for every frame, from examples.
 *
 *     const model = new Tagger();
 *     await model.fit(sentences, { validation });
 *     await model.predict('Kim lives in Seoul.'); // { words: [{ text, start, end, tag, probability }, …], spans: […] }
 */
export class Tagger extends TaskModel<TaggingTypes> implements StreamingModel {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'tagging';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: TaggerOptions = {}) {
    super(tagging, options);
  }

  /**
   * As every task; with `vectors` words begin with what these know, training's and others, with `init` embedding and forward
   * layers begin as those of a language model: in the first fit only. A resumed run needs them again.
   * @throws also ConfigError for these once the network is there, DataError for a file of vectors that cannot be used, with its
   * line; for `init` ConfigError and BundleError as of SentimentClassifier.
   */
  override async fit(examples: ExampleSource<TaggingExample>, fitOptions: TaggerFitOptions = {}): Promise<FitResult> {
    checkOptionNames('Tagger.fit', fitOptions, { ...fitOptionNames, vectors: true, init: true });
    const { init, ...others } = fitOptions;
    if (init === undefined) return this.fitWith(examples, others);
    const where = 'Tagger.fit';
    if (this.isBuilt) throw initTooLate(where);
    if (this.config.input === 'frames') throw onlyForWords('a language model to start from is');
    const pretrained = await readPretrained(where, init);
    const note = (message: string) => others.onEvent?.({ type: 'warning', message });
    const task = { where, tokenizers: wordTokenizers, usual: { input: 'words' }, parseConfig: parseWords };
    const giveBack = this.startWith((given) => optionsFrom(pretrained, given, task), originOf(pretrained));
    try {
      return await this.fitWith(examples, others, { start: { pretrained, note } });
    } finally {
      giveBack();
    }
  }

  private async fitWith(
    examples: ExampleSource<TaggingExample>,
    { vectors: source, ...options }: Omit<TaggerFitOptions, 'init'>,
    start: TaggingStart = {},
  ): Promise<FitResult> {
    if (!source && !start.start) return super.fit(examples, options);
    if (!source) return this.fitWithTask(start, () => super.fit(examples, options));
    if (this.isBuilt) throw vectorsTooLate();
    const list = await collect(examples, 'Tagger.fit', exampleCheck(this.task.kinds, 'training example'));
    const { config } = this;
    const sentences = list.filter((example): example is TaggedWords => !areFrames(example));
    if (config.input === 'frames' || !sentences.length) throw onlyForWords('word vectors are');
    const { note, vectors } = await vectorsFor(source, sentences, config.vectorWords);
    options.onEvent?.({ type: 'warning', message: note });
    this.refuseWhileTraining('fit');
    return this.fitWithTask({ ...start, vectors }, () => super.fit(list, options));
  }

  private async fitWithTask(start: TaggingStart, work: () => Promise<FitResult>): Promise<FitResult> {
    this.replaceTask(taggingWith(start));
    try {
      return await work();
    } finally {
      this.replaceTask(tagging); // the network has it by now
    }
  }

  /**
   * Predicts frame by frame, with the present weights; equal to what `predict` gives for the whole recording.
   *
   *     const stream = model.stream();
   *     for await (const frame of sensor) show(stream.next(frame)); // { label, probability, probabilities }
   *     stream.dispose();
   *
   * @param state where another stream was; JSON in between does no harm.
   * @throws ShapeError for a state of another model, ConfigError for a model of both directions, saying what to train instead, or of words.
   */
  stream(state?: StreamState): FrameStream {
    const { predictor } = this.ready('stream');
    if (!(predictor instanceof FramePredictor)) throw wordsDoNotStream();
    return new FrameStream(predictor.network, predictor.preprocessor, state);
  }

  /** Whether `stream` works with this model. */
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
    const { predictor } = this.ready('features');
    return predictor instanceof FramePredictor ? (predictor.preprocessor.input.features ?? undefined) : undefined;
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<Tagger> {
    const model = new Tagger();
    await model.restore(location, options);
    return model;
  }
}

const otherInput = (wanted: string, found: string) =>
  new ConfigError({
    where: 'Tagger',
    problem: `the options are for ${wanted}, and the training data hold ${found}`,
    expected: `options for ${found}`,
    fix: `Leave out what is for ${wanted} only`,
  });

const onlyForWords = (what: string) =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: `${what} given for frames`,
    expected: 'sentences',
    fix: 'Leave it out',
  });

const vectorsTooLate = () =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: 'word vectors are given to a network that is there already',
    expected: 'vectors in the first fit',
    fix: 'Leave them out to go on with the present weights, or train a new Tagger with them',
  });

const wordsDoNotStream = () =>
  new ConfigError({
    where: 'Tagger.stream',
    problem: 'this model tags words',
    expected: 'a model of frames',
    fix: 'Give sentences to predict',
  });
