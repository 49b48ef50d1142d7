import { ConfigError } from '../../../src/errors';
import { mixToMono } from '../../../src/features/audio/mono';
import { Resampler } from '../../../src/features/audio/resample';
import golden from '../../golden/audio/features.json';
import { unpacked } from './golden';

const { signal, cases } = golden.resampled;

it.each(cases)('$from to $to, $zeroCrossings zero crossings: as torchaudio', ({ from, to, zeroCrossings, samples }) => {
  const found = new Resampler(from, to, { zeroCrossings }).apply(unpacked(signal));
  const expected = unpacked(samples);
  expect(found).toHaveLength(expected.length);
  found.forEach((x, i) => expect(Math.abs(x - expected[i])).toBeLessThan(2e-6));
});

it('keeps a tone, and takes away one that the new rate cannot have', () => {
  const tone = (hertz: number) =>
    Float32Array.from({ length: 4000 }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / 16000));
  const energy = (samples: Float32Array) =>
    samples.slice(200, -200).reduce((sum, x) => sum + x * x, 0) / samples.length;
  const resampler = new Resampler(16000, 8000, { zeroCrossings: 16 });
  expect(energy(resampler.apply(tone(1000)))).toBeGreaterThan(0.3);
  expect(energy(resampler.apply(tone(6000)))).toBeLessThan(1e-5);
});

it('the same rate changes nothing', () => {
  const samples = Float32Array.of(1, 2, 3);
  expect(new Resampler(8000, 8000).apply(samples)).toBe(samples);
});

it.each([
  [8000.5, 16000, {}],
  [0, 16000, {}],
  [8000, 16000, { rolloff: 0 }],
  [8000, 16000, { zeroCrossings: 0 }],
])('refuses %d to %d with %j', (from, to, options) => {
  expect(() => new Resampler(from, to, options)).toThrow(ConfigError);
});

it('mixes channels by their mean', () => {
  expect(mixToMono([Float32Array.of(1, 0), Float32Array.of(0, -0.5)])).toEqual(Float32Array.of(0.5, -0.25));
});
