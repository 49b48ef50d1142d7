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
import { reportCoverage } from '../../pretraining/coverage';
import type { TaskStart } from '../../pretraining/pretrained';
import type { StartingTask } from '../../pretraining/settings';
import { startFrom } from '../../pretraining/start';
import type { Task } from '../../task';
import { adviseOnTexts } from './advice';
import { textBaselines } from './baselines';
import { inferTextOptions, settingsFromTexts } from './inferred';
import { type EncodedLabeledText, TextPreprocessor } from './preprocessor';
import { textSpace } from './search-space';
import { networkOptions, parseText, type TextConfig, textEntries, type TextOptions, tokenizers } from './settings';

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

/**
 * @param className of the class that is built of it, for messages
 * @param start a language model, for the fit that starts from it
 */
export const textClassification = (
  name: string,
  className: string,
  start?: TaskStart,
): Task<TextTypes, TextPreprocessor> => {
  const reported = (preprocessor: TextPreprocessor): TextPreprocessor => {
    reportCoverage(start, preprocessor.text.encoder.vocabulary, `${className}.fit`);
    return preprocessor;
  };
  return {
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
    fitFiles: [
      { name: 'init', form: 'bundle', help: 'start from this language model (a bundle); needed again to resume' },
    ],
    fitPreprocessor: (examples, config) => reported(TextPreprocessor.fit(examples, config, start?.pretrained.tokens)),
    preprocessorFitter(config) {
      const fitter = TextPreprocessor.fitter(config, start?.pretrained.tokens);
      return fitter && { add: (example) => fitter.add(example), fit: () => reported(fitter.fit()) };
    },
    restorePreprocessor: (json, config) => TextPreprocessor.fromJSON(json, config),
    createPredictor(config, preprocessor, random) {
      const { text, target, scores } = preprocessor;
      if ((config.ngrams !== 'none') !== (scores !== undefined)) throw ngramsMismatch(className, config.ngrams);
      const sizes = { vocabularySize: text.encoder.vocabulary.size, embeddingSize: config.embeddingSize };
      const options = networkOptions(config, target.labels.length);
      const network = sequenceClassifier(options, new TokenEmbedder(sizes, random), random);
      if (start) startFrom(start.pretrained, network.parameters());
      return new LabelPredictor<TextTypes, ClassifierBatch<TokenBatch>>(
        {
          network,
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
};

/** What is usual for a classifier that starts from a language model (Howard & Ruder 2018). */
const usual: TextOptions = {
  bidirectional: false,
  pooling: 'last+max+mean',
  schedule: 'triangular',
  warmup: 0.1,
  layerRateRatio: 2.6,
  unfreezing: 'gradual',
};

/** How options follow from a language model. @param where the call, for messages */
export const startingText = (where: string): StartingTask => ({ where, tokenizers, usual, parseConfig: parseText });

const ngramsMismatch = (where: string, ngrams: TextConfig['ngrams']) =>
  new ConfigError({
    where,
    problem: `ngrams is ${show(ngrams)}, and the preprocessor has ${ngrams === 'none' ? '' : 'no '}n-grams`,
    expected: 'a preprocessor that was made with this configuration',
    fix: 'Use the bundle as it was saved',
  });
