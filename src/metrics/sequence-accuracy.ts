/** How many tokens, and how many whole sequences, are right. Parts of all, in [0, 1]; 0/0 is 0. */
import { ShapeError } from '../errors';
import { checkSequences } from './checks';
import { checkOptionNames } from '../validation';

/** Labels or tokens: ids or strings. */
export type Sequence = ArrayLike<number> | readonly string[];

export interface PartRight {
  accuracy: number;
  /** How many it was measured on. */
  tokens: number;
}

/**
 * Tokens that are right.
 * @param options padding: positions where the truth is this are left out
 * @throws ShapeError for no sequences, or unequal lengths.
 */
export function tokenAccuracy(
  truth: readonly Sequence[],
  predicted: readonly Sequence[],
  options: { padding?: number | string } = {},
): number {
  checkOptionNames('tokenAccuracy', options, { padding: true });
  const { padding } = options;
  return accuracyWhere(truth, predicted, (n, t) => truth[n][t] !== padding).accuracy;
}

/**
 * Tokens that are right among those selected: at words that training did not have, for example.
 * @throws ShapeError for no sequences, or unequal lengths.
 */
export function accuracyWhere(
  truth: readonly Sequence[],
  predicted: readonly Sequence[],
  isSelected: (sequence: number, position: number) => boolean,
): PartRight {
  checkSequences('accuracyWhere', truth, predicted);
  let right = 0;
  let tokens = 0;
  truth.forEach((sequence, n) => {
    for (let t = 0; t < sequence.length; t++) {
      if (!isSelected(n, t)) continue;
      tokens++;
      if (sequence[t] === predicted[n][t]) right++;
    }
  });
  return { accuracy: tokens > 0 ? right / tokens : 0, tokens };
}

/**
 * Tokens that are right at words that training did not have.
 * @throws ShapeError for no sequences, or unequal lengths.
 */
export function outOfVocabularyAccuracy(
  words: readonly (readonly string[])[],
  truth: readonly Sequence[],
  predicted: readonly Sequence[],
  isKnown: (word: string) => boolean,
): PartRight {
  checkSequences('outOfVocabularyAccuracy', words, truth);
  return accuracyWhere(truth, predicted, (n, t) => !isKnown(words[n][t]));
}

/**
 * Sequences that are right as a whole, also in length: exact match of generated texts, sentence accuracy of tags.
 * @throws ShapeError for no sequences, or not as many of both.
 */
export function sequenceAccuracy(truth: readonly Sequence[], predicted: readonly Sequence[]): number {
  if (truth.length === 0 || truth.length !== predicted.length) {
    throw new ShapeError({
      where: 'sequenceAccuracy',
      problem: `${truth.length} true sequences and ${predicted.length} predicted ones`,
      expected: 'as many of one as of the other, at least 1',
      fix: 'Pass both for the same examples, in the same order',
    });
  }
  return truth.filter((sequence, n) => isSame(sequence, predicted[n])).length / truth.length;
}

function isSame(a: Sequence, b: Sequence): boolean {
  if (a.length !== b.length) return false;
  for (let t = 0; t < a.length; t++) if (a[t] !== b[t]) return false;
  return true;
}
