/** Window functions. */
import type { AudioConfig, WindowName } from './config';

const shapes: Readonly<Record<WindowName, (cosine: number) => number>> = {
  hann: (cosine) => 0.5 - 0.5 * cosine,
  hamming: (cosine) => 0.54 - 0.46 * cosine,
  povey: (cosine) => (0.5 - 0.5 * cosine) ** 0.85, // Kaldi's: like a Hamming window, but 0 at its ends
  rectangular: () => 1,
};

/** @param span samples that it is put into the middle of, with zeros around @returns [span] */
export function windowOf({ window, windowLength, periodic }: AudioConfig, span: number): Float64Array {
  const period = periodic ? windowLength : windowLength - 1;
  const before = Math.floor((span - windowLength) / 2);
  return Float64Array.from({ length: span }, (_, i) => {
    const n = i - before;
    return n < 0 || n >= windowLength ? 0 : shapes[window](Math.cos((2 * Math.PI * n) / period));
  });
}
