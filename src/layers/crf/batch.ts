/**
 * A padded batch of chains on plain arrays: the loss of a linear-chain CRF, its gradient, and its marginals.
 *
 *     L = Σ_b log Z_b - s_b(y)
 *     ∂L/∂e[b,t,k] = P(y_t = k) - [y_t = k],   ∂L/∂A[i,j] = Σ_b Σ_t P(y_t = i, y_t+1 = j) - [y_t = i, y_t+1 = j]
 *
 * start and end get the rows of the first and the last step. Steps from a sequence's length on are never read.
 */
import { type ChainGradient, type ChainScores, logPartition, scoreOf } from './chain';
import { ScaledChain } from './scaled';

export interface GoldTags {
  /** The right tags [B,T], row-major; those of padding may be anything. */
  tags: Int32Array;
  /** Real steps of each sequence [B], at its start. */
  lengths: Int32Array;
}

/** All written by `batchLoss`; transitions, start and end have to be 0 before. */
export interface CrfGradient {
  emissions: Float32Array; // [B,T,K]
  transitions: Float64Array; // [K,K]
  start: Float64Array; // [K]
  end: Float64Array; // [K]
}

/** L in nats; a sequence of length 0 adds nothing. @param emissions [B,T,K] */
export function batchLoss(
  scores: ChainScores,
  emissions: Float32Array,
  { tags, lengths }: GoldTags,
  gradient?: CrfGradient,
): number {
  const T = tags.length / lengths.length;
  const realSteps = Array.from(lengths, (length) => stepsUpTo(length));
  let loss = 0;
  forEachChain(scores, emissions, realSteps, gradient?.transitions, (e, b, logZ, marginals) => {
    const y = tags.subarray(b * T, b * T + lengths[b]);
    loss += logZ - scoreOf(scores, e, y);
    if (gradient && marginals) addGradient(gradient, marginals, y, b * T * scores.tags);
  });
  return loss;
}

/**
 * P(y_t = k) [B,T,K]; 0 for padding, which may be anywhere.
 * @param realSteps of each sequence the indices of its real steps, in order
 */
export function batchMarginals(
  scores: ChainScores,
  emissions: Float32Array,
  realSteps: readonly Int32Array[],
): Float32Array {
  const K = scores.tags;
  const all = new Float32Array(emissions.length);
  forEachChain(scores, emissions, realSteps, new Float64Array(K ** 2), (_, b, __, marginals = new Float64Array(0)) => {
    const first = (b * emissions.length) / realSteps.length;
    realSteps[b].forEach((t, i) => all.set(marginals.subarray(i * K, (i + 1) * K), first + t * K));
  });
  return all;
}

/** Of a batch without padding. */
export const allSteps = (batchSize: number, steps: number): Int32Array[] =>
  new Array<Int32Array>(batchSize).fill(stepsUpTo(steps));

const stepsUpTo = (length: number): Int32Array => Int32Array.from({ length }, (_, t) => t);

/** @param pairs if given, the expected transitions are added to it, and marginals come with each sequence. */
function forEachChain(
  scores: ChainScores,
  emissions: Float32Array,
  realSteps: readonly Int32Array[],
  pairs: Float64Array | undefined,
  visit: (emissions: Float64Array, b: number, logZ: number, marginals?: Float64Array) => void,
): void {
  const scaled = new ScaledChain(scores);
  const K = scores.tags;
  realSteps.forEach((steps, b) => {
    if (steps.length === 0) return;
    const first = (b * emissions.length) / realSteps.length;
    const e = new Float64Array(steps.length * K);
    steps.forEach((t, i) => e.set(emissions.subarray(first + t * K, first + (t + 1) * K), i * K));
    const gradient: ChainGradient | undefined = pairs && { marginals: new Float64Array(e.length), transitions: pairs };
    const logZ = scaled.run(e, gradient) ?? logPartition(scores, e, gradient);
    visit(e, b, logZ, gradient?.marginals);
  });
}

/** @param marginals of one sequence, from which its own tags are taken off. @param from its offset among the emissions. */
function addGradient(gradient: CrfGradient, marginals: Float64Array, y: Int32Array, from: number): void {
  const K = gradient.start.length;
  y.forEach((tag, t) => {
    marginals[t * K + tag] -= 1;
    if (t > 0) gradient.transitions[y[t - 1] * K + tag] -= 1;
  });
  const last = marginals.length - K;
  for (let k = 0; k < K; k++) {
    gradient.start[k] += marginals[k];
    gradient.end[k] += marginals[last + k];
  }
  gradient.emissions.set(marginals, from);
}
