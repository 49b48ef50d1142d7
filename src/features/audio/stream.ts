/** Features of a signal while it arrives: the frames of the whole signal, each as soon as its samples are there. */
import { Random } from '../../random';
import { ConfigError } from '../../errors';
import { type AudioConfig, checkAudioConfig } from './config';
import { framesIn, paddingOf, padded } from './edges';
import { FrameFeatures } from './frame-features';

/**
 * Frames of features as samples come in, equal to those of the whole signal bit for bit. The last window waits until its samples
 * are there; it is not padded before `finish`.
 */
export class LogMelStream {
  private readonly features: FrameFeatures;
  private readonly config: AudioConfig;
  private random: Random | undefined;
  /** Samples that later frames need, from the first one of the next frame on. */
  private held: Float32Array = new Float32Array(0);
  /** All samples until as many have come as the padding before the first one needs. */
  private hasStarted: boolean;
  /** Samples until the next frame begins, where frames are further apart than they are long. */
  private toSkip = 0;
  /** The last samples, which the padding behind them may need. */
  private tail: Float32Array = new Float32Array(0);

  /**
   * @throws ConfigError for what needs the whole signal: `range`, which is measured from its largest value, and `deltas`,
   * which look ahead.
   */
  constructor(config: AudioConfig) {
    this.config = checkAudioConfig(config);
    const problem = config.range !== null ? 'range is measured from the largest value of the signal' : config.deltas ? 'deltas look ahead' : undefined; // prettier-ignore
    if (problem !== undefined) {
      throw new ConfigError({
        where: 'LogMelStream',
        problem,
        expected: 'range: null and deltas: 0, for frames that do not depend on what follows',
        fix: 'Train with features that can be streamed, such as the preset kaldi',
      });
    }
    this.features = new FrameFeatures(this.config);
    this.random = config.dither > 0 ? Random.fromSeed(0).fork('dither') : undefined;
    this.hasStarted = paddingOf(config) === 0;
  }

  /** @param samples the next ones, any number @returns the frames that are complete now [F] */
  feed(samples: Float32Array): Float32Array[] {
    const padding = paddingOf(this.config);
    this.held = joined(this.held, samples);
    if (padding > 0) this.tail = joined(this.tail, samples).slice(-(padding + 1));
    if (!this.hasStarted) {
      if (this.held.length <= padding) return [];
      this.start();
    }
    return this.complete();
  }

  /**
   * The end of the signal: the frames that its padding completes. With `edges: 'inside'` there are none: an incomplete last
   * window is no frame. The stream is then as new.
   */
  finish(): Float32Array[] {
    const padding = paddingOf(this.config);
    const isEmpty = this.held.length === 0 && !this.hasStarted;
    if (padding > 0 && !isEmpty) {
      if (!this.hasStarted) this.held = padded(this.held, this.config);
      else this.held = joined(this.held, padded(this.tail, this.config).subarray(-padding));
    }
    const frames = isEmpty ? [] : this.complete();
    this.held = new Float32Array(0);
    this.tail = new Float32Array(0);
    this.toSkip = 0;
    this.hasStarted = padding === 0;
    if (this.random) this.random = Random.fromSeed(0).fork('dither');
    return frames;
  }

  private start(): void {
    const padding = paddingOf(this.config);
    this.held = joined(padded(this.held, this.config).subarray(0, padding), this.held);
    this.hasStarted = true;
  }

  private complete(): Float32Array[] {
    const { config, features } = this;
    const skipped = Math.min(this.toSkip, this.held.length);
    this.toSkip -= skipped;
    const signal = this.held.subarray(skipped);
    const count = framesIn(signal.length, config);
    const logs = new Float64Array(config.bands);
    const cepstra = new Float64Array(config.cepstra);
    const frames = Array.from({ length: count }, (_, t) => {
      features.logarithms(signal, t * config.hop, logs, this.random);
      if (config.cepstra) features.cepstraOf(logs, cepstra);
      return Float32Array.from(config.cepstra ? cepstra : logs);
    });
    const used = count * config.hop;
    this.toSkip += Math.max(0, used - signal.length);
    this.held = signal.slice(Math.min(used, signal.length));
    return frames;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
