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
  checkIds(truth, predicted, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let n = 0; n < truth.length; n++) confusion[truth[n]][predicted[n]]++;
  return confusion;
}

/** Of every class. */
export interface ClassCounts {
  right: Int32Array; // [K]
  /** How often it was predicted, and how often it is true. */
  predicted: Int32Array; // [K]
  support: Int32Array; // [K]
}

/** Without a matrix, whose K² entries no memory holds for very many classes. @throws as `confusionMatrix` */
export function classCounts(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): ClassCounts {
  checkIds(truth, predicted, classes);
  const counts = freshCounts(classes);
  for (let n = 0; n < truth.length; n++) add(counts, truth[n], predicted[n], 1);
  return counts;
}

function countsOf(confusion: ConfusionMatrix): ClassCounts {
  const counts = freshCounts(confusion.length);
  confusion.forEach((row, t) => row.forEach((count, p) => add(counts, t, p, count)));
  return counts;
}

const freshCounts = (classes: number): ClassCounts => ({
  right: new Int32Array(classes),
  predicted: new Int32Array(classes),
  support: new Int32Array(classes),
});

function add({ right, predicted, support }: ClassCounts, t: number, p: number, count: number): void {
  if (t === p) right[t] += count;
  predicted[p] += count;
  support[t] += count;
}

/** Precision, recall and F1 of each class. @param from confusion [K,K], rows are the truth, or its sums. */
export function classScores(from: ConfusionMatrix | ClassCounts): ClassScores[] {
  const { right, predicted, support } = Array.isArray(from) ? countsOf(from) : from;
  return Array.from(right, (count, k) => scoresOf(count, predicted[k], support[k]));
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

/**
 * Mean of F1 over the classes that occur, in truth or prediction.
 * @param from confusion [K,K], rows are the truth, or its sums.
 */
export function macroF1(from: ConfusionMatrix | ClassCounts): number {
  const counts = Array.isArray(from) ? countsOf(from) : from;
  const present = classScores(counts).filter((_, k) => counts.predicted[k] > 0 || counts.support[k] > 0);
  return ratio(
    present.reduce((sum, { f1 }) => sum + f1, 0),
    present.length,
  );
}

function checkIds(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): void {
  checkPairs('confusionMatrix', truth, predicted);
  checkClasses('confusionMatrix', 'truth', truth, classes);
  checkClasses('confusionMatrix', 'predicted', predicted, classes);
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
