/** What a decoded file of sound is. */

/** Samples as they were recorded, in [−1, 1] where the file has whole numbers; files of floats may exceed that. */
export interface Audio {
  /** Samples a second. */
  rate: number;
  /** One array a channel, all of one length, which is at least 1. */
  channels: readonly Float32Array[]; // [C][N]
}
