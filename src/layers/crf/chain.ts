/**
 * A linear chain of tags (Lafferty et al. 2001), one sequence at a time, in log space and float64: the slow reference for
 * `scaled.ts`, and what runs where that one would lose a small value.
 *
 *     score(y)   s(y) = start[y_1] + Σ_t e[t,y_t] + Σ_t A[y_t-1,y_t] + end[y_T]
 *     forward    α[1,j] = start[j] + e[1,j],   α[t,j] = e[t,j] + log Σ_i exp(α[t-1,i] + A[i,j])
 *     backward   β[T,i] = end[i],              β[t,i] = log Σ_j exp(A[i,j] + e[t+1,j] + β[t+1,j])
 *     all        log Z = log Σ_y exp s(y) = log Σ_j exp(α[T,j] + end[j])
 *     gradient   ∂ log Z / ∂ e[t,k]  = P(y_t = k) = exp(α[t,k] + β[t,k] - log Z)
 *                ∂ log Z / ∂ A[i,j] = Σ_t P(y_t = i, y_t+1 = j)
 *
 * e emissions [T,K], A transitions [K,K], y tags, K their number. The loss of a sequence is log Z - s(y).
 */

export interface ChainScores {
  /** K */
  tags: number;
  /** [K,K], from row to column. */
  transitions: Float64Array;
  start: Float64Array; // [K]
  end: Float64Array; // [K]
}

/** Where the gradient of log Z goes. */
export interface ChainGradient {
  /** P(y_t = k) [T,K], written. */
  marginals: Float64Array;
  /** Expected number of each transition [K,K], added to what is there. */
  transitions: Float64Array;
}

/** @param emissions [T,K] with T ≥ 1. @returns log Z in nats. */
export function logPartition(scores: ChainScores, emissions: Float64Array, gradient?: ChainGradient): number {
  const { tags: K, transitions, end } = scores;
  const T = emissions.length / K;
  const alpha = forward(scores, emissions);
  const logZ = logSumExp(K, (j) => alpha[(T - 1) * K + j] + end[j]);
  if (!gradient) return logZ;
  const beta = backward(scores, emissions);
  alpha.forEach((a, n) => (gradient.marginals[n] = Math.exp(a + beta[n] - logZ)));
  for (let t = 0; t < T - 1; t++) {
    for (let i = 0; i < K; i++) {
      for (let j = 0; j < K; j++) {
        const next = (t + 1) * K + j;
        const pair = alpha[t * K + i] + transitions[i * K + j] + emissions[next] + beta[next];
        gradient.transitions[i * K + j] += Math.exp(pair - logZ);
      }
    }
  }
  return logZ;
}

/** s(y) of the tags y [T]. */
export function scoreOf(scores: ChainScores, emissions: Float64Array, y: ArrayLike<number>): number {
  const { tags: K, transitions, start, end } = scores;
  let score = start[y[0]] + end[y[y.length - 1]];
  for (let t = 0; t < y.length; t++) {
    score += emissions[t * K + y[t]];
    if (t > 0) score += transitions[y[t - 1] * K + y[t]];
  }
  return score;
}

/** α [T,K] */
function forward({ tags: K, transitions, start }: ChainScores, emissions: Float64Array): Float64Array {
  const alpha = new Float64Array(emissions.length);
  for (let j = 0; j < K; j++) alpha[j] = start[j] + emissions[j];
  for (let now = K; now < alpha.length; now += K) {
    for (let j = 0; j < K; j++) {
      alpha[now + j] = emissions[now + j] + logSumExp(K, (i) => alpha[now - K + i] + transitions[i * K + j]);
    }
  }
  return alpha;
}

/** β [T,K] */
function backward({ tags: K, transitions, end }: ChainScores, emissions: Float64Array): Float64Array {
  const beta = new Float64Array(emissions.length);
  beta.set(end, beta.length - K);
  for (let now = beta.length - 2 * K; now >= 0; now -= K) {
    for (let i = 0; i < K; i++) {
      const after = (j: number) => emissions[now + K + j] + beta[now + K + j];
      beta[now + i] = logSumExp(K, (j) => transitions[i * K + j] + after(j));
    }
  }
  return beta;
}

function logSumExp(count: number, term: (index: number) => number): number {
  let largest = -Infinity;
  for (let i = 0; i < count; i++) largest = Math.max(largest, term(i));
  if (largest === -Infinity) return largest; // −∞ − −∞ would be NaN
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(term(i) - largest);
  return largest + Math.log(sum);
}
