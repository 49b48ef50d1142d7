/** Which steps are real: lengths ↔ mask. A mask is a list of T columns [B,1] that hold 1 for a real step, else 0. */
import { matrix, type Matrix } from '../cells/float64';
import { ShapeError, show } from '../errors';
import { isCount } from '../validation';

/** Step t (from 0) of example b is real where t < lengths[b]. @throws ShapeError as `checkLengths`. */
export function lengthsToMask(lengths: ArrayLike<number>, steps: number): Matrix[] {
  checkLengths('lengthsToMask', lengths, lengths.length, steps);
  return Array.from({ length: steps }, (_, t) =>
    matrix(
      lengths.length,
      1,
      Array.from(lengths, (length) => (t < length ? 1 : 0)),
    ),
  );
}

/**
 * @throws ShapeError unless there is one whole number from 1 to T for each of B examples. Length 0 is refused: such an
 * example has no last step, so it has no output.
 */
export function checkLengths(where: string, lengths: ArrayLike<number>, batchSize: number, steps: number): void {
  if (lengths.length !== batchSize) {
    throw new ShapeError({
      where,
      problem: `lengths has ${lengths.length} entries`,
      expected: `one for each of B=${batchSize} examples`,
    });
  }
  for (let b = 0; b < batchSize; b++) {
    const length = lengths[b];
    if (isCount(length, 1, steps)) continue;
    throw new ShapeError({
      where,
      problem: `lengths[${b}] is ${show(length)}`,
      expected: `a whole number from 1 to T=${steps}`,
      fix: 'Leave empty sequences out of the batch and cut long ones before',
    });
  }
}
