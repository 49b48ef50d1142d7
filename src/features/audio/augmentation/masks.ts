/** Stretches of time and bands of a recording are hidden from the model (Park et al. 2019, SpecAugment). */
import type { Random } from '../../../random';

export interface Masks {
  /** Longest stretch of frames, as part of the length. */
  time: number;
  /** Widest range of columns, as part of them. */
  bands: number;
}

/** @param frames [T,F], scaled to mean 0, which is what hidden values become; changed in place */
export function maskFrames(frames: Float32Array, size: number, { time, bands }: Masks, random: Random): void {
  const steps = frames.length / size;
  const [start, length] = stretch(steps, time, random.fork('time'));
  frames.fill(0, start * size, (start + length) * size);
  const [first, width] = stretch(size, bands, random.fork('bands'));
  for (let t = 0; t < steps; t++) frames.fill(0, t * size + first, t * size + first + width);
}

function stretch(total: number, part: number, random: Random): [start: number, length: number] {
  const length = random.integer(Math.floor(part * total) + 1);
  return [random.integer(total - length + 1), length];
}
