/**
 * The sums of `paths.ts` in probabilities instead of logarithms (Graves et al. 2006, section 4.1), many times as fast:
 * exp is taken once for every output and frame, and the forward values of a frame are scaled so that they sum to 1.
 *
 *     forward    a[t,s] = p[t,z_s] (â[t-1,s] + â[t-1,s-1] + [skips s] â[t-1,s-2]),   c[t] = Σ_s a[t,s],   â = a / c
 *     backward   b[T,S] = b[T,S-1] = 1 / (â[T,S] + â[T,S-1]),
 *                b[t,s] = Σ_r p[t+1,z_r] b[t+1,r] / c[t+1],   r = s, s + 1, and s + 2 if it skips
 *     all        log P(y) = Σ_t log c[t] + log (â[T,S] + â[T,S-1])
 *     posterior  γ[t,k] = Σ_{s: z_s = k} â[t,s] b[t,s]
 *
 * With these scales Σ_s â[t,s] b[t,s] = 1 for every t. A value of a below `SMALLEST` is taken as 0, which also avoids
 * denormal numbers; P(y) and γ change by at most SMALLEST / c[t] · b[t,s] of themselves. `run` gives up, and log space has
 * to do it, where c or b would make that more than 1e-20.
 *
 * Only states are visited that a path can have reached by then and can end from.
 */
import type { ExtendedTarget } from './paths';

const SMALLEST = 1e-290;
const SMALLEST_SUM = 1e-50;
const LARGEST = 1e220;

export class ScaledPaths {
  private p = new Float64Array(0); // [T,K]
  private a = new Float64Array(0); // [T,2+S], scaled, after two zeros
  private c = new Float64Array(0); // [T]
  private b = new Float64Array(0); // [S]
  private after = new Float64Array(0); // [S+2], p b / c of the frame after, before two zeros
  private difference = new Float64Array(0); // [K], p − γ of a frame

  /**
   * @param logits of a batch; `first` is where this sequence begins: T ≥ 1 rows of K
   * @param gradient of the same layout, p − γ written to the same rows if given
   * @returns −log P(y) in nats; undefined where values get too small, with the gradient in any state
   */
  run(
    logits: ArrayLike<number>,
    first: number,
    [T, K]: readonly [number, number],
    target: ExtendedTarget,
    gradient?: Float32Array | Float64Array,
  ): number | undefined {
    const S = target.outputs.length;
    this.reserve(T, K, S);
    this.softmax(logits, first, T, K);
    const end = this.forward(T, K, target);
    if (!(end > 1 / LARGEST)) return undefined;
    if (gradient && !this.backward(T, K, target, end, gradient, first)) return undefined;
    let logP = Math.log(end);
    for (let t = 0; t < T; t++) logP += Math.log(this.c[t]);
    return -logP;
  }

  private reserve(T: number, K: number, S: number): void {
    if (this.p.length < T * K) this.p = new Float64Array(T * K);
    if (this.a.length < T * (S + 2)) this.a = new Float64Array(T * (S + 2));
    if (this.c.length < T) this.c = new Float64Array(T);
    if (this.difference.length < K) this.difference = new Float64Array(K);
    if (this.b.length < S) [this.b, this.after] = [new Float64Array(S), new Float64Array(S + 2)];
  }

  private softmax(logits: ArrayLike<number>, first: number, T: number, K: number): void {
    const { p } = this;
    for (let t = 0; t < T; t++) {
      const row = t * K;
      let largest = -Infinity;
      for (let k = 0; k < K; k++) largest = Math.max(largest, logits[first + row + k]);
      let sum = 0;
      for (let k = 0; k < K; k++) sum += p[row + k] = Math.exp(logits[first + row + k] - largest);
      const scale = 1 / sum;
      for (let k = 0; k < K; k++) p[row + k] *= scale;
    }
  }

  /** @returns â[T,S] + â[T,S-1], 0 where values got too small. */
  private forward(T: number, K: number, { outputs, skips }: ExtendedTarget): number {
    const { p, a, c } = this;
    const S = outputs.length;
    const stride = S + 2;
    a.fill(0, 0, T * stride);
    for (let t = 0; t < T; t++) {
      const row = t * K;
      const now = t * stride + 2;
      const before = now - stride;
      const from = Math.max(0, S - 2 * (T - t));
      const to = Math.min(S, 2 * (t + 1));
      let sum = 0;
      for (let s = from; s < to; s++) {
        const into = t === 0 ? 1 : a[before + s] + a[before + s - 1] + skips[s] * a[before + s - 2];
        const value = p[row + outputs[s]] * into;
        if (value < SMALLEST) continue;
        a[now + s] = value;
        sum += value;
      }
      if (!(sum > SMALLEST_SUM)) return 0;
      c[t] = sum;
      const scale = 1 / sum;
      for (let s = from; s < to; s++) a[now + s] *= scale;
    }
    const last = T * stride - 1;
    return a[last] + a[last - 1];
  }

  /** Writes p − γ. @returns false where values got too large. */
  private backward(
    T: number,
    K: number,
    { outputs, skips }: ExtendedTarget,
    end: number,
    gradient: Float32Array | Float64Array,
    first: number,
  ): boolean {
    const { p, a, b, c, after, difference } = this;
    const S = outputs.length;
    after.fill(0, S, S + 2);
    for (let t = T - 1; t >= 0; t--) {
      const row = t * K;
      const now = t * (S + 2) + 2;
      const to = Math.min(S, 2 * (t + 1));
      let largest = 0;
      for (let k = 0; k < K; k++) difference[k] = p[row + k];
      for (let s = 0; s < to; s++) {
        if (t === T - 1) b[s] = s < S - 2 ? 0 : 1 / end;
        else b[s] = after[s] + after[s + 1] + skips[s + 2] * after[s + 2];
        if (b[s] > largest) largest = b[s];
        difference[outputs[s]] -= a[now + s] * b[s];
      }
      if (!(largest < LARGEST)) return false;
      for (let k = 0; k < K; k++) gradient[first + row + k] = difference[k];
      const scale = 1 / c[t];
      for (let s = 0; s < to; s++) {
        const through = p[row + outputs[s]] * b[s] * scale;
        after[s] = through < SMALLEST ? 0 : through;
      }
    }
    return true;
  }
}
