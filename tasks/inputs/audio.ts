/** Recordings of sound → log-mel energies or cepstra, scaled. They are decoded batch by batch. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { FrameBatch } from '../../models/embedders/frames';
import { type AudioSource, checkAudio, isSoundFile, secondsOf } from '../../src/data/examples/labeled-audio/example';
import { DataError } from '../../src/errors';
import { AudioFeatures } from '../../src/features/audio/audio-features';
import { type Masks, maskFrames } from '../../src/features/audio/augmentation/masks';
import { type WaveformAugmentation, WaveformAugmenter } from '../../src/features/audio/augmentation/waveform';
import { type AudioConfig, checkAudioConfig } from '../../src/features/audio/config';
import { mixToMono } from '../../src/features/audio/mono';
import { Resampler } from '../../src/features/audio/resample';
import { ColumnMoments } from '../../src/features/moments';
import { FrameScale } from '../../src/features/standardize';
import type { Random } from '../../src/random';
import { readSaved } from '../../src/validation';
import type { InputEncoder } from './input-encoder';

/** A recording; its samples are there once it is loaded. */
export interface EncodedAudio {
  audio: AudioSource;
  where: string;
  seconds: number;
  /** One channel, at the rate of the features. */
  samples?: Float32Array;
}

export const normalizations = ['training', 'recording'] as const;

export interface AudioInputOptions {
  augmentation: WaveformAugmentation & Masks;
}

/** Scales are measured on so many recordings, spread over all. */
const MAX_MEASURED = 2000;
/** Of logarithms: a band that changes less is silent. */
const LEAST_DEVIATION = 1e-2;
/** Assumed where a file does not tell. */
const USUAL_SECONDS = 1;

const schema = v.object({
  features: v.unknown(),
  normalization: v.picklist(normalizations),
  scale: v.unknown(),
});

export class AudioInput implements InputEncoder<AudioSource, EncodedAudio, FrameBatch> {
  private readonly resamplers = new Map<number, Resampler>();
  private readonly announced = new Set<number>();
  private readonly warnings: string[] = [];
  private readonly augmenter: WaveformAugmenter;

  private constructor(
    readonly features: AudioFeatures,
    readonly normalization: (typeof normalizations)[number],
    private scale: FrameScale,
    private readonly options: AudioInputOptions,
  ) {
    this.augmenter = new WaveformAugmenter(options.augmentation);
  }

  /**
   * Decodes the recordings one by one.
   * @throws DataError for what cannot be decoded
   */
  static async fit(
    recordings: readonly { audio: AudioSource; where?: string }[],
    config: AudioConfig,
    normalization: (typeof normalizations)[number],
    options: AudioInputOptions,
  ): Promise<AudioInput> {
    const features = new AudioFeatures(config);
    const moments = new ColumnMoments(features.size);
    const none = {
      means: new Array<number>(features.size).fill(0),
      deviations: new Array<number>(features.size).fill(1),
    };
    const input = new AudioInput(
      features,
      normalization,
      FrameScale.fromJSON({ centre: 'training', ...none }),
      options,
    );
    if (normalization === 'training') {
      const every = Math.ceil(recordings.length / MAX_MEASURED);
      for (let n = 0; n < recordings.length; n += every) {
        const { audio, where = `training example ${n + 1}` } = recordings[n];
        const { samples } = await input.load(input.encode(audio, where));
        moments.add(features.compute(samples).frames);
      }
      input.scale = FrameScale.fromJSON({ centre: 'training', ...moments.toScale(LEAST_DEVIATION) });
    }
    return input;
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, options: AudioInputOptions): AudioInput {
    const saved = readSaved('AudioInput.fromJSON', schema, json);
    const features = new AudioFeatures(checkAudioConfig(saved.features, 'AudioInput.fromJSON'));
    return new AudioInput(features, saved.normalization, FrameScale.fromJSON(saved.scale), options);
  }

