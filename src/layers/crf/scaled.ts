/**
 * The sums of `chain.ts` in probabilities instead of logarithms (Rabiner 1989, section V.A), ten times as fast: every
 * exp is taken once, and each step is a product with the matrix exp(A), scaled so that its values sum to 1.
 *
 *     forward    a_1 = exp(start) ⊙ E_1,   a_t = (â_t-1 exp(A)) ⊙ E_t,   c_t = Σ a_t,   â_t = a_t / c_t
 *     backward   b_T = exp(end),           b_t = exp(A) (E_t+1 ⊙ b̂_t+1),                b̂_t = b_t / Σ b_t
 *     all        log Z = Σ_t log c_t + log Σ (â_T ⊙ exp(end)) + what was subtracted before each exp
 *     gradient   P(y_t) ∝ â_t ⊙ b̂_t,   P(y_t, y_t+1) ∝ â_t exp(A) (E_t+1 ⊙ b̂_t+1), each scaled to sum to 1
 *
 * E_t = exp(e_t - max e_t). Tags so unlikely that their probability nears the end of float64 are what this form would lose
 * and log space would not: `run` then returns undefined.
 *
 * Products take four rows at a time: a sum is loaded and stored once for four products.
 */
import type { ChainGradient, ChainScores } from './chain';

/** Products of two values above this are still normal numbers. */
const SMALLEST = 1e-150;
/** Where a tag has underflowed to 0, all others together must not fall by more in one step: that tag might count again. */
const SMALLEST_BESIDE_ZERO = 1e-30;

export class ScaledChain {
  private readonly A: Float64Array; // [K,K]
  private readonly transposed: Float64Array; // [K,K]
  private readonly start: Float64Array; // [K]
  private readonly end: Float64Array; // [K]
  private readonly shifts: { A: number; start: number; end: number };
  private E = new Float64Array(0); // [T,K]
  private a = new Float64Array(0); // [T,K], scaled
  private readonly c: number[] = []; // [T]
  private readonly row: Float64Array; // [K], a before scaling
  private readonly b: Float64Array; // [K], scaled
  private readonly Eb: Float64Array; // [K], E ⊙ b̂
  /** Σ_t â_t (E_t+1 ⊙ b̂_t+1), scaled, without exp(A). */
  private readonly pairs: Float64Array; // [K,K]

  constructor(private readonly scores: ChainScores) {
    const { tags, transitions, start, end } = scores;
    this.shifts = { A: largestOf(transitions), start: largestOf(start), end: largestOf(end) };
    this.A = exponentials(transitions, this.shifts.A);
    this.transposed = this.A.map((_, n) => this.A[(n % tags) * tags + Math.floor(n / tags)]);
    this.start = exponentials(start, this.shifts.start);
    this.end = exponentials(end, this.shifts.end);
    [this.row, this.b, this.Eb] = [0, 1, 2].map(() => new Float64Array(tags));
    this.pairs = new Float64Array(tags * tags);
  }

  /** @param emissions [T,K] with T ≥ 1. @returns log Z; undefined where values get too small: use log space. */
  run(emissions: Float64Array, gradient?: ChainGradient): number | undefined {
    if (this.E.length < emissions.length) [this.E, this.a] = [0, 1].map(() => new Float64Array(emissions.length));
    const logZ = this.forward(emissions);
    if (logZ === undefined || !gradient) return logZ;
    return this.backward(emissions.length / this.scores.tags, gradient) ? logZ : undefined;
  }

  private forward(emissions: Float64Array): number | undefined {
    const { E, a, A, c, row } = this;
    const K = row.length;
    const T = emissions.length / K;
    let logZ = this.shifts.start + (T - 1) * this.shifts.A + this.shifts.end;
    for (let t = 0; t < T; t++) {
      const now = t * K;
      logZ += shiftedExponentials(emissions, E, now, K);
      if (t === 0) row.set(this.start);
      else timesMatrix(a, now - K, A, row);
      let sum = 0;
      let smallest = 1;
      let zeros = 0;
      for (let j = 0; j < K; j++) {
        const x = row[j] * E[now + j];
        a[now + j] = x;
        sum += x;
        if (row[j] === 0) zeros++;
        else if (x < smallest) smallest = x;
      }
      if (smallest < SMALLEST || !(sum >= (zeros ? SMALLEST_BESIDE_ZERO : SMALLEST))) return undefined;
      c[t] = sum;
      const scale = 1 / sum;
      for (let j = 0; j < K; j++) a[now + j] *= scale;
      logZ += Math.log(sum);
    }
    let atEnd = 0;
    for (let j = 0; j < K; j++) atEnd += a[(T - 1) * K + j] * this.end[j];
    return atEnd >= SMALLEST ? logZ + Math.log(atEnd) : undefined;
  }

