/**
 * Errors of forecasts of single values. With truth y, forecast ŷ and N values:
 *
 *   MAE    1/N Σ |y − ŷ|            MSE  1/N Σ (y − ŷ)²            RMSE  √MSE
 *   sMAPE  200/N Σ |y − ŷ| / (|y| + |ŷ|), 0 where both are 0       in percent, up to 200 (M4 competition)
 *   MASE   MAE / mean |y_t − y_{t−m}| of the known past            (Hyndman & Koehler 2006), m the season
 *   RMSSE  √(MSE / mean (y_t − y_{t−m})² of the known past)        (M5 competition has m = 1)
 */
import { checkSameLength } from '../checks';

type Values = ArrayLike<number>;

/** Mean absolute error. @throws ShapeError for arrays of different lengths. */
export function meanAbsoluteError(truth: Values, forecast: Values): number {
  return meanOf('meanAbsoluteError', truth, forecast, (y, f) => Math.abs(y - f));
}

/** Mean squared error. @throws ShapeError for arrays of different lengths. */
export function meanSquaredError(truth: Values, forecast: Values): number {
  return meanOf('meanSquaredError', truth, forecast, (y, f) => (y - f) ** 2);
}

/** Symmetric mean absolute percentage error, from 0 to 200. @throws ShapeError for arrays of different lengths. */
export function symmetricPercentageError(truth: Values, forecast: Values): number {
  return meanOf('symmetricPercentageError', truth, forecast, (y, f) =>
    y === f ? 0 : (200 * Math.abs(y - f)) / (Math.abs(y) + Math.abs(f)),
  );
}

/** The mean absolute difference of values one season apart: what MASE divides by. NaN for a past of no more than a season. */
export function seasonalChange(past: Values, season = 1): number {
  let sum = 0;
  for (let t = season; t < past.length; t++) sum += Math.abs(past[t] - past[t - season]);
  return sum / Math.max(0, past.length - season);
}

/** @param past what was known when the forecasts were made @throws ShapeError for arrays of different lengths. */
export const meanAbsoluteScaledError = (truth: Values, forecast: Values, past: Values, season = 1): number =>
  meanAbsoluteError(truth, forecast) / seasonalChange(past, season);

/** @param past what was known when the forecasts were made @throws ShapeError for arrays of different lengths. */
export function rootMeanSquaredScaledError(truth: Values, forecast: Values, past: Values, season = 1): number {
  let sum = 0;
  for (let t = season; t < past.length; t++) sum += (past[t] - past[t - season]) ** 2;
  return Math.sqrt(meanSquaredError(truth, forecast) / (sum / Math.max(0, past.length - season)));
}

function meanOf(where: string, truth: Values, forecast: Values, error: (y: number, f: number) => number): number {
  checkSameLength(where, truth, forecast);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += error(truth[i], forecast[i]);
  return sum / truth.length;
}
