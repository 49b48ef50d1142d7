/** One-to-many: from a prompt, or from nothing, token by token to a text; and how probable texts are. */
import { LanguageModel as Network } from '../../models/language-model/language-model';
import { type PlainText } from '../../src/data/examples/plain-text/example';
import { plainText } from '../../src/data/kinds';
import { trainingLength, inferred, type LengthRule, type Note } from '../inferred-settings';
import type { LoadOptions } from '../options';
import type { Task } from '../task';
import { TaskModel } from '../task-model';
import { ngramBaselines } from './baselines';
import { parseScoreOptions } from './options';
import { LanguageModelPredictor } from './predictor';
import { LanguageModelPreprocessor, sizesOf } from './preprocessor';
import type { TextScore } from './scores';
import { languageModelSpace } from './search-space';
import { type LanguageModelOptions, languageModelSettings, parseLanguageModel } from './settings';
import type { LanguageModelTypes } from './types';

/** For short texts: fewer parallel streams, each of some windows, and more epochs. */
const lengthRule: LengthRule = {
  ...{ epochs: 20, batchSize: 50, updates: 2000, mostEpochs: 500, updatesPerEpoch: 20, smallestBatch: 1 },
};

/** Characters of a token, about. */
const tokenLength = { characters: 1, words: 5, whitespace: 5, 'byte-pairs': 4, abc: 2 };

function inferLength(texts: readonly PlainText[], options: object, note: Note): object {
  const { tokenizer, window } = parseLanguageModel(options);
  const characters = texts.reduce((sum, one) => sum + (typeof one?.text === 'string' ? one.text.length : 0), 0);
  const windows = Math.floor(characters / tokenLength[tokenizer] / window);
  const found = trainingLength(windows, options, lengthRule);
  const reason = `${characters.toLocaleString('en')} characters of training text are few`;
  return inferred(options, { found, defaults: lengthRule, reason }, note);
}

export const languageModel: Task<LanguageModelTypes, LanguageModelPreprocessor> = {
  name: 'language-model',
  className: 'LanguageModel',
  monitor: () => ({ metric: 'nats', mode: 'min' }),
  kinds: [plainText],
  prediction: () => 'score',
  commandExamples: ['train language-model --data tinyshakespeare --out runs/shakespeare'],
  settings: languageModelSettings,
  searchSpace: languageModelSpace,
  parseConfig: parseLanguageModel,
  parsePredictOptions: parseScoreOptions,
  inferOptions: inferLength,
  fitPreprocessor: (texts, config) => LanguageModelPreprocessor.fit(texts, config),
  restorePreprocessor: (json) => LanguageModelPreprocessor.fromJSON(json),
  createPredictor(config, preprocessor, random) {
    const network = new Network({ ...config, vocabularySize: preprocessor.vocabulary.size }, random);
    return new LanguageModelPredictor(network, preprocessor, config);
  },
  metricSignatures: (texts, { ends }) => ({ nats: sliceOf(texts, ends) }),
  baselines: ngramBaselines,
};

/** What was measured: values of different parts of a text do not compare. */
function sliceOf(texts: readonly PlainText[], ends: boolean): string {
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
export class LanguageModel extends TaskModel<LanguageModelTypes> {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'language-model';

  /** @throws ConfigError for an option that is unknown or out of range, and for a model of both directions. */
  constructor(options: LanguageModelOptions = {}) {
    super(languageModel, options);
  }

  /**
   * How probable texts are, token by token, each from zero state: `predict` with the score of every token.
   * @throws DataError for a text without tokens.
   */
  score(text: string): Promise<TextScore>;
  score(texts: readonly string[]): Promise<TextScore[]>;
  score(texts: string | readonly string[]): Promise<TextScore | TextScore[]> {
    const options = { tokenScores: true };
    return typeof texts === 'string' ? this.predict(texts, options) : this.predict(texts, options);
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<LanguageModel> {
    const model = new LanguageModel();
    await model.restore(location, options);
    return model;
  }
}
