/**
 * A recording of any length as one vector: it is cut into parts of equal length (of a short one, parts of at least one frame,
 * which may overlap), and mean and standard deviation of every column in every part stand side by side.
 */

export interface Segments {
  /** F */
  size: number;
  /** S */
  segments: number;
}

/** @param frames [T,F] @returns [2 S F] */
export function segmentFeatures(frames: Float32Array, { size: F, segments: S }: Segments): Float32Array {
  const T = frames.length / F;
  const features = new Float32Array(2 * S * F);
  for (let s = 0; s < S; s++) {
    const from = Math.min(Math.floor((s * T) / S), T - 1);
    const to = Math.max(Math.floor(((s + 1) * T) / S), from + 1);
    for (let f = 0; f < F; f++) {
      let [sum, squares] = [0, 0];
      for (let t = from; t < to; t++) sum += frames[t * F + f];
      const mean = sum / (to - from);
      for (let t = from; t < to; t++) squares += (frames[t * F + f] - mean) ** 2;
      features[2 * s * F + f] = mean;
      features[(2 * s + 1) * F + f] = Math.sqrt(squares / (to - from));
    }
  }
  return features;
}
