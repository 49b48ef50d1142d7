/** What a signal is beyond its ends, and how many frames it has. */
import type { AudioConfig } from './config';

/** Samples that a frame reaches over: the transform where it is centred, else the window. */
export const spanOf = ({ edges, fftSize, windowLength }: AudioConfig): number =>
  edges === 'inside' ? windowLength : fftSize;

/** Samples that are put before and behind the signal. */
export const paddingOf = ({ edges, fftSize }: AudioConfig): number => (edges === 'inside' ? 0 : fftSize / 2);

/** Whole frames of so many samples, padding included. */
export const framesIn = (samples: number, config: AudioConfig): number =>
  Math.max(0, Math.floor((samples - spanOf(config)) / config.hop) + 1);

/** @returns the signal with its padding. Reflected at the first and at the last sample, as often as it takes. */
export function padded(samples: Float32Array, config: AudioConfig): Float32Array {
  const padding = paddingOf(config);
  if (padding === 0) return samples;
  const N = samples.length;
  const out = new Float32Array(N + 2 * padding);
  out.set(samples, padding);
  if (config.edges === 'centre-zeros' || N === 0) return out;
  for (let i = 1; i <= padding; i++) {
    out[padding - i] = samples[reflected(-i, N)];
    out[padding + N - 1 + i] = samples[reflected(N - 1 + i, N)];
  }
  return out;
}

export function reflected(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((index % period) + period) % period;
  return Math.min(within, period - within);
}
