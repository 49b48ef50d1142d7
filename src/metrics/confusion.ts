/**
 * Confusion matrix and what follows from it, class by class:
 *
 *   precision = right / predicted     recall = right / true     F1 = 2 right / (predicted + true)
 *
 * A ratio 0/0 is 0. Macro-F1 is the mean of F1 over the classes that occur, in truth or in prediction: scikit-learn's
 * conventions, so that values compare.
 */
import { checkClasses, checkPairs } from './checks';

/** `confusion[t][p]`: how many examples of class t were predicted as p. */
export type ConfusionMatrix = number[][]; // [K,K]

/** Precision, recall and F1 of one class, in [0, 1]. */
export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** Examples (for spans: spans) whose true class it is. */
  support: number;
}

/**
 * @param truth class ids [N] @param predicted likewise
 * @throws ShapeError for no examples, unequal lengths, or an id outside of [0, classes).
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  checkPairs('confusionMatrix', truth, predicted);
  checkClasses('confusionMatrix', 'truth', truth, classes);
  checkClasses('confusionMatrix', 'predicted', predicted, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let n = 0; n < truth.length; n++) confusion[truth[n]][predicted[n]]++;
  return confusion;
}

/** Precision, recall and F1 of each class. @param confusion [K,K], rows are the truth. */
export function classScores(confusion: ConfusionMatrix): ClassScores[] {
  return confusion.map((row, k) => {
    const right = row[k];
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[k], 0);
    return scoresOf(right, predicted, support);
  });
}

/** @param right of `predicted` ones, of which there should be `support` */
export function scoresOf(right: number, predicted: number, support: number): ClassScores {
  return {
    precision: ratio(right, predicted),
    recall: ratio(right, support),
    f1: ratio(2 * right, predicted + support),
    support,
  };
}

/** Mean of F1 over the classes that occur, in truth or prediction. @param confusion [K,K], rows are the truth. */
export function macroF1(confusion: ConfusionMatrix): number {
  const occurs = (k: number) => confusion.some((row, t) => row[k] > 0 || confusion[k][t] > 0);
  const present = classScores(confusion).filter((_, k) => occurs(k));
  return ratio(
    present.reduce((sum, { f1 }) => sum + f1, 0),
    present.length,
  );
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
