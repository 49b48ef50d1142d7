/** Baselines for tagging words: a label for each token, without looking at its neighbours. */
import { DataError } from '../errors';
import { isIndex } from '../validation';

export interface TaggedTokens {
  tokens: readonly string[];
  /** A class id in [0, K) for each token. */
  labels: ArrayLike<number>;
}

export interface TaggingBaseline {
  /**
   * Fits to sentences anew: nothing of an earlier fit is kept.
   * @throws DataError for no token at all, tokens and labels that disagree in number, or a label outside of [0, classes).
   */
  fit(sentences: readonly TaggedTokens[], classes: number): void;
  /** A class id for each token. @throws ConfigError before `fit`. */
  predict(tokens: readonly string[]): Int32Array;
}

/** @throws DataError for no label at all, `sizes` that differ from the number of labels, or a label that is no class. */
export function checkLabels(
  where: string,
  labels: readonly ArrayLike<number>[],
  sizes: readonly number[],
  classes: number,
): void {
  labels.forEach((own, n) => {
    if (own.length !== sizes[n]) {
      const problem = `sequence ${n} has ${sizes[n]} steps and ${own.length} labels`;
      throw new DataError({ where, problem, expected: 'a label for every step', fix: 'Check the data' });
    }
    const wrong = Array.from(own).findIndex((label) => !isIndex(label, classes));
    if (wrong < 0) return;
    throw new DataError({
      where,
      problem: `label ${wrong} of sequence ${n} is ${own[wrong]}`,
      expected: `a class from 0 to ${classes - 1}`,
      fix: 'Pass class ids, and the number of classes that they were made with',
    });
  });
  if (labels.some(({ length }) => length > 0)) return;
  throw new DataError({ where, problem: 'there are no labels', expected: 'at least one', fix: 'Check the data' });
}
