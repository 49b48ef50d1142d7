/**
 * Log loss (cross-entropy): the mean of −ln p(true class), in nats. A probability of 0 counts as 2⁻²³, the precision of
 * float32, as in scikit-learn for such input.
 */
import { ShapeError } from '../errors';
import { checkClasses, checkRows } from './checks';

const least = 2 ** -23;

/**
 * @param truth class ids [N]
 * @param probabilities [N,K], row by row, each row summing to 1
 * @throws ShapeError for no examples, sizes that do not fit, an unknown class, or a number outside of [0, 1].
 */
export function logLoss(truth: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  checkRows('logLoss', truth, probabilities, classes);
  checkClasses('logLoss', 'truth', truth, classes);
  let sum = 0;
  for (let n = 0; n < truth.length; n++) {
    const p = probabilities[n * classes + truth[n]];
    if (!(p >= 0 && p <= 1 + 1e-5)) throw notAProbability(n, p); // rounding may leave a little more than 1
    sum -= Math.log(Math.min(Math.max(p, least), 1 - least));
  }
  return sum / truth.length;
}

const notAProbability = (n: number, p: number) =>
  new ShapeError({
    where: 'logLoss',
    problem: `the probability of example ${n}'s class is ${p}`,
    expected: 'a number in [0, 1]',
    fix: 'Pass probabilities (after softmax), and check the model if it gives NaN',
  });
