/** Top-k accuracy: the part of the examples whose class is among the k most probable ones. */
import { checkClasses, checkRows } from './checks';

/**
 * Of equally probable classes those with smaller ids come first.
 * @param truth class ids [N]
 * @param probabilities [N,K], row by row
 * @param k how many classes may be named
 * @throws ShapeError for no examples, sizes that do not fit, or an unknown class.
 */
export function topAccuracy(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  k: number,
): number {
  checkRows('topAccuracy', truth, probabilities, classes);
  checkClasses('topAccuracy', 'truth', truth, classes);
  let right = 0;
  for (let n = 0; n < truth.length; n++) {
    const p = probabilities[n * classes + truth[n]];
    let before = 0;
    for (let c = 0; c < classes; c++) {
      const other = probabilities[n * classes + c];
      if (other > p || (other === p && c < truth[n])) before++;
    }
    if (before < k) right++;
  }
  return right / truth.length;
}
