/**
 * How well quantiles and intervals of forecasts fit. With truth y and forecast quantile q of level τ:
 *
 *   pinball   mean of max(τ (y − q), (τ − 1)(y − q))                                   (Koenker & Bassett 1978)
 *   CRPS      ≈ 2 · mean of the pinball losses over evenly spread levels              (Gneiting & Raftery 2007, section 4.2)
 *   coverage  part of the truths inside of an interval, its ends included
 *   width     mean of upper − lower
 */
import { checkSameLength } from '../checks';

type Values = ArrayLike<number>;

/** Pinball loss of one quantile. @param level τ @throws ShapeError for arrays of different lengths. */
export function pinballLoss(truth: Values, forecast: Values, level: number): number {
  checkSameLength('pinballLoss', truth, forecast);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i] - forecast[i];
    sum += Math.max(level * error, (level - 1) * error);
  }
  return sum / truth.length;
}

/**
 * Continuous ranked probability score from quantiles: twice the pinball loss integrated over the level, by the trapezoid
 * rule between the given levels, and level outside of them.
 * @param forecasts of each level, in the order of the levels, which ascend
 * @throws ShapeError for arrays of different lengths.
 */
export function crpsOfQuantiles(truth: Values, forecasts: readonly Values[], levels: readonly number[]): number {
  checkSameLength('crpsOfQuantiles', levels, forecasts);
  const losses = forecasts.map((forecast, q) => pinballLoss(truth, forecast, levels[q]));
  let integral = losses[0] * levels[0] + losses[losses.length - 1] * (1 - levels[levels.length - 1]);
  for (let q = 1; q < levels.length; q++) integral += ((losses[q] + losses[q - 1]) / 2) * (levels[q] - levels[q - 1]);
  return 2 * integral;
}

/** Part of the truths between lower and upper, ends included. @throws ShapeError for arrays of different lengths. */
export function coverage(truth: Values, lower: Values, upper: Values): number {
  checkSameLength('coverage', truth, lower);
  checkSameLength('coverage', truth, upper);
  let inside = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] >= lower[i] && truth[i] <= upper[i]) inside++;
  return inside / truth.length;
}

/**
 * The half width of an interval that holds the truth with a probability, from errors of a model on data that it was not
 * trained on: the ⌈(n + 1) · level⌉-th smallest absolute error (split conformal prediction, Vovk et al. 2005). Infinity
 * where there are too few errors for the level.
 */
export function conformalHalfWidth(errors: Float64Array, level: number): number {
  const sorted = errors.map(Math.abs).sort();
  const rank = Math.ceil((sorted.length + 1) * level);
  return rank > sorted.length ? Infinity : sorted[rank - 1];
}
