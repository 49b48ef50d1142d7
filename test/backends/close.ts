/** Fails at the first number further than `tolerance` from what is expected, relative to 1 or to the larger number. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(1, Math.abs(expected[i]));
    const isClose = Math.abs(actual[i] - expected[i]) <= tolerance * scale; // false for NaN
    if (!isClose) throw new Error(`number ${i} is ${actual[i]}, expected ${expected[i]} within ${tolerance * scale}`);
  }
}
