/**
 * Ridge regression of all rows of the horizon on the window, both relative to the last value of the window:
 *
 *   y − x_L = W (x − x_L) + b,   W = (X'X + λ N I)^-1 X'Y
 *
 * Windows of a series overlap, so the sums of products are not computed window by window: with g(i, j) = Σ_o x_{o+i} x_{o+j}
 * over all N origins, g(i + 1, j + 1) = g(i, j) − x_i x_j + x_{N+i} x_{N+j}.
 */

/** λ: of columns of deviation 1. */
const PENALTY = 1e-3;

export class RidgeForecaster {
  private readonly size: number; // L + H
  private readonly products: Float64Array; // [L+H,L+H]
  private readonly sums: Float64Array; // [L+H]
  private count = 0;

  constructor(
    readonly window: number,
    readonly horizon: number,
  ) {
    this.size = window + horizon;
    this.products = new Float64Array(this.size ** 2);
    this.sums = new Float64Array(this.size);
  }

  /** Adds all windows of a series: those whose horizon ends in it. Fewer rows than a window and its horizon add nothing. */
  add(x: ArrayLike<number>): void {
    const { size: M, products, sums } = this;
    const N = x.length - M + 1;
    if (N < 1) return;
    this.count += N;
    const diagonal = new Float64Array(M);
    for (let j = 0; j < M; j++) {
      for (let o = 0; o < N; o++) {
        diagonal[j] += x[o] * x[o + j];
        sums[j] += x[o + j];
      }
    }
    for (let lag = 0; lag < M; lag++) {
      let g = diagonal[lag];
      for (let i = 0; i + lag < M; i++) {
        products[i * M + i + lag] += g;
        if (lag > 0) products[(i + lag) * M + i] += g;
        if (i + lag + 1 < M) g += x[N + i] * x[N + i + lag] - x[i] * x[i + lag];
      }
    }
  }

  /** @returns the forecast of a window [L] */
  fit(): (window: ArrayLike<number>) => Float64Array {
    const { window: L, horizon: H, size: M, products, sums, count: N } = this;
    const last = L - 1;
    const g = (i: number, j: number) =>
      products[i * M + j] - products[i * M + last] - products[last * M + j] + products[last * M + last];
    const mean = (i: number) => (sums[i] - sums[last]) / Math.max(1, N);
    const A = new Float64Array(L * L);
    const B = new Float64Array(L * H);
    for (let i = 0; i < L; i++) {
      for (let j = 0; j < L; j++) A[i * L + j] = g(i, j) - N * mean(i) * mean(j);
      for (let h = 0; h < H; h++) B[i * H + h] = g(i, L + h) - N * mean(i) * mean(L + h);
      A[i * L + i] += PENALTY * Math.max(1, N);
    }
    const W = solve(A, B, L, H);
    const bias = Float64Array.from({ length: H }, (_, h) => {
      let sum = mean(L + h);
      for (let i = 0; i < L; i++) sum -= W[i * H + h] * mean(i);
      return sum;
    });
    return (x) => {
      const out = Float64Array.from(bias, (b) => b + x[last]);
      for (let i = 0; i < L; i++) for (let h = 0; h < H; h++) out[h] += W[i * H + h] * (x[i] - x[last]);
      return out;
    };
  }
}

/** X of A X = B for a symmetric, positive definite A, by its Cholesky factor. [n,n], [n,m] → [n,m] */
function solve(A: Float64Array, B: Float64Array, n: number, m: number): Float64Array {
  const R = A.slice(); // lower triangle: A = R R'
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = R[i * n + j];
      for (let k = 0; k < j; k++) sum -= R[i * n + k] * R[j * n + k];
      R[i * n + j] = i === j ? Math.sqrt(sum) : sum / R[j * n + j];
    }
  }
  const X = B.slice();
  for (let h = 0; h < m; h++) {
    for (let i = 0; i < n; i++) {
      let sum = X[i * m + h];
      for (let k = 0; k < i; k++) sum -= R[i * n + k] * X[k * m + h];
      X[i * m + h] = sum / R[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = X[i * m + h];
      for (let k = i + 1; k < n; k++) sum -= R[k * n + i] * X[k * m + h];
      X[i * m + h] = sum / R[i * n + i];
    }
  }
  return X;
}
