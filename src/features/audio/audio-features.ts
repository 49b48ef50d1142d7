/** Samples → frames of features: log-mel energies, or MFCC. */
import { Random } from '../../random';
import { type AudioConfig, checkAudioConfig, columnsOf } from './config';
import { deltasOf } from './deltas';
import { framesIn, padded } from './edges';
import { FrameFeatures } from './frame-features';

export interface FeatureFrames {
  frames: Float32Array; // [T,F]
  /** T; 0 where the signal is shorter than a window of `edges: 'inside'`. */
  steps: number;
  size: number; // F
}

export class AudioFeatures {
  private readonly features: FrameFeatures;
  /** Every parameter. */
  readonly config: AudioConfig;

  /** @throws ConfigError for parameters that contradict each other. */
  constructor(config: AudioConfig) {
    this.config = checkAudioConfig(config);
    this.features = new FrameFeatures(this.config);
  }

  /** F */
  get size(): number {
    return columnsOf(this.config);
  }

  /** All frames of a signal [T,F]. @param samples of one channel, at the rate of the configuration, in [−1, 1] */
  compute(samples: Float32Array): FeatureFrames {
    const { config, features } = this;
    const signal = padded(samples, config);
    const steps = samples.length === 0 ? 0 : framesIn(signal.length, config);
    const random = config.dither > 0 ? Random.fromSeed(0).fork('dither') : undefined;
    const logs = new Float64Array(steps * config.bands);
    for (let t = 0; t < steps; t++) features.logarithms(signal, t * config.hop, row(logs, t, config.bands), random);
    if (config.range !== null) raise(logs, config.range);
    let values = logs;
    if (config.cepstra) {
      values = new Float64Array(steps * config.cepstra);
      for (let t = 0; t < steps; t++) features.cepstraOf(row(logs, t, config.bands), row(values, t, config.cepstra));
    }
    return { frames: this.withDeltas(values, steps), steps, size: this.size };
  }

  private withDeltas(values: Float64Array, steps: number): Float32Array {
    const { deltas, deltaRadius, cepstra, bands } = this.config;
    const columns = cepstra || bands;
    if (deltas === 0) return Float32Array.from(values);
    const parts = [values];
    for (let d = 0; d < deltas; d++) parts.push(deltasOf(parts[d], columns, deltaRadius));
    const out = new Float32Array(steps * columns * parts.length);
    for (let t = 0; t < steps; t++)
      parts.forEach((part, p) => out.set(row(part, t, columns), (t * parts.length + p) * columns));
    return out;
  }
}

const row = (values: Float64Array, t: number, columns: number) => values.subarray(t * columns, (t + 1) * columns);

/** Nothing is further than `range` below the largest value. */
function raise(logs: Float64Array, range: number): void {
  let largest = -Infinity;
  for (const x of logs) largest = Math.max(largest, x);
  for (let i = 0; i < logs.length; i++) logs[i] = Math.max(logs[i], largest - range);
}
