/** One-to-many: from a prompt, or from nothing, token by token to a text; and how probable texts are. */
import { LanguageModel as Network } from '../../models/language-model/language-model';
import { ConfigError } from '../../src/errors';
import { trainingLength, inferred, type LengthRule, type Note } from '../inferred-settings';
import type { ExampleSource } from '../../src/data/example-source';
import type { FitResult } from '../../src/training/events';
import type { GeneratingModel, GenerationRequest } from '../model/generating-model';
import type { EvaluateOptions, Evaluation, FitOptions, LoadOptions } from '../options';
import type { Metrics, Task } from '../task';
import { TaskModel } from '../task-model';
import { ngramBaselines } from './baselines';
import { type LanguageExample, type LanguageInput, languageKinds, wholeExamples } from './examples';
import { type GeneratedPiece, type GeneratedText, generateByBeam, generatePieces } from './generated';
import {
  checkGenerateOptions,
  checkStreamOptions,
  type GenerateTextOptions,
  parseGenerateOptions,
  parseStreamOptions,
  type TextStreamOptions,
  type TokenChoice,
} from './generation';
import { parseScoreOptions } from './options';
import { LanguageModelPredictor } from './predictor';
import { LanguageModelPreprocessor, sizesOf } from './preprocessor';
import type { TextScore } from './scores';
import { languageModelSpace } from './search-space';
import { type LanguageModelOptions, languageModelSettings, parseLanguageModel } from './settings';
import { StreamedWindows } from './streams/streamed-windows';
import { TextStream } from './text-stream';
import type { LanguageModelTypes } from './types';

/** For short texts: fewer parallel streams, each of some windows, and more epochs. */
const lengthRule: LengthRule = {
  ...{ epochs: 20, batchSize: 50, updates: 2000, mostEpochs: 500, updatesPerEpoch: 20, smallestBatch: 1 },
};

/** Characters of a token, about. */
const tokenLength = { characters: 1, words: 5, whitespace: 5, 'byte-pairs': 4, abc: 2 };

function infer(texts: readonly LanguageExample[], options: object, note: Note): object {
  const { tokenizer, window, input: given } = parseLanguageModel(options);
  const input = 'label' in (texts[0] ?? {}) ? 'labelled-text' : 'text';
  if (given !== undefined && given !== input) throw otherInput(given, input);
  if (input === 'labelled-text') {
    const found = trainingLength(texts.length, options, lengthRule);
    const reason = `${texts.length.toLocaleString('en')} training texts are few`;
    return { input, ...inferred(options, { found, defaults: lengthRule, reason }, note) };
  }
  const characters = texts.reduce((sum, one) => sum + (typeof one?.text === 'string' ? one.text.length : 0), 0);
  const windows = Math.floor(characters / tokenLength[tokenizer] / window);
  const found = trainingLength(windows, options, lengthRule);
  const reason = `${characters.toLocaleString('en')} characters of training text are few`;
  return { input, ...inferred(options, { found, defaults: lengthRule, reason }, note) };
}

export const languageModel: Task<LanguageModelTypes, LanguageModelPreprocessor> = {
  name: 'language-model',
  className: 'LanguageModel',
  monitor: () => ({ metric: 'nats', mode: 'min' }),
  kinds: languageKinds,
  prediction: () => 'score',
  commandExamples: ['train language-model --data tinyshakespeare --out runs/shakespeare'],
  settings: languageModelSettings,
  searchSpace: languageModelSpace,
  parseConfig: parseLanguageModel,
  parsePredictOptions: parseScoreOptions,
  inferredSettings: ['input', 'batchSize', 'epochs'],
  inferOptions: infer,
  inputExample: ({ labels }) =>
    labels.length ? "{ label: model.describe().labels[0], text: 'an example' }" : "'an example'",
  fitPreprocessor: (texts, config) => LanguageModelPreprocessor.fit(texts, config),
  preprocessorFitter: (config, first) =>
    config.input === 'labelled-text' || 'label' in (first ?? {}) ? undefined : LanguageModelPreprocessor.fitter(config),
  encodeStream: (texts, { size }, config) => StreamedWindows.of(texts, size, config),
  restorePreprocessor: (json) => LanguageModelPreprocessor.fromJSON(json),
  createPredictor(config, preprocessor, random) {
    const network = new Network({ ...config, vocabularySize: preprocessor.size }, random);
    return new LanguageModelPredictor(network, preprocessor, config);
  },
  metricSignatures: (texts, { ends }) => ({ nats: sliceOf(texts, ends) }),
  baselines: ngramBaselines,
};

/** What was measured: values of different parts of a text do not compare. */
function sliceOf(texts: readonly LanguageExample[], ends: boolean): string {
  const characters = texts.reduce((sum, { text }) => sum + sizesOf(text).characters, 0);
  const whole = texts.length === 1 ? 'one stream' : `${texts.length.toLocaleString('en')} texts`;
  const { where } = texts[0];
  const from = where === undefined ? '' : ` of ${where}`;
  const first = JSON.stringify(texts[0].text.slice(0, 30));
  return `${characters.toLocaleString('en')} characters${from} from ${first} on, ${whole} from zero state${ends ? ', with their ends' : ''}`;
}

/**
 * Learns to go on with texts.
 *
 *     const model = new LanguageModel({ layers: 1, seed: 7 });
 *     await model.fit([{ text: book }], { validation: [{ text: lastChapter }] });
 *     await model.score('To be, or not to be'); // { logProbability, nats, perplexity, bitsPerCharacter, tokenScores, … }
 */
export class LanguageModel extends TaskModel<LanguageModelTypes> implements GeneratingModel {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'language-model';
  /** Another one after every change of the weights: streams have copies of these. */
  private weightsVersion = 0;

