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

describe('values far from 0, very large and very small ones', () => {
  const near = [-40, 5, 40, -38, 2, 37];
  const scaled = (frames: Float32Array | Float64Array, centre: 'training' | 'recording' = 'training') => {
    const one = { ...recording([], 1), frames };
    return FrameScale.fit([one], centre).apply(frames);
  };
  const expected = scaled(Float64Array.from(near));

  it.each([
    ['ticks of an encoder', 2e9, 1],
    ['seconds since 1970, in milliseconds', 1.7e9, 1e-3],
    ['densities', 0, 1e20],
    ['charges', 0, 1e-23],
  ])('%s keep their precision until they are scaled', (_, offset, unit) => {
    const frames = Float64Array.from(near, (x) => offset + unit * x);
    for (const centre of ['training', 'recording'] as const)
      scaled(frames, centre).forEach((x, i) => expect(x).toBeCloseTo(expected[i], 3));
  });

  it.each([1e20, 1e-23])('float32 in units of %p, whose squares leave the range of float32', (unit) => {
    scaled(Float32Array.from(near, (x) => unit * x)).forEach((x, i) => expect(x).toBeCloseTo(expected[i], 5));
  });

  it('one value in every frame, however far from 0, also where each recording has another', () => {
    const still = (value: number) => ({ ...recording([], 1), frames: new Float64Array(999).fill(value) });
    expect(() => FrameScale.fit([still(0.1)], 'training')).toThrow(/one value in every frame: column 1/);
    expect(() => FrameScale.fit([still(2e9 + 0.1), still(3)], 'recording')).toThrow(/one value in every frame/);
    expect(FrameScale.fit([still(2e9 + 0.1), still(3)], 'training').toJSON().means[0]).toBeCloseTo(1e9, -1);
  });

  it('what overflows is refused when it is fitted, and where it is read', () => {
    const huge = { ...recording([], 2, { features: ['x', 'mass'] }), frames: Float64Array.of(1, 1e200, 2, -1e200) };
    expect(() => FrameScale.fit([huge], 'training')).toThrow(/squares of values overflow in mass/);
    const scale = FrameScale.fit([{ ...recording([], 1), frames: Float64Array.of(1e-30, 3e-30) }], 'training');
    expect(() => scale.apply(Float64Array.of(1e-30, 1e20), 'a.csv line 2')).toThrow(
      /^a\.csv line 2 frame 2: value 1 is 100000000000000000000, which overflows/,
    );
    expect(() => scale.into(Float64Array.of(1e20), new Float32Array(1))).toThrow(DataError);
  });
});
