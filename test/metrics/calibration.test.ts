import { ConfigError, ShapeError } from '../../src/errors';
import { calibrationError } from '../../src/metrics/calibration-error';
import { topAccuracy } from '../../src/metrics/top-accuracy';

describe('the expected calibration error', () => {
  it('is the distance of probability and accuracy, bin by bin', () => {
    // in [0.6, 0.667): 0.6 right and 0.65 wrong; in [0.867, 0.933): 0.9 right
    const rows = [0.6, 0.4, 0.65, 0.35, 0.9, 0.1];
    const expected = (2 / 3) * Math.abs(0.5 - 0.625) + (1 / 3) * Math.abs(1 - 0.9);
    expect(calibrationError([0, 1, 0], rows, 2)).toBeCloseTo(expected, 12);
    expect(calibrationError([0, 1, 0], rows, 2, 1)).toBeCloseTo(Math.abs(2 / 3 - 2.15 / 3), 12);
  });

  it('is 0 for what is certain and right, 1 for what is certain and wrong', () => {
    expect(calibrationError([0, 1], [1, 0, 0, 1], 2)).toBe(0);
    expect(calibrationError([1, 0], [1, 0, 0, 1], 2)).toBe(1);
  });

  it('refuses what has no sense', () => {
    expect(() => calibrationError([], [], 2)).toThrow(ShapeError);
    expect(() => calibrationError([2], [0.5, 0.5], 2)).toThrow(ShapeError);
    expect(() => calibrationError([1], [0.5, 0.5], 2, 0)).toThrow(ConfigError);
  });
});

describe('top-k accuracy', () => {
  it('counts a class among the k first; of equal ones smaller ids are first', () => {
    const rows = [0.5, 0.3, 0.2, 0.4, 0.4, 0.2];
    expect([1, 2, 3].map((k) => topAccuracy([2, 1], rows, 3, k))).toEqual([0, 0.5, 1]);
    expect(topAccuracy([0, 0], rows, 3, 1)).toBe(1);
  });

  it('refuses rows that do not fit', () => {
    expect(() => topAccuracy([0], [0.5], 2, 1)).toThrow(ShapeError);
  });
});
