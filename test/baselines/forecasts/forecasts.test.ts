import { drift, lastValue, seasonalMean, seasonalNaive } from '../../../src/baselines/forecasts/naive';
import { RidgeForecaster } from '../../../src/baselines/forecasts/ridge';
import { Random } from '../../../src/random';

it('forecasts without a model', () => {
  const x = [1, 2, 3, 5, 6, 7];
  expect([...lastValue(x, 2)]).toEqual([7, 7]);
  expect([...drift(x, 2)]).toEqual([7 + 6 / 5, 7 + 12 / 5]);
  expect([...seasonalNaive(3)(x, 4)]).toEqual([5, 6, 7, 5]);
  expect([...seasonalMean(3)(x, 4)]).toEqual([3, 4, 5, 3]);
});

it('ridge regression: its weights are those of the windows one by one', () => {
  const [L, H] = [4, 2];
  const random = Random.fromSeed(5);
  const series = [30, 25].map((rows) => Float64Array.from({ length: rows }, (_, t) => Math.sin(t) + random.normal()));
  const ridge = new RidgeForecaster(L, H);
  series.forEach((x) => ridge.add(x));
  const forecast = ridge.fit();
  const windows = series.flatMap((x) =>
    Array.from({ length: x.length - L - H + 1 }, (_, o) => ({ x: x.slice(o, o + L), y: x.slice(o + L, o + L + H) })),
  );
  // At the minimum of Σ (ŷ − y)² + λ N |w|² the gradient with respect to the bias is 0, and that of w is −2 λ N w.
  const unit = (i: number) => Float64Array.from({ length: L }, (_, j) => (i === j ? 1 : 0));
  const zero = forecast(new Float64Array(L));
  for (let h = 0; h < H; h++) {
    const errors = windows.map(({ x, y }) => forecast(x)[h] - y[h]);
    expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 8);
    for (let i = 0; i < L - 1; i++) {
      const weight = forecast(unit(i))[h] - zero[h];
      const gradient = windows.reduce((sum, { x }, n) => sum + errors[n] * (x[i] - x[L - 1]), 0);
      expect(gradient).toBeCloseTo(-1e-3 * windows.length * weight, 8);
    }
  }
});

it('a line is continued, also from a window that training did not have', () => {
  const ridge = new RidgeForecaster(3, 2);
  ridge.add(Float64Array.from({ length: 60 }, (_, t) => 2 * t + Math.sin(t)));
  const [first, second] = ridge.fit()([100, 102, 104]);
  expect(first).toBeCloseTo(106, 0);
  expect(second).toBeCloseTo(108, 0);
});
