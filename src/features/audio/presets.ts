/** The defaults of other libraries, written out. */
import { ConfigError, show } from '../../errors';
import { checkIsOptions } from '../../validation';
import { oneOf } from '../../display/format';
import { type AudioConfig, checkAudioConfig } from './config';

/** Names of the presets. */
export const audioPresets = ['librosa', 'torchaudio', 'kaldi'] as const;
/** The library whose features a preset equals: librosa 0.11, torchaudio 2.11, or Kaldi. */
export type AudioPreset = (typeof audioPresets)[number];

type Preset = Omit<AudioConfig, 'rate' | 'highest' | 'windowLength' | 'hop' | 'fftSize'>;

const common = { sampleScale: 1, dither: 0, removeMean: false, preEmphasis: 0, power: 2, lifter: 0 } as const;
const deltas = { deltas: 0, deltaRadius: 2 } as const;
const decibels = { logarithm: 'decibel', floor: 1e-10, range: 80, cepstra: 0 } as const;

const presets: Readonly<Record<AudioPreset, Preset>> = {
  librosa: {
    ...{ ...common, ...deltas, ...decibels, window: 'hann', periodic: true, edges: 'centre-zeros' },
    ...{ bands: 128, lowest: 0, melScale: 'slaney', melNorm: 'area', melSides: 'hertz' },
  },
  torchaudio: {
    ...{ ...common, ...deltas, ...decibels, window: 'hann', periodic: true, edges: 'centre-reflected' },
    ...{ bands: 128, lowest: 0, melScale: 'htk', melNorm: 'peak', melSides: 'hertz' },
  },
  kaldi: {
    ...{ ...common, ...deltas, window: 'povey', periodic: false, edges: 'inside', sampleScale: 2 ** 15 },
    ...{ removeMean: true, preEmphasis: 0.97, lifter: 22 },
    ...{ bands: 23, lowest: 20, melScale: 'htk', melNorm: 'peak', melSides: 'mel' },
    ...{ logarithm: 'ln', floor: 2 ** -23, range: null, cepstra: 0 },
  },
};

const powerOf2 = (size: number) => 2 ** Math.ceil(Math.log2(size));

/**
 * All parameters of a preset, with some of them set otherwise.
 *
 * Sizes: `librosa` 2048 samples, every 512; `torchaudio` 400, every 200; `kaldi` 25 ms in 2^n, every 10 ms. With a
 * `windowLength` alone, `hop` is a fourth (librosa) or half of it (torchaudio), and the transform has its size.
 * `kaldi` takes samples as whole numbers of 16 bits.
 *
 * @throws ConfigError for an unknown name, and what contradicts itself.
 */
export function audioConfig(
  preset: AudioPreset,
  options: Partial<AudioConfig> & Pick<AudioConfig, 'rate'>,
): AudioConfig {
  checkIsOptions('audio features', options);
  if (!audioPresets.includes(preset)) {
    throw new ConfigError({
      where: 'audio features',
      problem: `there is no preset ${show(preset)}`,
      expected: oneOf(audioPresets),
      fix: 'Pass one of them',
    });
  }
  const { rate } = options;
  const defaults = {
    librosa: { windowLength: 2048, hop: (length: number) => Math.floor(length / 4) },
    torchaudio: { windowLength: 400, hop: (length: number) => Math.floor(length / 2) },
    kaldi: { windowLength: Math.round(0.025 * rate), hop: () => Math.round(0.01 * rate) },
  }[preset];
  const windowLength = options.windowLength ?? defaults.windowLength;
  const fftSize = preset === 'kaldi' ? powerOf2(windowLength) : windowLength + (windowLength % 2);
  return checkAudioConfig({
    ...{ ...presets[preset], windowLength, fftSize, hop: defaults.hop(windowLength), highest: rate / 2 },
    ...options,
  });
}
