/**
 * Baselines for text classification: classifiers of tokenised texts without any recurrence. A network that does not
 * beat them has learnt nothing about order.
 */
import { ConfigError, DataError } from '../errors';
import { isIndex } from '../validation';

export interface LabelledTokens {
  tokens: readonly string[];
  /** Class id in [0, K). */
  label: number;
}

export interface Baseline {
  /**
   * Fits anew: nothing of an earlier fit is kept. Equal examples give equal predictions.
   * @throws DataError for no examples, or a label outside of [0, classes).
   */
  fit(examples: readonly LabelledTokens[], classes: number): void;
  /** Class probabilities [K] of one text. @throws ConfigError before `fit`. */
  predict(tokens: readonly string[]): Float32Array;
}

/** @throws DataError for no examples, or a label outside of [0, classes). */
export function checkExamples(where: string, examples: readonly LabelledTokens[], classes: number): void {
  if (!examples.length) {
    throw new DataError({ where, problem: 'there are no examples', expected: 'at least one', fix: 'Check the data' });
  }
  const wrong = examples.findIndex(({ label }) => !isIndex(label, classes));
  if (wrong < 0) return;
  throw new DataError({
    where,
    problem: `the label of example ${wrong} is ${examples[wrong].label}`,
    expected: `a class from 0 to ${classes - 1}`,
    fix: 'Pass class ids, and the number of classes that they were made with',
  });
}

/** The fitted model. @throws ConfigError before `fit`. */
export function fitted<Model>(where: string, model: Model | undefined): Model {
  if (model) return model;
  throw new ConfigError({
    where,
    problem: 'it is not fitted yet',
    expected: 'fit before predict',
    fix: 'Call fit',
  });
}
