import type { FrameValues } from '../../../src/data/examples/frames';
import { movingShapesSplits } from '../../../src/data/generated/moving-shapes';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';

const options = { sizes: { train: 20, validation: 3, test: 3 } };
const make = (more = {}) => movingShapesSplits(Random.fromSeed(2), { ...options, ...more });

/** Middle of the bright pixels of a frame. */
function middleOf(frame: FrameValues, pixels: number): [number, number] {
  const bright = [...frame.keys()].filter((p) => frame[p] > 0.55);
  const mean = (value: (p: number) => number) => bright.reduce((sum, p) => sum + value(p), 0) / bright.length;
  return [mean((p) => Math.floor(p / pixels)), mean((p) => p % pixels)];
}

describe('movingShapesSplits', () => {
  test('sizes as wanted, always the same, other films in every split', () => {
    const splits = make();
    expect([splits.train.length, splits.validation.length, splits.test.length]).toEqual([20, 3, 3]);
    expect(make()).toEqual(splits);
    const first = [splits.train, splits.validation, splits.test].map(([film]) => film.frames.slice(0, 256).join());
    expect(new Set(first).size).toBe(3);
    for (const { frames, steps, size, labels, shape } of splits.train) {
      expect([frames.length, labels.length, size, shape]).toEqual([steps * 256, steps, 256, [16, 16, 1]]);
      expect(steps >= 20 && steps <= 40).toBe(true);
      expect(frames.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  test('the label is the way that the shape has come, also in the noise', () => {
    const seen = new Set<string>();
    for (const { frames, steps, labels } of make({ noise: 0.5, pixels: 12 }).train) {
      const middles = Array.from({ length: steps }, (_, t) => middleOf(frames.subarray(t * 144, (t + 1) * 144), 12));
      expect(labels[0]).toBe('still');
      for (let t = 1; t < steps; t++) {
        const [down, right] = [0, 1].map((axis) => Math.round(middles[t][axis] - middles[t - 1][axis]));
        const moved = down ? (down > 0 ? 'down' : 'up') : right ? (right > 0 ? 'right' : 'left') : 'still';
        expect(labels[t]).toBe(moved);
        seen.add(moved);
      }
    }
    expect(seen.size).toBe(5);
  });

  test.each([
    { pixels: 7 },
    { pixels: 16.5 },
    { shortest: 0 },
    { longest: 10 },
    { noise: 0.6 },
    { noise: NaN },
    { sizes: { train: 1, validation: -1, test: 0 } },
  ])('refuses %j', (more) => {
    expect(() => make(more)).toThrow(ConfigError);
  });
});
