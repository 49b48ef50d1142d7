/** Checks shared by the metrics. */
import { ShapeError } from '../errors';
import { isIndex } from '../validation';

/** @throws ShapeError unless there is an example and both lists have as many. */
export function checkPairs(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): void {
  if (truth.length > 0 && truth.length === predicted.length) return;
  throw new ShapeError({
    where,
    problem: `${truth.length} true classes and ${predicted.length} predicted ones`,
    expected: 'as many of one as of the other, at least 1',
    fix: 'Pass both for the same examples, in the same order',
  });
}

/** @throws ShapeError unless there is an example and a row of `classes` values for each. */
export function checkRows(where: string, truth: ArrayLike<number>, rows: ArrayLike<number>, classes: number): void {
  if (truth.length > 0 && rows.length === truth.length * classes) return;
  throw new ShapeError({
    where,
    problem: `${rows.length} probabilities for ${truth.length} examples of ${classes} classes`,
    expected: 'one row of probabilities an example, at least 1 example',
    fix: 'Pass the probabilities as [N,K], row by row',
  });
}

/** @throws ShapeError for an id that is no whole number in [0, classes). */
export function checkClasses(where: string, name: string, ids: ArrayLike<number>, classes: number): void {
  for (let n = 0; n < ids.length; n++) {
    if (isIndex(ids[n], classes)) continue;
    throw new ShapeError({
      where,
      problem: `${name}[${n}] is ${ids[n]}`,
      expected: `a class from 0 to ${classes - 1}`,
      fix: 'Pass class ids, and the number of classes that they were made with',
    });
  }
}

/** @throws ShapeError unless there is a sequence, and both have as many, pair by pair of equal length. */
export function checkSequences(
  where: string,
  truth: readonly ArrayLike<unknown>[],
  predicted: readonly ArrayLike<unknown>[],
): void {
  const wrong = truth.findIndex((sequence, n) => sequence.length !== predicted[n]?.length);
  if (truth.length > 0 && truth.length === predicted.length && wrong < 0) return;
  const isCount = truth.length === 0 || truth.length !== predicted.length;
  throw new ShapeError({
    where,
    problem: isCount
      ? `${truth.length} true sequences and ${predicted.length} predicted ones`
      : `sequence ${wrong} has ${truth[wrong].length} true labels and ${predicted[wrong].length} predicted ones`,
    expected: 'a label for every step of the same sequences, at least 1 sequence',
    fix: 'Pass both for the same sequences, in the same order, without padding or with the same',
  });
}

/** @throws ShapeError unless there is a number, and as many of both. */
export function checkSameLength(where: string, one: ArrayLike<unknown>, other: ArrayLike<unknown>): void {
  if (one.length > 0 && one.length === other.length) return;
  throw new ShapeError({
    where,
    problem: `${one.length} numbers and ${other.length}`,
    expected: 'as many of one as of the other, at least 1',
    fix: 'Pass both for the same rows, in the same order',
  });
}
