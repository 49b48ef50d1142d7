import { AudioFeatures } from '../../../src/features/audio/audio-features';
import { checkAudioConfig } from '../../../src/features/audio/config';
import { RealFourier } from '../../../src/features/audio/fourier';
import { audioConfig, type AudioPreset } from '../../../src/features/audio/presets';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { cases, configs } from './golden';

describe('features of librosa and torchaudio, of 20 signals', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { signal, config, shape, expected, kind }) => {
    const { frames, steps, size } = new AudioFeatures(config).compute(signal);
    const half = kind === 'deltas' ? size / 2 : 0; // behind the values
    const columns = size - half;
    expect([steps, columns]).toEqual(shape);
    let worst = 0;
    expected.forEach((x, i) => {
      const found = frames[Math.floor(i / columns) * size + half + (i % columns)];
      worst = Math.max(worst, Math.abs(found - x) / Math.max(1, Math.abs(x)));
    });
    expect(worst).toBeLessThan(1e-4);
  });

  it('covers every preset, silence and short signals', () => {
    expect(new Set(cases.map(({ name }) => name.split(':')[0])).size).toBe(20);
    expect(cases.length).toBeGreaterThan(120);
  });
});

describe('RealFourier', () => {
  it.each([4, 6, 16, 30, 34, 98, 400, 512, 1000])('has the sums of its definition: %i points', (N) => {
    const random = Random.fromSeed(N);
    const frame = Float64Array.from({ length: N }, () => random.normal());
    const found = new Float64Array(N / 2 + 1);
    new RealFourier(N).powers(frame, found);
    found.forEach((power, k) => {
      let [re, im] = [0, 0];
      frame.forEach((x, n) => {
        re += x * Math.cos((2 * Math.PI * ((k * n) % N)) / N);
        im -= x * Math.sin((2 * Math.PI * ((k * n) % N)) / N);
      });
      expect(Math.abs(power - (re * re + im * im))).toBeLessThan(1e-9 * N);
    });
  });
});

describe('silence and loudness', () => {
  it.each(['librosa', 'torchaudio', 'kaldi'] as const)('%s: silence is the floor, without NaN', (preset) => {
    const config = audioConfig(preset, { rate: 16000, bands: 20 });
    const { frames } = new AudioFeatures(config).compute(new Float32Array(4000));
    const floor = preset === 'kaldi' ? Math.log(config.floor) : 10 * Math.log10(config.floor);
    expect(frames.length).toBeGreaterThan(0);
    frames.forEach((x) => expect(x).toBeCloseTo(floor, 4));
  });

  it('an empty signal has no frames', () => {
    for (const config of [configs.librosa.mel, configs.kaldi.mel])
      expect(new AudioFeatures(config).compute(new Float32Array(0))).toMatchObject({ steps: 0, size: 40 });
  });

  it('dither is the same in every run', () => {
    const features = new AudioFeatures(audioConfig('kaldi', { rate: 16000, dither: 1 }));
    const [one, two] = [features.compute(new Float32Array(900)), features.compute(new Float32Array(900))];
    expect(one.frames).toEqual(two.frames);
    expect(one.frames.every((x) => x > -5)).toBe(true); // the floor is −15.9
  });
});

describe('parameters', () => {
  it('survive JSON', () => {
    const config = audioConfig('kaldi', { rate: 8000 });
    expect(checkAudioConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(config).toMatchObject({ windowLength: 200, hop: 80, fftSize: 256, highest: 4000 });
  });

  it.each<[string, object, string]>([
    [
      'a window that is longer than the transform',
      { windowLength: 600, fftSize: 512 },
      'windowLength is 600 and fftSize 512',
    ],
    ['bands beyond half the rate', { highest: 9000 }, 'bands from 0 to 9000 Hz, at 16000 samples a second'],
    ['more cepstra than bands', { bands: 10, cepstra: 11 }, 'cepstra is 11 and bands 10'],
    ['an odd transform', { fftSize: 401, windowLength: 400 }, 'fftSize is 401'],
    ['an unknown name', { mels: 3 }, 'mels'],
    ['NaN', { floor: NaN }, 'floor is NaN'],
  ])('refuses %s', (_, options, message) => {
    const make = () => audioConfig('librosa', { rate: 16000, ...options });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });

  it('refuses an unknown preset', () => {
    expect(() => audioConfig('htk' as AudioPreset, { rate: 16000 })).toThrow('there is no preset "htk"');
  });
});
