/** What trivial and linear models reach on the same texts; printed beside every result. */
import { BagOfWords } from '../../../src/baselines/linear/bag-of-words';
import type { Baseline } from '../../../src/baselines/baseline';
import { softmaxInPlace } from '../../../src/baselines/linear/softmax';
import { Majority } from '../../../src/baselines/majority';
import { NaiveBayes } from '../../../src/baselines/naive-bayes';
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { classificationMetrics } from '../../../src/metrics/classification';
import type { LabelMetrics } from '../../targets/label-predictor';
import { type CountedText, fitScores } from './ngram-scores';
import { type TextPreprocessor, wholeWords } from './preprocessor';

/** @param preprocessor tokenizes as the task does. Throws DataError for a label that `train` does not have. */
export function textBaselines(
  preprocessor: TextPreprocessor,
  train: readonly LabeledText[],
  test: readonly LabeledText[],
): Record<string, LabelMetrics> {
  const classes = preprocessor.labels.length;
  const encode = (examples: readonly LabeledText[]): CountedText[] =>
    examples.map(({ text, label }) => ({
      tokens: preprocessor.text.encoder.tokenize(text),
      label: preprocessor.labels.indexOf(label),
    }));
  const training = encode(train);
  const tested = encode(test);
  const truth = tested.map(({ label }) => label);
  const metrics = (predict: Baseline['predict']): LabelMetrics => {
    const probabilities = Float32Array.from(tested.flatMap(({ tokens }) => [...predict(tokens)]));
    const { accuracy, loss, macroF1 } = classificationMetrics(truth, probabilities, classes);
    return { accuracy, loss, macroF1 };
  };
  const measured = (model: Baseline): LabelMetrics => {
    model.fit(training, classes);
    return metrics((tokens) => model.predict(tokens));
  };
  return {
    majority: measured(new Majority()),
    'bag of words': measured(new BagOfWords()),
    'naive Bayes': measured(new NaiveBayes()),
    'n-gram regression': metrics(regressionOn(training, preprocessor)),
  };
}

/** On words, bigrams and runs of letters inside words; the one of the model itself where it has one of these texts. */
function regressionOn(training: readonly CountedText[], preprocessor: TextPreprocessor): Baseline['predict'] {
  const { labels, scores: own, text } = preprocessor;
  const wordsOf = (tokens: readonly string[]) => wholeWords(tokens, text.encoder.tokenizer.kind);
  const texts = training.map(({ tokens, label }) => ({ tokens: wordsOf(tokens), label }));
  const scores = own?.isRegressionOn(texts) ? own : fitScores('logistic', texts, labels.length);
  return (tokens) => {
    const probabilities = Float64Array.from(scores.of(wordsOf(tokens)));
    softmaxInPlace(probabilities);
    return Float32Array.from(probabilities);
  };
}
