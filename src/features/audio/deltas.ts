/**
 * Differences over time, as the slope of a line through 2R + 1 frames; beyond the ends the first and the last are repeated:
 *
 *   d_t = Σ_n n (c_(t+n) − c_(t−n)) / (2 Σ_n n²),  n = 1 … R
 */
export function deltasOf(frames: Float64Array, columns: number, radius: number): Float64Array {
  const steps = frames.length / columns;
  const out = new Float64Array(frames.length); // [T,F]
  const norm = (radius * (radius + 1) * (2 * radius + 1)) / 3;
  for (let t = 0; t < steps; t++) {
    for (let n = 1; n <= radius; n++) {
      const after = Math.min(steps - 1, t + n) * columns;
      const before = Math.max(0, t - n) * columns;
      for (let f = 0; f < columns; f++) out[t * columns + f] += (n * (frames[after + f] - frames[before + f])) / norm;
    }
  }
  return out;
}
