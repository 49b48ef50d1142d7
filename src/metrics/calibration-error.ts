/**
 * Expected calibration error (Guo et al. 2017): predictions are put into bins of equal width by the probability of the label
 * that is predicted, and
 *
 *   ECE = Σ_bins n_bin / N · |accuracy_bin − mean probability_bin|
 *
 * 0 for probabilities that are right as often as they say.
 */
import { ConfigError } from '../errors';
import { isCount } from '../validation';
import { checkClasses, checkRows } from './checks';
import { mostProbable } from './classification';

/**
 * @param truth class ids [N]
 * @param probabilities [N,K], row by row
 * @param bins of equal width in [0, 1]
 * @throws ShapeError for no examples, sizes that do not fit, or an unknown class; ConfigError for a number of bins that is none.
 */
export function calibrationError(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  bins = 15,
): number {
  checkRows('calibrationError', truth, probabilities, classes);
  checkClasses('calibrationError', 'truth', truth, classes);
  if (!isCount(bins)) throw notBins(bins);
  const predicted = mostProbable(probabilities, classes);
  const excess = new Float64Array(bins); // Σ probability − right, of each bin
  for (let n = 0; n < truth.length; n++) {
    const p = probabilities[n * classes + predicted[n]];
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    excess[bin] += p - Number(predicted[n] === truth[n]);
  }
  return excess.reduce((sum, own) => sum + Math.abs(own), 0) / truth.length;
}

const notBins = (bins: unknown) =>
  new ConfigError({
    where: 'calibrationError',
    problem: `bins is ${String(bins)}`,
    expected: 'a whole number of at least 1',
    fix: 'Leave it out, or pass 15',
  });
