import { AudioFeatures } from '../../../src/features/audio/audio-features';
import type { AudioConfig } from '../../../src/features/audio/config';
import { audioConfig } from '../../../src/features/audio/presets';
import { LogMelStream } from '../../../src/features/audio/stream';
import { Random } from '../../../src/random';
import { signals } from './golden';

const rate = 16000;
const streamed: Record<string, AudioConfig> = {
  kaldi: audioConfig('kaldi', { rate }),
  'kaldi, cepstra and dither': audioConfig('kaldi', { rate, cepstra: 13, dither: 1 }),
  'librosa without range': audioConfig('librosa', { rate, windowLength: 400, bands: 20, range: null }),
  'torchaudio without range': audioConfig('torchaudio', { rate, windowLength: 400, bands: 20, range: null }),
  'windows with gaps': audioConfig('kaldi', { rate, windowLength: 100, hop: 250, bands: 8 }),
};

it.each(Object.entries(streamed))('%s: gives the frames of the whole signal, however it is cut', (_, config) => {
  const random = Random.fromSeed(3);
  const stream = new LogMelStream(config);
  for (const { samples } of signals) {
    const found: number[] = [];
    const largest = random.choice([7, 100, 900]);
    for (let at = 0; at < samples.length;) {
      const end = at + 1 + random.integer(largest);
      for (const frame of stream.feed(samples.subarray(at, end))) found.push(...frame);
      at = end;
    }
    for (const frame of stream.finish()) found.push(...frame);
    expect(Float32Array.from(found)).toEqual(new AudioFeatures(config).compute(samples).frames);
  }
});

it('a frame comes with its last sample, and an incomplete window is held', () => {
  const stream = new LogMelStream(audioConfig('kaldi', { rate }));
  expect(stream.feed(new Float32Array(399))).toHaveLength(0);
  expect(stream.feed(new Float32Array(1))).toHaveLength(1);
  expect(stream.feed(new Float32Array(159))).toHaveLength(0);
  expect(stream.feed(new Float32Array(1))).toHaveLength(1);
  expect(stream.feed(new Float32Array(100))).toHaveLength(0);
  expect(stream.finish()).toHaveLength(0);
});

it.each([
  ['range', audioConfig('librosa', { rate })],
  ['deltas', audioConfig('kaldi', { rate, deltas: 1 })],
])('refuses what needs the whole signal: %s', (name, config) => {
  expect(() => new LogMelStream(config)).toThrow(name);
});
