import { movingClipsSplits } from '../../../src/data/generated/moving-clips';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';

const sizes = { train: 70, validation: 0, test: 5 };
const make = (seed: number) => movingClipsSplits(Random.fromSeed(seed), { sizes });

describe('clips of moving shapes', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(make(1)).toEqual(make(1));
    expect(make(1).train[0].frames).not.toEqual(make(2).train[0].frames);
  });

  it('have the number of clips, sizes, lengths and motions that they should', () => {
    const { train, validation, test } = make(1);
    expect([train.length, validation.length, test.length]).toEqual([70, 0, 5]);
    expect(new Set(train.map(({ label }) => label)).size).toBe(7);
    for (const { frames, size } of train) {
      const steps = frames.length / (size ?? 0);
      expect(steps >= 8 && steps <= 16 && Number.isInteger(steps)).toBe(true);
    }
  });

  /** The brightest pixels of a frame, as one text. */
  const shapeOf = (frames: ArrayLike<number>, t: number) =>
    Array.from({ length: 256 }, (_, i) => (frames[t * 256 + i] >= 0.6 ? '#' : '.')).join('');
  const shifted = (shape: string, down: number, right: number) =>
    Array.from({ length: 256 }, (_, i) => {
      const [y, x] = [Math.floor(i / 16), i % 16];
      return shape[((y - down + 16) % 16) * 16 + ((x - right + 16) % 16)];
    }).join('');

  it.each([
    ['left', 0, -1],
    ['right', 0, 1],
    ['up', -1, 0],
    ['down', 1, 0],
    ['still', 0, 0],
  ])('%s goes that way in every frame', (label, down, right) => {
    for (const { frames } of make(1).train.filter((one) => one.label === label)) {
      const values = frames as Float32Array;
      for (let t = 1; t < values.length / 256; t++)
        expect(shapeOf(values, t)).toBe(shifted(shapeOf(values, t - 1), down, right));
    }
  });

  it('refuse options that make no clips', () => {
    expect(() => movingClipsSplits(Random.fromSeed(1), { pixels: 4 })).toThrow(ConfigError);
    expect(() => movingClipsSplits(Random.fromSeed(1), { shortest: 5, longest: 4 })).toThrow(ConfigError);
  });
});
