/** Accuracy: the part of the examples whose class is right, in [0, 1]. */
import { checkPairs } from './checks';

/** @param truth class ids [N]. @param predicted likewise @throws ShapeError for no examples or unequal lengths. */
export function accuracy(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs('accuracy', truth, predicted);
  let right = 0;
  for (let n = 0; n < truth.length; n++) if (truth[n] === predicted[n]) right++;
  return right / truth.length;
}
