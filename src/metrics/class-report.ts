/** Metrics of every label by name, from ids alone: for taggers and classifiers of frames. */
import { accuracy } from './accuracy';
import {
  classCounts,
  classScores,
  confusionMatrix,
  macroF1,
  type ClassScores,
  type ConfusionMatrix,
} from './confusion';

/** Metrics of a classifier by the names of its labels. */
export interface ClassReport {
  accuracy: number;
  macroF1: number;
  perClass: Record<string, ClassScores>;
  /** Made when it is read: its size is the square of the number of labels. */
  readonly confusion: ConfusionMatrix; // [K,K], rows are the truth
}

/**
 * @param truth class ids [N], for sequences one after the other @param predicted likewise
 * @param labels names of the classes [K]
 * @throws ShapeError for no ids, unequal lengths, or an id outside of [0, K).
 */
export function classReport(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  labels: readonly string[],
): ClassReport {
  const counts = classCounts(truth, predicted, labels.length);
  const scores = classScores(counts);
  return {
    accuracy: accuracy(truth, predicted),
    macroF1: macroF1(counts),
    perClass: Object.fromEntries(labels.map((label, k) => [label, scores[k]])),
    get confusion() {
      return confusionMatrix(truth, predicted, labels.length);
    },
  };
}
