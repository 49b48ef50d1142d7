/** Many-to-one: a text → one of two or more labels. What the classes of text classification have in common. */
import { TokenEmbedder } from '../../../models/embedders/tokens';
import type { ClassifierBatch } from '../../../models/layers-network';
import { sequenceClassifier } from '../../../models/sequence-classifier';
import type { TokenBatch } from '../../../models/network';
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { labeledText } from '../../../src/data/kinds';
import { ConfigError, show } from '../../../src/errors';
import type { TokenCounts } from '../../inputs/text';
import { type LabelMetrics, type LabelPrediction, LabelPredictor } from '../../targets/label-predictor';
import type { Task } from '../../task';
import { adviseOnTexts } from './advice';
import { textBaselines } from './baselines';
import { inferTextOptions, settingsFromTexts } from './inferred';
import { type EncodedLabeledText, TextPreprocessor } from './preprocessor';
import { textSpace } from './search-space';
import { networkOptions, parseText, type TextConfig, textEntries } from './settings';

/** The predicted label of a text, and how much of the text the model has seen. */
export interface TextPrediction extends LabelPrediction {
  /** Tokens of the text, how many the vocabulary lacks, how many were cut off its end. */
  tokens: TokenCounts;
}

export interface TextTypes {
  example: LabeledText;
  input: string;
  encoded: EncodedLabeledText;
  prediction: TextPrediction;
  config: TextConfig;
  metrics: LabelMetrics;
}

/** @param className of the class that is built of it, for messages */
export const textClassification = (name: string, className: string): Task<TextTypes, TextPreprocessor> => ({
  name,
  className,
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  kinds: [labeledText],
  prediction: () => 'label',
  commandExamples: [`train ${name} --data reviews.csv --out runs/mine --set cell=gru epochs=8`],
  settings: textEntries,
  searchSpace: textSpace,
  parseConfig: (options) => parseText(options, className),
  inferredSettings: [...settingsFromTexts],
  inferOptions: (examples, options, note) => inferTextOptions(examples, options, note),
  fitPreprocessor: (examples, config) => TextPreprocessor.fit(examples, config),
  preprocessorFitter: (config) => TextPreprocessor.fitter(config),
  restorePreprocessor: (json, config) => TextPreprocessor.fromJSON(json, config),
  createPredictor(config, preprocessor, random) {
    const { text, target, scores } = preprocessor;
    if ((config.ngrams !== 'none') !== (scores !== undefined)) throw ngramsMismatch(className, config.ngrams);
    const sizes = { vocabularySize: text.encoder.vocabulary.size, embeddingSize: config.embeddingSize };
    const options = networkOptions(config, target.labels.length);
    return new LabelPredictor<TextTypes, ClassifierBatch<TokenBatch>>(
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
});

const ngramsMismatch = (where: string, ngrams: TextConfig['ngrams']) =>
  new ConfigError({
    where,
    problem: `ngrams is ${show(ngrams)}, and the preprocessor has ${ngrams === 'none' ? '' : 'no '}n-grams`,
    expected: 'a preprocessor that was made with this configuration',
    fix: 'Use the bundle as it was saved',
  });
