/** Metrics of forecasts beside those of an independent program (test/golden/forecasts/make.py: numpy and scikit-learn). */
import { ShapeError } from '../../../src/errors';
import {
  conformalHalfWidth,
  coverage,
  crpsOfQuantiles,
  meanAbsoluteError,
  meanAbsoluteScaledError,
  meanSquaredError,
  pinballLoss,
  rootMeanSquaredScaledError,
  symmetricPercentageError,
} from '../../../src/metrics';
import golden from '../../golden/forecasts/metrics.json';

const { truth, forecast, past, season, levels, quantiles } = golden;

it('errors of single values', () => {
  expect(meanAbsoluteError(truth, forecast)).toBeCloseTo(golden.mae, 12);
  expect(meanSquaredError(truth, forecast)).toBeCloseTo(golden.mse, 12);
  expect(symmetricPercentageError(truth, forecast)).toBeCloseTo(golden.smape, 10);
  expect(meanAbsoluteScaledError(truth, forecast, past, season)).toBeCloseTo(golden.mase, 12);
  expect(rootMeanSquaredScaledError(truth, forecast, past, season)).toBeCloseTo(golden.rmsse, 12);
});

it('losses of quantiles, and how often an interval holds the truth', () => {
  levels.forEach((level, q) => expect(pinballLoss(truth, quantiles[q], level)).toBeCloseTo(golden.pinball[q], 12));
  expect(crpsOfQuantiles(truth, quantiles, levels)).toBeCloseTo(golden.crps, 12);
  expect(coverage(truth, quantiles[0], quantiles[2])).toBe(golden.coverage);
});

it('the ⌈(n + 1) · level⌉-th smallest error is the half width; too few errors give no finite one', () => {
  const errors = Float64Array.from({ length: 9 }, (_, i) => (i % 2 ? -1 : 1) * (i + 1));
  expect(conformalHalfWidth(errors, 0.5)).toBe(5);
  expect(conformalHalfWidth(errors, 0.9)).toBe(9);
  expect(conformalHalfWidth(errors, 0.95)).toBe(Infinity);
});

it('refuses arrays of different lengths, and none', () => {
  expect(() => meanAbsoluteError([1], [1, 2])).toThrow(ShapeError);
  expect(() => pinballLoss([], [], 0.5)).toThrow(ShapeError);
});
