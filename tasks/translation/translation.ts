/** Many-to-many, asynchronous: a text → a text in another language, notation or order. */
import { textToText } from '../../models/encoder-decoder/text-to-text';
import { disposeState } from '../../models/encoder-decoder/generation';
import { parallelText } from '../../src/data/kinds';
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { sampler } from '../../src/decoding/sampling';
import { stream } from '../../src/decoding/stream';
import { endId } from '../../src/text/vocabulary';
import type { Task, Monitor } from '../task';
import { TaskModel } from '../task-model';
import {
  type Candidate,
  type GenerateOptions,
  limitOf,
  parsePredictOptions,
  parseGenerateOptions,
  searchFlags,
  sayable,
  type TranslationPrediction,
} from './predictions';
import { type EncodedPair, TranslationPreprocessor } from './preprocessor';
import {
  checkedOptions,
  parseTranslatorConfig,
  type TranslatorConfig,
  type TranslatorOptions,
  translatorSettings,
} from './settings';
import { decoderOf } from './decoder';
import { metricSignatures, translationBaselines } from './metrics';
import { Translation, type TranslationMetrics } from './predictor';
import { decideTokenizer, learnEncoder } from './tokenizers';

type TranslationDefinition = Task<
  ParallelText,
  string,
  EncodedPair,
  TranslationPrediction,
  TranslatorConfig,
  TranslationMetrics
>;

const monitorOf = (metric: TranslatorConfig['monitor']): Monitor => ({
  metric,
  mode: metric === 'perplexity' ? 'min' : 'max',
});

export const translation: TranslationDefinition = {
  name: 'translation',
  className: 'Translator',
  monitor: ({ monitor }) => monitorOf(monitor),
  kinds: [parallelText],
  prediction: () => 'text',
  textOf: (prediction) => (prediction as Candidate).translation,
  hasAttention: true,
  predictFlags: searchFlags,
  commandExamples: ['train translation --data multi30k-en-de --out runs/german --set tokenizer=whitespace'],
  settings: translatorSettings,
  parse: parseTranslatorConfig,
  parsePredictOptions,
  decide: decideTokenizer,
  prepare: (pairs, config) =>
    TranslationPreprocessor.build(pairs, (texts, note) => learnEncoder(texts, config, note), config.sharedVocabulary),
  restore: (json) => TranslationPreprocessor.fromJSON(json),
  build(config, preprocessor, random) {
    const { source, target } = preprocessor as TranslationPreprocessor;
    const sizes = { sourceVocabularySize: source.vocabulary.size, targetVocabularySize: target.vocabulary.size };
    const network = textToText({ ...config, ...sizes }, random);
    return new Translation(network, preprocessor as TranslationPreprocessor, config);
  },
  signatures: (pairs, preprocessor) => metricSignatures(preprocessor as TranslationPreprocessor, pairs),
  baselines: (train, test, preprocessor) => translationBaselines(preprocessor as TranslationPreprocessor, train, test),
};

export type { GenerateOptions } from './predictions';
export type { TranslatorConfig, TranslatorOptions } from './settings';

/** A token of a translation under way. */
export interface GeneratedToken {
  token: string;
  /** The translation as far as it goes. */
  text: string;
  logProbability: number;
  /** With attention: the weight of every token of the source. */
  attention?: Float32Array;
  /** With the last one. */
  ended?: 'end' | 'limit';
}

/**
 * Learns to translate from pairs of texts.
 *
 *     const model = new Translator({ tokenizer: 'byte-pairs', seed: 7 });
 *     await model.fit(train, { validation });
 *     await model.predict('ein hund rennt .', { beam: 5 }); // { translation, score, … }
 */
export class Translator extends TaskModel<
  ParallelText,
  string,
  EncodedPair,
  TranslationPrediction,
  TranslatorConfig,
  TranslationMetrics
> {
  /** @throws ConfigError for an option that is unknown or out of range, or options that contradict each other. */
  constructor(options: TranslatorOptions = {}) {
    super(translation, checkedOptions(options));
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string): Promise<Translator> {
    const model = new Translator();
    await model.restore(location);
    return model;
  }

  /**
   * A translation token by token, as it comes: always the most probable token, or, with any option of sampling, drawn.
   * @throws DataError for a text without tokens, ConfigError for an option that is unknown or out of range.
   */
  async *generate(text: string, options: GenerateOptions = {}): AsyncGenerator<GeneratedToken, void, undefined> {
    const net = this.ready('generate').net as Translation;
    const { maximumLength: limit = limitOf(net.preprocessor), drawing } = parseGenerateOptions(options);
    const choose = drawing && sampler(drawing);
    const pair = net.preprocessor.encodeInput(text, 'input');
    const start = net.start([pair]);
    const said: number[] = [];
    try {
      const tokens = stream(decoderOf(net.network, true), start, { limit, choose, constraints: sayable });
      for await (const { token, logProbability, attention, ended } of tokens) {
        if (token !== endId) said.push(token);
        const spelling = net.preprocessor.targetLabel(token);
        const looked = net.unreversed({ ...(attention && { attention }) }, pair);
        yield {
          token: spelling,
          text: net.preprocessor.target.decode(said),
          logProbability,
          ...looked,
          ...(ended && { ended }),
        };
      }
    } finally {
      disposeState(start.state);
    }
  }
}
