import { LinearFrames } from '../../../src/baselines/linear/frames';
import { ConfigError, DataError, ShapeError } from '../../../src/errors';
import golden from '../../golden/baselines/linear-frames.json';

describe.each(golden.cases)(`as in ${golden.source}: ± $radius frames, $classes classes`, (sample) => {
  it('gives the same probabilities', () => {
    const baseline = new LinearFrames(sample);
    const train = sample.train.map(({ frames, labels }) => ({ frames: Float32Array.from(frames), labels }));
    baseline.fit(train, sample.frameSize, sample.classes);
    const found = baseline.predict(Float32Array.from(sample.asked));
    expect(found).toHaveLength(sample.probabilities.length);
    found.forEach((p, i) => expect(p).toBeCloseTo(sample.probabilities[i], 3));
  });
});

describe('LinearFrames', () => {
  /** The label is what the frame before said. */
  const frames = Float32Array.from({ length: 60 }, (_, t) => Math.floor(t / 2) % 3);
  const labels = Array.from(frames, (_, t) => frames[Math.max(t - 1, 0)]);
  const rightOf = (baseline: LinearFrames) => {
    baseline.fit([{ frames, labels }], 1, 3);
    const p = baseline.predict(frames);
    return labels.filter((label, t) => p[3 * t + label] === Math.max(...p.subarray(3 * t, 3 * t + 3))).length / 60;
  };

  it('needs a window for what its neighbours say', () => {
    expect(rightOf(new LinearFrames())).toBeLessThan(0.8);
    expect(rightOf(new LinearFrames({ radius: 1, freedom: 100 }))).toBeGreaterThan(0.9);
  });

  it('answers a recording shorter than its window, and an empty one', () => {
    const baseline = new LinearFrames({ radius: 5 });
    baseline.fit(
      [
        { frames, labels },
        { frames: new Float32Array(0), labels: [] },
      ],
      1,
      3,
    );
    expect(baseline.predict(Float32Array.of(1, 2))).toHaveLength(6);
    expect(baseline.predict(new Float32Array(0))).toHaveLength(0);
  });

  it('refuses what does not fit', () => {
    const baseline = new LinearFrames();
    const fit = (numbers: number[], own: number[]) => () =>
      baseline.fit([{ frames: Float32Array.from(numbers), labels: own }], 2, 3);
    expect(() => baseline.predict(frames)).toThrow(ConfigError);
    expect(fit([], [])).toThrow(DataError);
    expect(fit([1, 2, 3, 4], [0])).toThrow('sequence 0 has 2 steps and 1 labels');
    expect(fit([1, 2], [3])).toThrow('label 0 of sequence 0 is 3');
    expect(fit([1, NaN], [0])).toThrow('column 1 has values that are not numbers');
    fit([1, 2, 3, 4], [0, 1])();
    expect(() => baseline.predict(Float32Array.of(1, 2, 3))).toThrow(ShapeError);
  });
});
