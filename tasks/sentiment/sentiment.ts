/** Many-to-one: a text → its polarity, or any other one of two or more labels. */
import { TokenEmbedder } from '../../models/embedders/tokens';
import type { ClassifierBatch } from '../../models/layers-network';
import { sequenceClassifier } from '../../models/sequence-classifier';
import type { TokenBatch } from '../../models/network';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { labeledText } from '../../src/data/kinds';
import { ConfigError, show } from '../../src/errors';
import type { TokenCounts } from '../inputs/text';
import { type LabelMetrics, type LabelPrediction, LabelPredictor } from '../targets/label-predictor';
import type { Task } from '../task';
import type { LoadOptions } from '../options';
import { TaskModel } from '../task-model';
import { adviseOnTexts } from './advice';
import { textBaselines } from './baselines';
import { inferSentimentOptions, settingsFromTexts } from './inferred';
import { type EncodedSentiment, SentimentPreprocessor } from './preprocessor';
import { sentimentSpace } from './search-space';
import {
  networkOptions,
  parseSentiment,
  type SentimentConfig,
  type SentimentOptions,
  sentimentSettings,
} from './settings';

/** The predicted label of a text, and how much of the text the model has seen. */
export interface SentimentPrediction extends LabelPrediction {
  /** Tokens of the text, how many the vocabulary lacks, how many were cut off its end. */
  tokens: TokenCounts;
}

export interface SentimentTypes {
  example: LabeledText;
  input: string;
  encoded: EncodedSentiment;
  prediction: SentimentPrediction;
  config: SentimentConfig;
  metrics: LabelMetrics;
}

export const sentiment: Task<SentimentTypes, SentimentPreprocessor> = {
  name: 'sentiment',
  className: 'SentimentClassifier',
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  kinds: [labeledText],
  prediction: () => 'label',
  commandExamples: ['train sentiment --data reviews.csv --out runs/mine --set cell=gru epochs=8'],
  settings: sentimentSettings,
  searchSpace: sentimentSpace,
  parseConfig: parseSentiment,
  inferredSettings: [...settingsFromTexts],
  inferOptions: (examples, options, note) => inferSentimentOptions(examples, options, note),
  fitPreprocessor: (examples, config) => SentimentPreprocessor.fit(examples, config),
  preprocessorFitter: (config) => SentimentPreprocessor.fitter(config),
  restorePreprocessor: (json, config) => SentimentPreprocessor.fromJSON(json, config),
  createPredictor(config, preprocessor, random) {
    const { text, target, scores } = preprocessor;
    if ((config.ngrams !== 'none') !== (scores !== undefined)) throw ngramsMismatch(config.ngrams);
    const sizes = { vocabularySize: text.encoder.vocabulary.size, embeddingSize: config.embeddingSize };
    const options = networkOptions(config, target.labels.length);
    return new LabelPredictor<SentimentTypes, ClassifierBatch<TokenBatch>>(
      {
        network: sequenceClassifier(options, new TokenEmbedder(sizes, random), random),
        input: preprocessor,
        target,
        prediction: (label, { counts }) => ({ ...label, tokens: counts }),
        bias: { of: ({ logitBias }) => logitBias, without: (input) => ({ ...input, logitBias: undefined }) },
      },
      config,
    );
  },
  baselines: (train, test, preprocessor) => textBaselines(preprocessor, train, test),
  advise: adviseOnTexts,
};

const ngramsMismatch = (ngrams: SentimentConfig['ngrams']) =>
  new ConfigError({
    where: 'SentimentClassifier',
    problem: `ngrams is ${show(ngrams)}, and the preprocessor has ${ngrams === 'none' ? '' : 'no '}n-grams`,
    expected: 'a preprocessor that was made with this configuration',
    fix: 'Use the bundle as it was saved',
  });

/**
 * Learns labels of texts from examples.
 *
 *     const model = new SentimentClassifier({ cell: 'gru', seed: 7 });
 *     await model.fit(train, { validation });
 *     await model.predict('a quiet triumph'); // { label, probabilities, tokens }
 */
export class SentimentClassifier extends TaskModel<SentimentTypes> {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'sentiment';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: SentimentOptions = {}) {
    super(sentiment, options);
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<SentimentClassifier> {
    const model = new SentimentClassifier();
    await model.restore(location, options);
    return model;
  }
}
