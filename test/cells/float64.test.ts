import { euclideanNorm } from '../../src/cells/float64';

it('is the length of a vector, of any size and scale', () => {
  expect(euclideanNorm(Float64Array.of(3, -4))).toBe(5);
  expect(euclideanNorm(new Float64Array(3))).toBe(0);
  expect(euclideanNorm(new Float64Array(0))).toBe(0);
  expect(euclideanNorm(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 12);
  expect(euclideanNorm(Float64Array.of(3e200, 4e200)) / 5e200).toBeCloseTo(1, 12);
  expect(euclideanNorm(new Float64Array(1_000_000).fill(2))).toBeCloseTo(2000, 6);
});

it('does not hide what is not finite', () => {
  expect(euclideanNorm(Float64Array.of(1, NaN))).toBeNaN();
  expect(euclideanNorm(Float64Array.of(1, -Infinity))).toBe(Infinity);
});
