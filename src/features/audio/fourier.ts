/**
 * The discrete Fourier transform of real frames, of any even size N:
 *
 *   X_k = Σ_n x_n e^(−2πi kn/N),  k = 0 … N/2
 *
 * by one complex transform of half the size (even samples as real parts, odd ones as imaginary parts), which is done
 * in stages of 4, 2 and the odd prime factors of N/2 (Stockham's order, which needs no bit reversal). Float64.
 */

export class RealFourier {
  private readonly half: number; // M = N/2
  private readonly radices: readonly number[];
  /** e^(−2πi k/M) and e^(−2πi k/N). */
  private readonly cosines: Float64Array; // [M]
  private readonly sines: Float64Array; // [M]
  private readonly cosinesOfSize: Float64Array; // [M]
  private readonly sinesOfSize: Float64Array; // [M]
  /** Two complex arrays that stages read and write in turn. */
  private readonly buffers: readonly [Float64Array, Float64Array]; // [2M] each: real and imaginary parts in turn

  /** @param size N, even */
  constructor(readonly size: number) {
    const half = size / 2;
    this.half = half;
    this.radices = radicesOf(half);
    const table = (of: (angle: number) => number, period: number) =>
      Float64Array.from({ length: half }, (_, k) => of((-2 * Math.PI * k) / period));
    this.cosines = table(Math.cos, half);
    this.sines = table(Math.sin, half);
    this.cosinesOfSize = table(Math.cos, size);
    this.sinesOfSize = table(Math.sin, size);
    this.buffers = [new Float64Array(size), new Float64Array(size)];
  }

  /** @param frame [N] @param out |X_k|² [N/2+1] */
  powers(frame: Float64Array, out: Float64Array): void {
    const { half: M, cosinesOfSize, sinesOfSize } = this;
    const z = this.transform(frame);
    out[0] = (z[0] + z[1]) ** 2;
    out[M] = (z[0] - z[1]) ** 2;
    for (let k = 1; k < M; k++) {
      const j = M - k;
      // Transforms of the even and of the odd samples; X = even + e^(−2πi k/N) odd.
      const evenRe = (z[2 * k] + z[2 * j]) / 2;
      const evenIm = (z[2 * k + 1] - z[2 * j + 1]) / 2;
      const oddRe = (z[2 * k + 1] + z[2 * j + 1]) / 2;
      const oddIm = (z[2 * j] - z[2 * k]) / 2;
      const re = evenRe + cosinesOfSize[k] * oddRe - sinesOfSize[k] * oddIm;
      const im = evenIm + cosinesOfSize[k] * oddIm + sinesOfSize[k] * oddRe;
      out[k] = re * re + im * im;
    }
  }

  /** The frame as M complex numbers → their transform [2M]. */
  private transform(frame: Float64Array): Float64Array {
    let [x, y] = this.buffers;
    x.set(frame);
    let size = this.half;
    let stride = 1;
    for (const radix of this.radices) {
      size /= radix;
      if (radix === 4) this.stageOf4(x, y, size, stride);
      else if (radix === 2) this.stageOf2(x, y, size, stride);
      else this.stageOf(radix, x, y, size, stride);
      stride *= radix;
      [x, y] = [y, x];
    }
    return x;
  }

  private stageOf2(x: Float64Array, y: Float64Array, size: number, stride: number): void {
    const { cosines, sines } = this;
    for (let p = 0; p < size; p++) {
      const c = cosines[p * stride];
      const s = sines[p * stride];
      for (let q = 0; q < stride; q++) {
        const a = 2 * (q + stride * p);
        const b = a + 2 * stride * size;
        const out = 2 * (q + stride * 2 * p);
        const re = x[a] - x[b];
        const im = x[a + 1] - x[b + 1];
        y[out] = x[a] + x[b];
        y[out + 1] = x[a + 1] + x[b + 1];
        y[out + 2 * stride] = re * c - im * s;
        y[out + 2 * stride + 1] = re * s + im * c;
      }
    }
  }

  private stageOf4(x: Float64Array, y: Float64Array, size: number, stride: number): void {
    const { cosines, sines } = this;
    const step = 2 * stride * size;
    for (let p = 0; p < size; p++) {
      const k = p * stride;
      const c1 = cosines[k];
      const s1 = sines[k];
      const c2 = cosines[2 * k];
      const s2 = sines[2 * k];
      const c3 = cosines[3 * k];
      const s3 = sines[3 * k];
      for (let q = 0; q < stride; q++) {
        const a = 2 * (q + stride * p);
        const b = a + step;
        const c = b + step;
        const d = c + step;
        const sumRe = x[a] + x[c];
        const sumIm = x[a + 1] + x[c + 1];
        const difRe = x[a] - x[c];
        const difIm = x[a + 1] - x[c + 1];
        const otherSumRe = x[b] + x[d];
        const otherSumIm = x[b + 1] + x[d + 1];
        const otherDifRe = x[b + 1] - x[d + 1]; // −i (b − d)
        const otherDifIm = x[d] - x[b];
        const out = 2 * (q + stride * 4 * p);
        y[out] = sumRe + otherSumRe;
        y[out + 1] = sumIm + otherSumIm;
        write(y, out + 2 * stride, difRe + otherDifRe, difIm + otherDifIm, c1, s1);
        write(y, out + 4 * stride, sumRe - otherSumRe, sumIm - otherSumIm, c2, s2);
        write(y, out + 6 * stride, difRe - otherDifRe, difIm - otherDifIm, c3, s3);
      }
    }
  }

  private stageOf(radix: number, x: Float64Array, y: Float64Array, size: number, stride: number): void {
    const { cosines, sines, half } = this;
    const turn = half / radix;
    for (let p = 0; p < size; p++) {
      for (let q = 0; q < stride; q++) {
        for (let j = 0; j < radix; j++) {
          let re = 0;
          let im = 0;
          for (let k = 0; k < radix; k++) {
            const at = 2 * (q + stride * (p + size * k));
            const angle = ((j * k) % radix) * turn;
            re += x[at] * cosines[angle] - x[at + 1] * sines[angle];
            im += x[at] * sines[angle] + x[at + 1] * cosines[angle];
          }
          const twiddle = j * p * stride;
          write(y, 2 * (q + stride * (radix * p + j)), re, im, cosines[twiddle], sines[twiddle]);
        }
      }
    }
  }
}

/** (re + i im)(c + i s) */
function write(y: Float64Array, at: number, re: number, im: number, c: number, s: number): void {
  y[at] = re * c - im * s;
  y[at + 1] = re * s + im * c;
}

function radicesOf(size: number): number[] {
  const radices: number[] = [];
  let rest = size;
  for (const radix of [4, 2]) for (; rest % radix === 0; rest /= radix) radices.push(radix);
  for (let odd = 3; rest > 1; odd += 2) {
    if (odd * odd > rest) odd = rest;
    for (; rest % odd === 0; rest /= odd) radices.push(odd);
  }
  return radices;
}
