/**
 * Another number of samples a second, by a windowed sinc: with both rates divided by their greatest common divisor, and
 * b = rolloff · min(from, to) the highest frequency that is kept,
 *
 *   y_j = Σ_i x_i h(i/from − j/to),  h(t) = b/from · sinc(b t) cos²(π b t / 2Z),  |b t| < Z
 *
 * with Z zero crossings to each side (Hann window). There are `to` different sets of taps, as j goes on
 * (polyphase). Beyond its ends the signal is 0. The defaults are those of torchaudio.functional.resample.
 */
import { ConfigError } from '../../errors';
import { checkOptionNames, isCount, type OptionNames } from '../../validation';

/** The filter of `Resampler`. */
export interface ResampleOptions {
  /** Z. More give a steeper filter. Default 6. */
  zeroCrossings?: number;
  /** Part of the band below half the lower rate that is kept. Default 0.99. */
  rolloff?: number;
}

const optionNames: OptionNames<ResampleOptions> = { zeroCrossings: true, rolloff: true };

interface Taps {
  /** Of the first sample, from the one at or before the output. */
  start: number;
  weights: Float32Array;
}

/** One rate → another, by windowed sinc filters: the equation is at the top of its file. */
export class Resampler {
  private readonly from: number;
  private readonly to: number;
  private readonly phases: Taps[] = [];

  /** @param from @param to samples a second, whole numbers. @throws ConfigError */
  constructor(
    from: number,
    to: number,
    private readonly options: ResampleOptions = {},
  ) {
    checkOptionNames('Resampler', options, optionNames);
    const { zeroCrossings = 6, rolloff = 0.99 } = options;
    const isRight = isCount(from) && isCount(to) && isCount(zeroCrossings) && rolloff > 0 && rolloff <= 1;
    if (!isRight) {
      throw new ConfigError({
        where: 'Resampler',
        problem: `from ${from} to ${to} samples a second, zeroCrossings ${zeroCrossings}, rolloff ${rolloff}`,
        expected: 'whole numbers of at least 1, and a rolloff above 0 up to 1',
        fix: 'Round the rates',
      });
    }
    const divisor = greatestCommonDivisor(from, to);
    this.from = from / divisor;
    this.to = to / divisor;
  }

  /** @returns ⌈N · to / from⌉ samples */
  apply(samples: Float32Array): Float32Array {
    const { from, to } = this;
    if (from === to) return samples;
    const N = samples.length;
    const out = new Float32Array(Math.ceil((N * to) / from));
    for (let j = 0; j < out.length; j++) {
      const phase = j % to;
      const { start, weights } = (this.phases[phase] ??= this.tapsOf(phase));
      const first = Math.floor(j / to) * from + start;
      const end = Math.min(weights.length, N - first);
      let sum = 0;
      for (let i = Math.max(0, -first); i < end; i++) sum += weights[i] * samples[first + i];
      out[j] = sum;
    }
    return out;
  }

  private tapsOf(phase: number): Taps {
    const { from, to } = this;
    const { zeroCrossings: Z = 6, rolloff = 0.99 } = this.options;
    const kept = rolloff * Math.min(from, to);
    const middle = (phase * from) / to;
    const radius = (Z * from) / kept;
    const start = Math.ceil(middle - radius);
    const end = Math.floor(middle + radius);
    const weights = Float32Array.from({ length: end - start + 1 }, (_, i) => {
      const t = (kept * (start + i - middle)) / from;
      const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
      return (kept / from) * sinc * Math.cos((Math.PI * t) / (2 * Z)) ** 2;
    });
    return { start, weights };
  }
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
