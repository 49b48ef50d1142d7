/**
 * Forecasts without a model, from a window x_1 … x_L of one column:
 *
 *   last value          x_L
 *   drift               x_L + h (x_L − x_1) / (L − 1)
 *   seasonal naive      the value one season before
 *   mean of k seasons   the mean of the values 1 … k seasons before, k the whole seasons of the window
 */
export type WindowForecaster = (window: ArrayLike<number> /* [L] */, horizon: number) => Float64Array; // [H]

export const lastValue: WindowForecaster = (x, horizon) => new Float64Array(horizon).fill(x[x.length - 1]);

export const drift: WindowForecaster = (x, horizon) => {
  const L = x.length;
  const slope = L > 1 ? (x[L - 1] - x[0]) / (L - 1) : 0;
  return Float64Array.from({ length: horizon }, (_, h) => x[L - 1] + (h + 1) * slope);
};

/** @param season at most L */
export const seasonalNaive =
  (season: number): WindowForecaster =>
  (x, horizon) =>
    Float64Array.from({ length: horizon }, (_, h) => x[x.length - season + (h % season)]);

/** @param season at most L */
export const seasonalMean =
  (season: number): WindowForecaster =>
  (x, horizon) => {
    const seasons = Math.floor(x.length / season);
    return Float64Array.from({ length: horizon }, (_, h) => {
      let sum = 0;
      for (let k = 1; k <= seasons; k++) sum += x[x.length - k * season + (h % season)];
      return sum / seasons;
    });
  };
