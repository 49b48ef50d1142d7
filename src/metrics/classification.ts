/** All metrics of a classifier on one set of examples. */
import { accuracy } from './accuracy';
import {
  classCounts,
  classScores,
  confusionMatrix,
  macroF1,
  type ClassScores,
  type ConfusionMatrix,
} from './confusion';
import { logLoss } from './log-loss';

/** Metrics of a classifier on one set of examples. */
export interface ClassificationMetrics {
  accuracy: number;
  /** Nats. */
  loss: number;
  macroF1: number;
  perClass: ClassScores[]; // [K]
  /** Made when it is read: its size is the square of the number of classes. */
  readonly confusion: ConfusionMatrix; // [K,K], rows are the truth
}

/**
 * @param truth class ids [N]
 * @param probabilities [N,K], row by row
 * @throws ShapeError for no examples, sizes that do not fit, an unknown class, or a value that is no probability.
 */
export function classificationMetrics(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): ClassificationMetrics {
  const loss = logLoss(truth, probabilities, classes);
  const predicted = mostProbable(probabilities, classes);
  const counts = classCounts(truth, predicted, classes);
  return {
    accuracy: accuracy(truth, predicted),
    loss,
    macroF1: macroF1(counts),
    perClass: classScores(counts),
    get confusion() {
      return confusionMatrix(truth, predicted, classes);
    },
  };
}

/** The class of each row's largest value; the first of equal ones. [N,K] → [N] */
export function mostProbable(probabilities: ArrayLike<number>, classes: number): Int32Array {
  const predicted = new Int32Array(probabilities.length / classes);
  for (let n = 0; n < predicted.length; n++) {
    for (let k = 1; k < classes; k++) {
      if (probabilities[n * classes + k] > probabilities[n * classes + predicted[n]]) predicted[n] = k;
    }
  }
  return predicted;
}
