/** Many-to-one: a text → one of two or more labels. What the classes of text classification have in common. */
import { TokenEmbedder } from '../../../models/embedders/tokens';
import type { ClassifierBatch } from '../../../models/layers-network';
import { type SequenceClassifier, sequenceClassifier } from '../../../models/sequence-classifier';
import type { TokenBatch } from '../../../models/network';
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { labeledText } from '../../../src/data/kinds';
import { ConfigError, show } from '../../../src/errors';
import type { Random } from '../../../src/random';
import type { TokenCounts } from '../../inputs/text';
import { type LabelMetrics, type LabelPrediction, LabelPredictor } from '../../targets/label-predictor';
import { reportCoverage } from '../../pretraining/coverage';
import type { TaskStart } from '../../pretraining/pretrained';
import type { StartingTask } from '../../pretraining/settings';
import { startFrom } from '../../pretraining/start';
import type { InputBias } from '../../targets/calibration';
import type { LabelTarget } from '../../targets/labels';
import type { Task } from '../../task';
import { adviseOnTexts } from './advice';
import { textBaselines } from './baselines';
import { inferTextOptions, settingsFromTexts } from './inferred';
import { type EncodedLabeledText, type EncodedTextInput, TextPreprocessor } from './preprocessor';
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

type TextBatch = ClassifierBatch<TokenBatch>;

/** `LabelPredictorParts` of texts. */
interface TextPredictorParts {
  network: SequenceClassifier<TokenBatch>;
  input: TextPreprocessor;
  target: LabelTarget;
  prediction(label: LabelPrediction, encoded: EncodedTextInput): TextPrediction;
  bias: InputBias<EncodedTextInput>;
}

/**
 * The network, and how it reads texts and their n-grams.
 * @param about the class, for messages, and the language model that its first fit starts from
 * @throws ConfigError for n-grams in one of configuration and preprocessor only.
 */
export function textPredictorParts(
  config: TextConfig,
  preprocessor: TextPreprocessor,
  random: Random,
  { where, start }: { where: string; start?: TaskStart },
): TextPredictorParts {
  const { text, target, scores } = preprocessor;
  if ((config.ngrams !== 'none') !== (scores !== undefined)) throw ngramsMismatch(where, config.ngrams);
  const sizes = { vocabularySize: text.encoder.vocabulary.size, embeddingSize: config.embeddingSize };
  const options = networkOptions(config, target.labels.length);
  const network = sequenceClassifier(options, new TokenEmbedder(sizes, random), random);
  if (start) startFrom(start.pretrained, network.parameters());
  return {
    network,
    input: preprocessor,
    target,
    prediction: (label, { counts }) => ({ ...label, tokens: counts }),
    bias: { of: ({ logitBias }) => logitBias, without: (input) => ({ ...input, logitBias: undefined }) },
  };
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
      const about = { where: className, start };
      return new LabelPredictor<TextTypes, TextBatch>(textPredictorParts(config, preprocessor, random, about), config);
    },
    baselines: (train, test, preprocessor) => textBaselines(preprocessor, train, test),
    advise: adviseOnTexts,
  };
};

/** What is usual for a classifier that starts from a language model (Howard & Ruder 2018). */
const usual: TextOptions = {
  bidirectional: false,
  pooling: 'last+max+mean',
  learningRate: 0.01, // of the output layer; those below have less
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
