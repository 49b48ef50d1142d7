import { maskFrames } from '../../../src/features/audio/augmentation/masks';
import { WaveformAugmenter } from '../../../src/features/audio/augmentation/waveform';
import { ColumnMoments } from '../../../src/features/moments';
import { Random } from '../../../src/random';

const none = { speed: 0, shift: 0, noise: null };
const signal = Float32Array.from({ length: 4000 }, (_, n) => 0.4 * Math.sin(n / 3));
const energy = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
const seeds = Array.from({ length: 40 }, (_, i) => Random.fromSeed(i));

it('nothing is changed where nothing is to be', () => {
  expect(new WaveformAugmenter(none).apply(signal, Random.fromSeed(1))).toBe(signal);
});

it('the same random numbers give the same sound', () => {
  const augmenter = new WaveformAugmenter({ speed: 0.2, shift: 0.2, noise: 5 });
  const [one, two] = [1, 1].map((seed) => augmenter.apply(signal, Random.fromSeed(seed)));
  expect(one).toEqual(two);
  expect(augmenter.apply(signal, Random.fromSeed(2))).not.toEqual(one);
});

it('speeds stay in their range, and both ways occur', () => {
  const augmenter = new WaveformAugmenter({ ...none, speed: 0.1 });
  const factors = seeds.map((random) => signal.length / augmenter.apply(signal, random).length);
  expect(Math.min(...factors)).toBeGreaterThan(0.895);
  expect(Math.max(...factors)).toBeLessThan(1.105);
  expect(Math.min(...factors)).toBeLessThan(0.95);
  expect(Math.max(...factors)).toBeGreaterThan(1.05);
});

it('noise has a signal-to-noise ratio of at least what is given', () => {
  const augmenter = new WaveformAugmenter({ ...none, noise: 10 });
  const ratios = seeds.map((random) => {
    const noise = augmenter.apply(signal, random).map((x, i) => x - signal[i]);
    return 10 * Math.log10(energy(signal) / energy(noise));
  });
  expect(Math.min(...ratios)).toBeGreaterThan(9.5);
  expect(Math.max(...ratios)).toBeLessThan(40.5);
  expect(Math.max(...ratios)).toBeGreaterThan(30);
  const silence = new Float32Array(100);
  expect(augmenter.apply(silence, Random.fromSeed(1))).toEqual(silence);
});

it('a shift moves samples, and silence comes in', () => {
  const augmenter = new WaveformAugmenter({ ...none, shift: 0.25 });
  const ones = new Float32Array(100).fill(1);
  const counts = seeds.map((random) => augmenter.apply(ones, random).reduce((sum, x) => sum + x, 0));
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(75);
  expect(Math.min(...counts)).toBeLessThan(85);
});

it('masks are one stretch of time and one range of bands, not more than their parts', () => {
  for (const random of seeds) {
    const frames = new Float32Array(20 * 10).fill(1);
    maskFrames(frames, 10, { time: 0.25, bands: 0.3 }, random);
    const rows = Array.from({ length: 20 }, (_, t) => frames.subarray(t * 10, (t + 1) * 10));
    const hidden = rows.filter((row) => row.every((x) => x === 0)).length;
    expect(hidden).toBeLessThanOrEqual(5);
    const shown = rows.filter((row) => row.some((x) => x !== 0));
    expect(new Set(shown.map((row) => row.join())).size).toBe(1); // the same bands in all of them
    expect(shown[0].filter((x) => x === 0).length).toBeLessThanOrEqual(3);
  }
});

it('moments are those of all frames together', () => {
  const moments = new ColumnMoments(2);
  moments.add(Float32Array.of(1, 10, 3, 10));
  moments.add(Float32Array.of(5, 10));
  const { means, deviations } = moments.toScale(0.01);
  expect(means).toEqual([3, 10]);
  expect(deviations[0]).toBeCloseTo(Math.sqrt(8 / 3), 10);
  expect(deviations[1]).toBe(0.01);
});
