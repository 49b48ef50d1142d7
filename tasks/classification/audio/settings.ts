/** Settings of a classifier of recordings of sound. */
import * as v from 'valibot';
import { type SequenceClassifierConfig, sequenceClassifierNames } from '../../../models/sequence-classifier';
import { type AudioConfig } from '../../../src/features/audio/config';
import { audioConfig, audioPresets } from '../../../src/features/audio/presets';
import { pickOptions, positiveNumber, wholeNumber } from '../../../src/validation';
import { normalizations } from '../../inputs/audio';
import {
  cellName,
  checkResetAfter,
  count,
  layerSize,
  parseConfig,
  rate,
  recurrentEntries,
  trainingEntries,
} from '../../settings';
import { correctedClassWeightsEntry } from '../../targets/class-weights';
import { sharedEntries } from '../shared-settings';

export const audioEntries = {
  ...trainingEntries,
  ...recurrentEntries,
  ...sharedEntries,
  /** What a sequence is: a text, frames of numbers, or sound. The training data decide where it is left out. */
  input: v.literal('audio'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 30),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 5e-3),
  /** Examples in a batch; they have similar lengths. Without it few are read in smaller batches. */
  batchSize: v.optional(count, 32),
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'gru'),
  /** Units of each direction of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 64),
  /**
   * How the states of all steps become one vector: the last one, their mean, their maximum, a learnt weighted mean, or
   * two of these. `last` alone opens in stock TensorFlow.js without this library.
   */
  pooling: v.optional(v.picklist(['last', 'mean', 'max', 'attention', 'mean+max']), 'mean+max'),
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
  /** Dropout of components of what a step is read as, the same at all steps of a sequence. */
  inputDropout: v.optional(rate, 0),
  /** Dropout between recurrent layers and before the output layer. */
  dropout: v.optional(rate, 0.3),
  /** Fraction of the target probability that is spread over all labels. */
  labelSmoothing: v.optional(rate, 0),
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`:
   * equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the
   * most probable, if that makes macro-F1 better and accuracy no worse on the validation data.
   */
  classWeights: correctedClassWeightsEntry,
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

/** What `sequenceClassifier` takes. */
export const networkOptions = (
  { inputDropout, ...config }: ClassifierAudioConfig,
  classes: number,
): SequenceClassifierConfig =>
  pickOptions<SequenceClassifierConfig>(
    { ...config, classes, embeddingDropout: inputDropout },
    sequenceClassifierNames,
  );

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
