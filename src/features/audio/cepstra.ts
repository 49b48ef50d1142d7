/** Logarithms of bands → cepstral coefficients (MFCC): an orthonormal DCT-II, and a lifter on it. */
import type { AudioConfig } from './config';

/** @returns [cepstra,bands], row by row */
export function cepstraMatrix({ bands, cepstra, lifter }: AudioConfig): Float64Array {
  const matrix = new Float64Array(cepstra * bands);
  for (let k = 0; k < cepstra; k++) {
    const scale =
      Math.sqrt((k === 0 ? 1 : 2) / bands) * (lifter ? 1 + (lifter / 2) * Math.sin((Math.PI * k) / lifter) : 1);
    for (let b = 0; b < bands; b++) matrix[k * bands + b] = scale * Math.cos((Math.PI * k * (b + 0.5)) / bands);
  }
  return matrix;
}