  toJSON() {
    const { features, normalization, scale } = this;
    return { kind: 'audio', features: features.config, normalization, scale: scale.toJSON() };
  }

  /** @throws DataError for what is no sound. */
  encode(audio: AudioSource, where: string): EncodedAudio {
    checkAudio(audio, where);
    return { audio, where, seconds: secondsOf(audio) ?? USUAL_SECONDS };
  }

  /** Decoded, mixed and resampled. @throws DataError for a file that cannot be decoded, or less than a window. */
  async load(encoded: EncodedAudio): Promise<EncodedAudio & { samples: Float32Array }> {
    const { audio, where } = encoded;
    const { rate, channels } = isSoundFile(audio)
      ? await audio.load()
      : { rate: audio.rate, channels: [audio.samples] };
    const samples = this.resampled(mixToMono(channels), rate);
    const { windowLength, rate: own } = this.features.config;
    if (samples.length < windowLength) throw tooShort(where, samples.length, windowLength);
    return { ...encoded, samples, seconds: samples.length / own };
  }

  /** Tenths of a second. */
  lengthOf({ seconds }: EncodedAudio): number {
    return Math.ceil(10 * seconds);
  }

  collate(batch: readonly EncodedAudio[], training?: Random): FrameBatch {
    const F = this.features.size;
    const random = training?.fork('audio');
    const all = batch.map((encoded, b) => this.framesOf(encoded, random?.fork(b)));
    const T = all.reduce((longest, frames) => Math.max(longest, frames.length / F), 1);
    const xs = new Float32Array(batch.length * T * F);
    const mask = new Float32Array(batch.length * T);
    all.forEach((frames, b) => {
      xs.set(frames, b * T * F);
      mask.fill(1, b * T, b * T + frames.length / F);
    });
    return { xs: tf.tensor3d(xs, [batch.length, T, F]), mask: tf.tensor2d(mask, [batch.length, T]) };
  }

  /** Scaled features of a loaded recording [T,F]. @param random of training, where it is augmented */
  framesOf({ samples, where }: EncodedAudio, random?: Random): Float32Array {
    if (!samples) throw new Error(`${where} is not loaded`);
    const { features, options } = this;
    const changed = random ? this.augmenter.apply(samples, random) : samples;
    const enough = changed.length < features.config.windowLength ? samples : changed;
    const { frames } = features.compute(enough);
    const scaled =
      this.normalization === 'training' ? this.scale.apply(frames, where) : perRecording(frames, features.size);
    if (random) maskFrames(scaled, features.size, options.augmentation, random.fork('masks'));
    return scaled;
  }

  drainWarnings(): string[] {
    return this.warnings.splice(0);
  }

  summary(): Record<string, number> {
    return { columns: this.features.size };
  }

  private resampled(samples: Float32Array, rate: number): Float32Array {
    const own = this.features.config.rate;
    if (rate === own) return samples;
    if (!this.announced.has(rate)) {
      this.announced.add(rate);
      this.warnings.push(`sound of ${rate} samples a second is resampled to ${own}, which the features are of`);
    }
    let resampler = this.resamplers.get(rate);
    if (!resampler) this.resamplers.set(rate, (resampler = new Resampler(rate, own)));
    return resampler.apply(samples);
  }
}

/** Mean 0 and deviation 1 of every column, within the recording. */
function perRecording(frames: Float32Array, size: number): Float32Array {
  const moments = new ColumnMoments(size);
  moments.add(frames);
  const { means, deviations } = moments.toScale(LEAST_DEVIATION);
  return frames.map((x, i) => (x - means[i % size]) / deviations[i % size]);
}

const tooShort = (where: string, samples: number, window: number) =>
  new DataError({
    where,
    problem: `the recording has ${samples} samples, and a window ${window}`,
    expected: 'at least a window',
    fix: 'Leave it out, or record it again',
  });
