/** Metrics of every label by name, from ids alone: for taggers and classifiers of frames. */
import { accuracy } from './accuracy';
import { classScores, confusionMatrix, macroF1, type ClassScores, type ConfusionMatrix } from './confusion';

/** Metrics of a classifier by the names of its labels. */
export interface ClassReport {
  accuracy: number;
  macroF1: number;
  perClass: Record<string, ClassScores>;
  confusion: ConfusionMatrix; // [K,K], rows are the truth
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
  const confusion = confusionMatrix(truth, predicted, labels.length);
  const scores = classScores(confusion);
  return {
    accuracy: accuracy(truth, predicted),
    macroF1: macroF1(confusion),
    perClass: Object.fromEntries(labels.map((label, k) => [label, scores[k]])),
    confusion,
  };
}
