import { FrameScale } from '../../src/features/standardize';
import { ConfigError, DataError } from '../../src/errors';

const recording = (frames: number[], size: number, rest: object = {}) => ({
  recording: 'r',
  frames: Float32Array.from(frames),
  steps: frames.length / size,
  size,
  labels: [],
  ...rest,
});

const a = recording([1, 10, 3, 30], 2);
const b = recording([5, 20, 7, 40], 2);

const momentsOf = (frames: Float32Array, size: number) =>
  Array.from({ length: size }, (_, f) => {
    const column = Array.from(frames).filter((_, i) => i % size === f);
    const mean = column.reduce((x, y) => x + y) / column.length;
    return { mean, deviation: Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) };
  });

it('brings columns to mean 0 and deviation 1 over all training frames, and others by the same numbers', () => {
  const scale = FrameScale.fit([a, b], 'training');
  const all = Float32Array.of(...scale.apply(a.frames), ...scale.apply(b.frames));
  for (const { mean, deviation } of momentsOf(all, 2)) {
    expect(mean).toBeCloseTo(0, 6);
    expect(deviation).toBeCloseTo(1, 6);
  }
  expect(scale.apply(Float32Array.of(4, 25))).toEqual(new Float32Array(2)); // the means of training
  const out = new Float32Array(2);
  scale.into(Float32Array.of(1, 10), out);
  expect(out).toEqual(scale.apply(a.frames).slice(0, 2));
});

it("takes each recording's own mean off if asked to", () => {
  const scale = FrameScale.fit([a, b], 'recording');
  const far = b.frames.map((x, i) => x + [1000, -50][i % 2]);
  expect(momentsOf(scale.apply(far), 2)[0].mean).toBeCloseTo(0, 6);
  expect(scale.apply(far)).toEqual(scale.apply(b.frames));
  const all = Float32Array.of(...scale.apply(a.frames), ...scale.apply(b.frames));
  for (const { deviation } of momentsOf(all, 2)) expect(deviation).toBeCloseTo(1, 6);
});

it('pictures have one scale a channel: a dark corner stays a dark corner', () => {
  const scale = FrameScale.fit([recording([0, 5, 0, 9, 0, 1, 0, 3], 2, { shape: [2, 1, 1] })], 'training');
  const { means, deviations } = scale.toJSON();
  expect(means).toEqual([2.25, 2.25]);
  expect(deviations[0]).toBe(deviations[1]);
  expect(scale.apply(Float32Array.of(0, 2.25))[1]).toBe(0);
});

it('is the same from JSON; what is none is refused', () => {
  const scale = FrameScale.fit([a, b], 'recording');
  expect(FrameScale.fromJSON(JSON.parse(JSON.stringify(scale))).apply(a.frames)).toEqual(scale.apply(a.frames));
  expect(() => FrameScale.fromJSON({ centre: 'training', means: [1], deviations: [] })).toThrow(ConfigError);
  expect(() => FrameScale.fromJSON({ means: [1], deviations: [1] })).toThrow(/centre/);
});

it('refuses a column with one value, by its name', () => {
  const still = recording([1, 0.1, 2, 0.1, 3, 0.1], 2);
  expect(() => FrameScale.fit([still], 'training')).toThrow(DataError);
  expect(() => FrameScale.fit([still], 'training')).toThrow(/column 2/);
  expect(() => FrameScale.fit([{ ...still, features: ['x', 'temperature'] }], 'training')).toThrow(/temperature/);
});