  /** Whether all values were large enough. */
  private backward(T: number, { marginals, transitions }: ChainGradient): boolean {
    const { E, a, A, c, b, Eb, pairs } = this;
    const K = b.length;
    b.set(this.end);
    pairs.fill(0);
    for (let t = T - 1; t >= 0; t--) {
      const now = t * K;
      let total = 0;
      for (let j = 0; j < K; j++) {
        const p = a[now + j] * b[j];
        marginals[now + j] = p;
        total += p;
        Eb[j] = E[now + j] * b[j];
      }
      if (!(total >= SMALLEST)) return false; // 0, or 0 / 0 where all of b has underflowed
      const part = 1 / total;
      for (let j = 0; j < K; j++) marginals[now + j] *= part;
      if (t === 0) break;
      addProduct(a, now - K, Eb, part / c[t], pairs);
      timesMatrix(Eb, 0, this.transposed, b);
      let sum = 0;
      for (let i = 0; i < K; i++) sum += b[i];
      const scale = 1 / sum;
      for (let i = 0; i < K; i++) b[i] *= scale;
    }
    for (let n = 0; n < pairs.length; n++) transitions[n] += A[n] * pairs[n];
    return true;
  }
}

const largestOf = (values: Float64Array): number => values.reduce((largest, x) => Math.max(largest, x), -Infinity);

const exponentials = (values: Float64Array, shift: number): Float64Array => values.map((x) => Math.exp(x - shift));

/** Row of `out` from `from` on; returns what was subtracted. */
function shiftedExponentials(x: Float64Array, out: Float64Array, from: number, size: number): number {
  let largest = -Infinity;
  for (let k = from; k < from + size; k++) if (x[k] > largest) largest = x[k];
  for (let k = from; k < from + size; k++) out[k] = Math.exp(x[k] - largest);
  return largest;
}

/** out[j] = Σ_i x[from + i] A[i,j] */
function timesMatrix(x: Float64Array, from: number, A: Float64Array, out: Float64Array): void {
  const K = out.length;
  for (let j = 0; j < K; j++) out[j] = 0; // `fill` would cost more than the sum of a small row
  let i = 0;
  for (; i + 3 < K; i += 4) {
    const at = i * K;
    const bt = at + K;
    const ct = bt + K;
    const dt = ct + K;
    const p = x[from + i];
    const q = x[from + i + 1];
    const r = x[from + i + 2];
    const s = x[from + i + 3];
    for (let j = 0; j < K; j++) out[j] += p * A[at + j] + q * A[bt + j] + (r * A[ct + j] + s * A[dt + j]);
  }
  for (; i < K; i++) {
    const xi = x[from + i];
    for (let j = 0, ij = i * K; j < K; j++, ij++) out[j] += xi * A[ij];
  }
}

/** out[i,j] += factor · x[from + i] y[j] */
function addProduct(x: Float64Array, from: number, y: Float64Array, factor: number, out: Float64Array): void {
  const K = y.length;
  let i = 0;
  for (; i + 3 < K; i += 4) {
    const at = i * K;
    const bt = at + K;
    const ct = bt + K;
    const dt = ct + K;
    const p = factor * x[from + i];
    const q = factor * x[from + i + 1];
    const r = factor * x[from + i + 2];
    const s = factor * x[from + i + 3];
    for (let j = 0; j < K; j++) {
      const yj = y[j];
      out[at + j] += p * yj;
      out[bt + j] += q * yj;
      out[ct + j] += r * yj;
      out[dt + j] += s * yj;
    }
  }
  for (; i < K; i++) {
    const xi = factor * x[from + i];
    for (let j = 0, ij = i * K; j < K; j++, ij++) out[ij] += xi * y[j];
  }
}
