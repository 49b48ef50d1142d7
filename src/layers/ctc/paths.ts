/**
 * Connectionist temporal classification (Graves et al. 2006): the probability of a target without an alignment, one
 * sequence at a time, in log space and float64: the slow reference for `scaled.ts`, and what runs where that one would
 * lose a small value.
 *
 *     path       π, one label or the blank ∅ a frame. It spells y if y is left once equal neighbours have become one
 *                and then the blanks are dropped: a a ∅ a b spells a a b.
 *     extended   z = ∅ y_1 ∅ y_2 … y_L ∅, S = 2L + 1 states; a path of y walks through them
 *     forward    α[1,1] = log p[1,∅],   α[1,2] = log p[1,y_1],
 *                α[t,s] = log p[t,z_s] + log (exp α[t-1,s] + exp α[t-1,s-1] + [skips s] exp α[t-1,s-2])
 *     backward   β[T,S] = β[T,S-1] = 0,
 *                β[t,s] = log Σ_r p[t+1,z_r] exp β[t+1,r],   r = s, s + 1, and s + 2 if it skips
 *     all        log P(y) = log (exp α[T,S] + exp α[T,S-1])
 *     posterior  γ[t,k] = Σ_{s: z_s = k} exp(α[t,s] + β[t,s] - log P(y))
 *     gradient   ∂(-log P(y)) / ∂ logits[t,k] = p[t,k] - γ[t,k],   p = softmax(logits)
 *
 * A state skips the blank before it if it is a label other than the one before that blank. T frames, K outputs with
 * the blank among them, L labels of the target.
 */
import { logSumExp } from './log-sum';

/** A target as the states that its paths walk through. */
export interface ExtendedTarget {
  /** z: the output of each state [S]. */
  outputs: Int32Array;
  /** 1 where the state may follow the one two before it, otherwise 0 [S], and two zeros. */
  skips: Float64Array;
  /** The fewest frames that spell the target: its labels, and a blank between equal ones. */
  leastFrames: number;
}

/** @param target y [L] @param blank ∅ */
export function extendTarget(target: ArrayLike<number>, blank: number): ExtendedTarget {
  const S = 2 * target.length + 1;
  const outputs = new Int32Array(S).fill(blank);
  const skips = new Float64Array(S + 2);
  let repeats = 0;
  for (let i = 0; i < target.length; i++) {
    outputs[2 * i + 1] = target[i];
    const isRepeat = i > 0 && target[i] === target[i - 1];
    if (isRepeat) repeats++;
    else if (i > 0) skips[2 * i + 1] = 1;
  }
  return { outputs, skips, leastFrames: target.length + repeats };
}

/**
 * @param logits [T,K] of one sequence, finite or −Infinity
 * @param gradient [T,K], written if given
 * @returns −log P(y) in nats; Infinity where no path has a probability above 0, and then the gradient is 0
 */
export function negativeLogLikelihood(
  logits: Float64Array,
  K: number,
  target: ExtendedTarget,
  gradient?: Float64Array,
): number {
  const T = logits.length / K;
  const S = target.outputs.length;
  gradient?.fill(0);
  if (T === 0) return S === 1 ? 0 : Infinity;
  const logp = logSoftmax(logits, K);
  const alpha = forward(logp, K, target);
  const last = (T - 1) * S;
  const logP = S === 1 ? alpha[last] : logSumExp(alpha[last + S - 1], alpha[last + S - 2]);
  if (logP === -Infinity) return Infinity;
  if (gradient) {
    const beta = backward(logp, K, target);
    logp.forEach((x, n) => (gradient[n] = Math.exp(x)));
    alpha.forEach((a, n) => {
      const t = Math.floor(n / S);
      gradient[t * K + target.outputs[n % S]] -= Math.exp(a + beta[n] - logP);
    });
  }
  return -logP;
}

/** α [T,S] */
function forward(logp: Float64Array, K: number, { outputs, skips }: ExtendedTarget): Float64Array {
  const S = outputs.length;
  const alpha = new Float64Array((logp.length / K) * S).fill(-Infinity);
  for (let s = 0; s < Math.min(2, S); s++) alpha[s] = logp[outputs[s]];
  for (let t = 1; t * S < alpha.length; t++) {
    const before = (t - 1) * S;
    for (let s = 0; s < S; s++) {
      const from = logSumExp(
        alpha[before + s],
        s > 0 ? alpha[before + s - 1] : -Infinity,
        skips[s] ? alpha[before + s - 2] : -Infinity,
      );
      alpha[t * S + s] = logp[t * K + outputs[s]] + from;
    }
  }
  return alpha;
}

/** β [T,S] */
function backward(logp: Float64Array, K: number, { outputs, skips }: ExtendedTarget): Float64Array {
  const S = outputs.length;
  const T = logp.length / K;
  const beta = new Float64Array(T * S).fill(-Infinity);
  for (let s = Math.max(0, S - 2); s < S; s++) beta[(T - 1) * S + s] = 0;
  for (let t = T - 2; t >= 0; t--) {
    const through = (s: number) => logp[(t + 1) * K + outputs[s]] + beta[(t + 1) * S + s];
    for (let s = 0; s < S; s++) {
      beta[t * S + s] = logSumExp(
        through(s),
        s + 1 < S ? through(s + 1) : -Infinity,
        skips[s + 2] ? through(s + 2) : -Infinity,
      );
    }
  }
  return beta;
}

/** Row by row [T,K]. */
function logSoftmax(logits: Float64Array, K: number): Float64Array {
  const logp = new Float64Array(logits.length);
  for (let first = 0; first < logits.length; first += K) {
    const row = logits.subarray(first, first + K);
    const logZ = logSumExp(...row);
    for (let k = 0; k < K; k++) logp[first + k] = row[k] - logZ;
  }
  return logp;
}
