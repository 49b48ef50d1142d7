/** What trivial and linear models reach on the same texts; printed beside every result. */
import { BagOfWords } from '../../src/baselines/linear/bag-of-words';
import { Majority } from '../../src/baselines/majority';
import { NaiveBayes } from '../../src/baselines/naive-bayes';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { classificationMetrics } from '../../src/metrics/classification';
import type { LabelMetrics } from '../targets/label-predictor';
import type { SentimentPreprocessor } from './preprocessor';

/** @param preprocessor tokenizes as the task does. Throws DataError for a label that `train` does not have. */
export function textBaselines(
  preprocessor: SentimentPreprocessor,
  train: readonly LabeledText[],
  test: readonly LabeledText[],
): Record<string, LabelMetrics> {
  const classes = preprocessor.labels.length;
  const encode = (examples: readonly LabeledText[]) =>
    examples.map(({ text, label }, i) => ({
      tokens: preprocessor.text.encoder.tokenize(text),
      label: preprocessor.labels.indexOf(label),
      where: i,
    }));
  const training = encode(train);
  const tested = encode(test);
  const truth = tested.map(({ label }) => label);
  const models = { majority: new Majority(), 'bag of words': new BagOfWords(), 'naive Bayes': new NaiveBayes() };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(training, classes);
      const probabilities = Float32Array.from(tested.flatMap(({ tokens }) => [...model.predict(tokens)]));
      const { accuracy, loss, macroF1 } = classificationMetrics(truth, probabilities, classes);
      return [name, { accuracy, loss, macroF1 }];
    }),
  );
}
