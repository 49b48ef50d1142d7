/**
 * Character and word error rates of recognized texts, over a corpus, equal to those of jiwer:
 *
 *   rate = (S + I + D) / N        N = characters (words) of the truth
 *
 * S, I, D: items to replace, insert and drop that make the recognized text of the truth, the fewest together (Levenshtein).
 * Summed over all texts before dividing; above 1 where much is inserted. Characters are code points, spaces among them;
 * words are what spaces separate. Nothing is normalised: case and punctuation count.
 */
import { ShapeError } from '../../errors';

/** Fewest edits that make one sequence of another. */
export interface Edits {
  /** Items that are right. */
  hits: number;
  substitutions: number;
  insertions: number;
  deletions: number;
}

/** Edits of a corpus, and what they are of its length. */
export interface ErrorRate extends Edits {
  /** 0 is perfect. */
  rate: number;
  /** N */
  length: number;
}

/**
 * Of the characters, as code points.
 * @throws ShapeError for unequal numbers of texts, no text, or a truth without any character.
 */
export function characterErrorRate(truth: readonly string[], recognized: readonly string[]): ErrorRate {
  return errorRate('characterErrorRate', truth, recognized, (text) => [...text]);
}

/** Of the words, which spaces separate. @throws ShapeError as `characterErrorRate`. */
export function wordErrorRate(truth: readonly string[], recognized: readonly string[]): ErrorRate {
  return errorRate('wordErrorRate', truth, recognized, (text) => text.split(/\s+/).filter(Boolean));
}

/** Fewest edits that make `found` of `truth`; of several ways one with the most substitutions. */
export function countEdits<Item>(truth: ArrayLike<Item>, found: ArrayLike<Item>): Edits {
  const width = found.length + 1;
  const substitution = truth.length + found.length + 1; // more than all that the ones below can add up to
  const indel = substitution + 1;
  const costs = new Float64Array((truth.length + 1) * width);
  for (let j = 1; j < width; j++) costs[j] = j * indel;
  for (let i = 1; i <= truth.length; i++) {
    costs[i * width] = i * indel;
    for (let j = 1; j < width; j++) {
      const replaced = costs[(i - 1) * width + j - 1] + (truth[i - 1] === found[j - 1] ? 0 : substitution);
      costs[i * width + j] = Math.min(replaced, costs[i * width + j - 1] + indel, costs[(i - 1) * width + j] + indel);
    }
  }
  const edits: Edits = { hits: 0, substitutions: 0, insertions: 0, deletions: 0 };
  for (let [i, j] = [truth.length, found.length]; i > 0 || j > 0;) {
    const cost = costs[i * width + j];
    const isSame = i > 0 && j > 0 && truth[i - 1] === found[j - 1];
    if (i > 0 && j > 0 && cost === costs[(i - 1) * width + j - 1] + (isSame ? 0 : substitution)) {
      edits[isSame ? 'hits' : 'substitutions']++;
      [i, j] = [i - 1, j - 1];
    } else if (j > 0 && cost === costs[i * width + j - 1] + indel) {
      edits.insertions++;
      j--;
    } else {
      edits.deletions++;
      i--;
    }
  }
  return edits;
}

function errorRate(
  where: string,
  truth: readonly string[],
  recognized: readonly string[],
  itemsOf: (text: string) => string[],
): ErrorRate {
  if (truth.length === 0 || truth.length !== recognized.length) {
    throw new ShapeError({
      where,
      problem: `${truth.length} true texts and ${recognized.length} recognized ones`,
      expected: 'as many of one as of the other, at least 1',
      fix: 'Pass both for the same examples, in the same order',
    });
  }
  const sum: Edits = { hits: 0, substitutions: 0, insertions: 0, deletions: 0 };
  const names = Object.keys(sum) as (keyof Edits)[];
  truth.forEach((text, n) => {
    const edits = countEdits(itemsOf(text), itemsOf(recognized[n]));
    for (const name of names) sum[name] += edits[name];
  });
  const length = sum.hits + sum.substitutions + sum.deletions;
  if (length === 0) {
    throw new ShapeError({
      where,
      problem: 'the true texts are all empty',
      expected: 'at least one that is not',
      fix: 'An error rate is a share of the true length',
    });
  }
  return { ...sum, length, rate: (sum.substitutions + sum.insertions + sum.deletions) / length };
}
