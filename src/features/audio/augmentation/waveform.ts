/** Changes of a recording that leave its label as it is: faster or slower, earlier or later, louder or softer, with noise. */
import type { Random } from '../../../random';
import { Resampler } from '../resample';

export interface WaveformAugmentation {
  /** Largest change of speed, and of pitch with it: 0.1 is from 0.9 to 1.1 times as fast. */
  speed: number;
  /** Largest shift, as part of the length; what is moved out is lost, and silence comes in. */
  shift: number;
  /** Noise is added whose energy is a part of the signal's: the least signal-to-noise ratio in dB, up to 30 dB above it. None: no noise. */
  noise: number | null;
}

/** Speeds are multiples of this. */
const SPEED_STEP = 0.02;
const NOISE_RANGE = 30; // dB

export class WaveformAugmenter {
  private readonly resamplers = new Map<number, Resampler>();

  constructor(private readonly options: WaveformAugmentation) {}

  /** @returns new samples, or the same where nothing changes them */
  apply(samples: Float32Array, random: Random): Float32Array {
    const { speed, shift, noise } = this.options;
    let changed = samples;
    if (speed > 0) changed = this.faster(changed, random.fork('speed').uniform(-speed, speed));
    if (shift > 0) changed = shifted(changed, Math.round(random.fork('shift').uniform(-shift, shift) * changed.length));
    if (noise !== null)
      changed = noisy(changed, noise + random.fork('ratio').uniform(0, NOISE_RANGE), random.fork('noise'));
    return changed;
  }

  private faster(samples: Float32Array, change: number): Float32Array {
    const steps = Math.round(change / SPEED_STEP);
    if (steps === 0) return samples;
    const from = Math.round(1 / SPEED_STEP) + steps;
    let resampler = this.resamplers.get(from);
    if (!resampler) this.resamplers.set(from, (resampler = new Resampler(from, Math.round(1 / SPEED_STEP))));
    return resampler.apply(samples);
  }
}

function shifted(samples: Float32Array, by: number): Float32Array {
  const out = new Float32Array(samples.length);
  if (by >= 0) out.set(samples.subarray(0, samples.length - by), by);
  else out.set(samples.subarray(-by));
  return out;
}

/** Normal noise at a signal-to-noise ratio in dB; silence stays silent. */
function noisy(samples: Float32Array, ratio: number, random: Random): Float32Array {
  let energy = 0;
  for (const x of samples) energy += x * x;
  const deviation = Math.sqrt(energy / samples.length) * 10 ** (-ratio / 20);
  return samples.map((x) => x + deviation * random.normal());
}