  /** @throws ConfigError for an option that is unknown or out of range, and for a model of both directions. */
  constructor(options: LanguageModelOptions = {}) {
    super(languageModel, options);
  }

  /**
   * How probable texts are, token by token, each from zero state: `predict` with the score of every token.
   * @throws DataError for a text without tokens.
   */
  score(text: LanguageInput): Promise<TextScore>;
  score(texts: readonly LanguageInput[]): Promise<TextScore[]>;
  score(texts: LanguageInput | readonly LanguageInput[]): Promise<TextScore | TextScore[]> {
    const options = { tokenScores: true };
    return isList(texts) ? this.predict(texts, options) : this.predict(texts, options);
  }

  /**
   * A text piece by piece, as it is generated, after a prompt or from nothing. The prompt is not part of it.
   *
   *     for await (const { text } of model.generate('ROMEO:', { length: 300, temperature: 0.8 })) process.stdout.write(text);
   *
   * @throws DataError for a prompt with tokens that training did not have, naming them; ConfigError for options.
   */
  async *generate(prompt = '', options: GenerateTextOptions = {}): AsyncGenerator<GeneratedPiece, void, undefined> {
    checkGenerateOptions('LanguageModel.generate', options);
    const { network, preprocessor } = this.trained('generate');
    const parsed = parseGenerateOptions('LanguageModel.generate', options, preprocessor);
    if (parsed.beam > 1) {
      const stepper = network.stepper(parsed.beam);
      try {
        const { vocabularySize } = network;
        const result = await generateByBeam(prompt, parsed, { preprocessor, stepper, vocabularySize });
        yield { text: result.text, ended: result.ended, result };
      } finally {
        stepper.dispose();
      }
      return;
    }
    const stream = this.streamWith('generate', parsed);
    try {
      stream.feed(prompt);
      yield* generatePieces(stream, parsed);
    } finally {
      stream.dispose();
    }
  }

  /** For the command line. */
  readonly continuesPrompt = true;

  /** The labels that texts follow from, if this model learnt texts with labels. @throws ConfigError for a model that is not trained. */
  get startLabels(): readonly string[] {
    return this.trained('startLabels').preprocessor.labels;
  }

  /** The same by a request of the command line. @throws as `generate`. */
  generatePieces(prompt: string | undefined, request: GenerationRequest): AsyncIterable<GeneratedPiece> {
    return this.generate(prompt, request as GenerateTextOptions); // which checks them
  }

  /** The same as a whole, with what ended it and how tokens were chosen. @throws as `generate`. */
  async generateText(prompt = '', options: GenerateTextOptions = {}): Promise<GeneratedText> {
    let last: GeneratedText | undefined;
    for await (const { result } of this.generate(prompt, options)) last = result;
    return last as GeneratedText; // which the last piece has
  }

  /**
   * Token by token, reading and generating in turns, without ever computing anything again:
   *
   *     const stream = model.stream({ temperature: 0.8 });
   *     stream.feed('To be');
   *     stream.next(); // { token: ',', text: ',', logProbability: -0.4 }
   *     const other = stream.fork({ seed: 2 }); // goes on from here for itself
   *     stream.dispose();
   *
   * @throws ConfigError for options, and for a model that is not trained.
   */
  stream(options: TextStreamOptions = {}): TextStream {
    checkStreamOptions('LanguageModel.stream', options);
    const { preprocessor } = this.trained('stream');
    return this.streamWith('stream', parseStreamOptions('LanguageModel.stream', options, preprocessor));
  }

  override async fit(
    examples: ExampleSource<LanguageExample>,
    options?: FitOptions<LanguageExample>,
  ): Promise<FitResult> {
    const given = options?.validation;
    const validation = isSource(given) ? wholeExamples(given as ExampleSource<LanguageExample>) : given;
    const result = super.fit(examples, given === undefined ? options : { ...options, validation });
    this.weightsVersion++;
    return result;
  }

  /** As every task; pieces of a text are measured as one stream. */
  override evaluate(
    examples: ExampleSource<LanguageExample>,
    options?: EvaluateOptions<LanguageExample>,
  ): Promise<Evaluation<Metrics>> {
    return super.evaluate(isSource(examples) ? wholeExamples(examples) : examples, options);
  }

  override async restore(location: string, options?: LoadOptions): Promise<void> {
    await super.restore(location, options);
    this.weightsVersion++;
  }

  override dispose(): void {
    this.weightsVersion++;
    super.dispose();
  }

  private streamWith(method: string, choice: TokenChoice): TextStream {
    const { network, preprocessor } = this.trained(method);
    const version = this.weightsVersion;
    const isCurrent = () => version === this.weightsVersion;
    return new TextStream({ preprocessor, makeStepper: () => network.stepper(), choice, isCurrent });
  }

  private trained(method: string): LanguageModelPredictor {
    return this.ready(method).predictor as LanguageModelPredictor; // `createPredictor` makes no other
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<LanguageModel> {
    const model = new LanguageModel();
    await model.restore(location, options);
    return model;
  }
}

/** Anything else is refused where examples are collected. */
const isSource = (examples: unknown): boolean =>
  typeof examples === 'object' &&
  examples !== null &&
  (Symbol.iterator in examples || Symbol.asyncIterator in examples);

const isList = (texts: LanguageInput | readonly LanguageInput[]): texts is readonly LanguageInput[] =>
  Array.isArray(texts);

const otherInput = (given: string, found: string) =>
  new ConfigError({
    where: 'LanguageModel',
    problem: `input is ${given}, and the training data hold ${found}`,
    expected: 'what the examples are',
    fix: 'Leave input out',
  });
