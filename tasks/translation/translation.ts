/** Many-to-many, asynchronous: a text → a text in another language, notation or order. */
import { textToText } from '../../models/encoder-decoder/text-to-text';
import { disposeState } from '../../models/encoder-decoder/generation';
import { parallelText } from '../../src/data/kinds';
import { ConfigError } from '../../src/errors';
import { GrowingText } from '../../src/text/running-text';
import { checkIsOptions } from '../../src/validation';
import {
  generateTokens,
  type GeneratedToken,
  type GenerateOptions,
  parseGenerateOptions,
  searchFlags,
} from '../targets/generation';
import type { GeneratingModel, GenerationRequest, TextPiece } from '../model/generating-model';
import type { Task } from '../task';
import type { LoadOptions } from '../options';
import { TaskModel } from '../task-model';
import { adviseOnPairs } from './advice';
import { decoderOf } from './decoder';
import { inferTranslatorOptions } from './inferred';
import { metricSignatures, translationBaselines } from './metrics';
import { type Candidate, parsePredictOptions } from './predictions';
import { TranslationPredictor } from './predictor';
import { TranslationPreprocessor } from './preprocessor';
import { translationSpace } from './search-space';
import { checkedOptions, parseTranslatorConfig, type TranslatorOptions, translatorSettings } from './settings';
import type { TranslationTypes } from './types';

export type { GeneratedToken, GenerateOptions } from '../targets/generation';
export type { TranslatorConfig, TranslatorOptions } from './settings';

export const translation: Task<TranslationTypes, TranslationPreprocessor> = {
  name: 'translation',
  className: 'Translator',
  monitor: ({ monitor }) => ({ metric: monitor, mode: monitor === 'perplexity' ? 'min' : 'max' }),
  kinds: [parallelText],
  prediction: () => 'text',
  textOf: (prediction) => (prediction as Candidate).translation,
  hasAttention: true,
  predictFlags: searchFlags,
  commandExamples: ['train translation --data multi30k-en-de --out runs/german --set tokenizer=whitespace'],
  settings: translatorSettings,
  parseConfig: parseTranslatorConfig,
  searchSpace: translationSpace,
  parsePredictOptions,
  inferredSettings: ['batchSize', 'epochs', 'tokenizer'],
  inferOptions: inferTranslatorOptions,
  fitPreprocessor: (pairs, config) => TranslationPreprocessor.fit(pairs, config),
  restorePreprocessor: (json, config) => TranslationPreprocessor.fromJSON(json, config),
  createPredictor(config, preprocessor, random) {
    const { source, target } = preprocessor;
    const sizes = {
      sourceVocabularySize: source.encoder.vocabulary.size,
      targetVocabularySize: target.encoder.vocabulary.size,
    };
    return new TranslationPredictor(textToText({ ...config, ...sizes }, random), preprocessor, config);
  },
  metricSignatures: (pairs, preprocessor) => metricSignatures(preprocessor, pairs),
  baselines: (train, test, preprocessor) => translationBaselines(preprocessor, train, test),
  advise: adviseOnPairs,
};

/**
 * Learns to translate from pairs of texts.
 *
 *     const model = new Translator({ tokenizer: 'byte-pairs', seed: 7 });
 *     await model.fit(train, { validation });
 *     await model.predict('ein hund rennt .', { beam: 5 }); // { translation, score, … }
 */
export class Translator extends TaskModel<TranslationTypes> implements GeneratingModel {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'translation';

  /** @throws ConfigError for an option that is unknown or out of range, or options that contradict each other. */
  constructor(options: TranslatorOptions = {}) {
    super(translation, checkedOptions(options));
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<Translator> {
    const model = new Translator();
    await model.restore(location, options);
    return model;
  }

  /** For the command line. */
  readonly continuesPrompt = false;
  readonly startLabels = [];

  /** The translation of a text in pieces, for the command line. @throws as `generate`, ConfigError for no text. */
  async *generatePieces(text: string | undefined, request: GenerationRequest): AsyncGenerator<TextPiece> {
    checkIsOptions('Translator.generate', request);
    if (text === undefined) throw nothingToTranslate();
    const { length: maximumLength, beam, lengthPenalty, signal, ...sampling } = request;
    if (beam !== undefined || lengthPenalty !== undefined) {
      const options = pickGiven({ beam, lengthPenalty, maximumLength, ...sampling }); // `predict` refuses sampling
      const { translation, ended, score } = await this.predict(text, options);
      yield { text: translation, result: { text: translation, ended, score } };
      return;
    }
    const shown = new GrowingText();
    let last = { text: '', ended: 'aborted' };
    for await (const token of this.generate(text, pickGiven({ maximumLength, ...sampling }))) {
      last = { text: token.text, ended: token.ended ?? 'aborted' };
      const certain = token.ended ? token.text : token.text.replace(/\S*$/, ''); // the next token may be glued to the last word
      yield { text: shown.update(certain.trimEnd()) };
      if (signal?.aborted) break;
    }
    yield { text: '', result: last };
  }

  /**
   * A translation token by token, as it comes: always the most probable token, or, with any option of sampling, drawn.
   * @throws DataError for a text without tokens, ConfigError for an option that is unknown or out of range.
   */
  async *generate(text: string, options: GenerateOptions = {}): AsyncGenerator<GeneratedToken, void, undefined> {
    const parsed = parseGenerateOptions('Translator.generate', options);
    const predictor = this.ready('generate').predictor as TranslationPredictor; // `createPredictor` makes no other
    const { network, preprocessor } = predictor;
    const pair = preprocessor.encodeInput(text, 'input');
    const release = this.holdNetwork();
    const start = predictor.start([pair]);
    try {
      const tokens = generateTokens(preprocessor.target, decoderOf(network, true), start, parsed);
      for await (const token of tokens) yield predictor.unreversed(token, pair.input);
    } finally {
      disposeState(start.state);
      release();
    }
  }
}

const pickGiven = (options: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const nothingToTranslate = () =>
  new ConfigError({
    where: 'Translator.generate',
    problem: 'there is no text to translate',
    expected: 'a prompt',
    fix: ({ choose }) => choose('Pass a text', 'Pass --prompt TEXT'),
  });
