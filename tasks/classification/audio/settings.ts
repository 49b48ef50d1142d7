/** Settings of a classifier of recordings of sound. */
import * as v from 'valibot';
import { type AudioConfig } from '../../../src/features/audio/config';
import { audioConfig, audioPresets } from '../../../src/features/audio/presets';
import { positiveNumber, wholeNumber } from '../../../src/validation';
import { normalizations } from '../../inputs/audio';
import { checkResetAfter, count, parseConfig, rate, recurrentEntries, trainingEntries } from '../../settings';
import { recordingEntries, regularizationEntries, sharedEntries } from '../shared-settings';

export const audioEntries = {
  ...trainingEntries,
  ...recurrentEntries,
  ...sharedEntries,
  /** What a sequence is: a text, frames of numbers, or sound. The training data decide where it is left out. */
  input: v.literal('audio'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 30),
  ...recordingEntries,
  /** Whose log-mel energies: those of Kaldi, librosa or torchaudio, with their windows, scales and logarithms. */
  features: v.optional(v.picklist(audioPresets), 'kaldi'),
  /** Samples a second that features are made of; other sound is resampled. 0: what the first training recording has. */
  sampleRate: v.optional(wholeNumber(0), 0),
  /** Bands on the mel scale. */
  bands: v.optional(count, 40),
  /** Cepstral coefficients (MFCC) in place of the bands; 0: none. */
  cepstra: v.optional(wholeNumber(0), 0),
  /** Length of a window of the spectrum, in milliseconds. */
  windowMilliseconds: v.optional(positiveNumber, 25),
  /** From one window to the next, in milliseconds. */
  hopMilliseconds: v.optional(positiveNumber, 10),
  /** Mean and deviation of every band: those of training, or each recording's own, where microphones differ. */
  normalization: v.optional(v.picklist(normalizations), 'training'),
  /** Training recordings are played faster or slower, and so higher or lower, by up to this part. */
  speed: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)), 0.1),
  /** Training recordings begin earlier or later, by up to this part of their length. */
  shift: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)), 0.05),
  /** Noise in training recordings: the least signal-to-noise ratio in dB (up to 30 dB more). null: no noise. */
  noiseRatio: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  /** Longest stretch of a training recording that is hidden, as part of its length. */
  timeMask: v.optional(rate, 0.1),
  /** Widest range of bands that is hidden in a training recording, as part of all. */
  bandMask: v.optional(rate, 0.2),
  ...regularizationEntries,
};

const schema = v.strictObject(audioEntries);

export type ClassifierAudioOptions = v.InferInput<typeof schema>;
export type ClassifierAudioConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseAudio(options: unknown): ClassifierAudioConfig {
  const parsed = parseConfig('Classifier of audio', schema, { ...(options as object), input: 'audio' });
  checkResetAfter('Classifier', parsed);
  return parsed;
}

/** Parameters of the features at a rate. @throws ConfigError for what contradicts itself */
export function featuresOf(config: ClassifierAudioConfig, sampleRate: number): AudioConfig {
  const { features, bands, cepstra, windowMilliseconds, hopMilliseconds } = config;
  const samples = (milliseconds: number) => Math.max(1, Math.round((milliseconds * sampleRate) / 1000));
  const windowLength = Math.max(2, samples(windowMilliseconds));
  return audioConfig(features, {
    ...{ rate: sampleRate, bands, cepstra, windowLength, hop: samples(hopMilliseconds) },
    fftSize: Math.max(4, 2 ** Math.ceil(Math.log2(windowLength))),
  });
}

export const augmentationOf = ({ speed, shift, noiseRatio, timeMask, bandMask }: ClassifierAudioConfig) => ({
  ...{ speed, shift, noise: noiseRatio, time: timeMask, bands: bandMask },
});
