/** Mean and deviation of every column of frames that come one recording after the other (Chan et al. 1979). */
export class ColumnMoments {
  private count = 0;
  private readonly means: Float64Array; // [F]
  private readonly squares: Float64Array; // [F], sums of squared distances from the mean

  constructor(private readonly size: number) {
    this.means = new Float64Array(size);
    this.squares = new Float64Array(size);
  }

  /** @param frames [T,F] */
  add(frames: Float32Array): void {
    const { size, means, squares } = this;
    for (let at = 0; at < frames.length; at += size) {
      this.count++;
      for (let f = 0; f < size; f++) {
        const distance = frames[at + f] - means[f];
        means[f] += distance / this.count;
        squares[f] += distance * (frames[at + f] - means[f]);
      }
    }
  }

  /** @param least deviation that is given */
  toScale(least: number): { means: number[]; deviations: number[] } {
    return {
      means: [...this.means],
      deviations: Array.from(this.squares, (sum) => Math.max(least, Math.sqrt(sum / Math.max(1, this.count)))),
    };
  }
}
