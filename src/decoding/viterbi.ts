/**
 * The best path through a chain of labels (Viterbi 1967; for taggers Collobert et al. 2011, section 3.3):
 *
 *   score(y) = start[y_1] + Σ_t emissions[t, y_t] + Σ_t transitions[y_t-1, y_t] + end[y_T]
 *   best[1, k] = start[k] + emissions[1, k]
 *   best[t, k] = max_j (best[t-1, j] + transitions[j, k]) + emissions[t, k]
 *
 * T steps, K labels. A step that must not be is −Infinity in `start`, `transitions` or `end`.
 */
import { DataError, ShapeError } from '../errors';
import { isCount } from '../validation';

/** Scores of a chain, apart from what each step itself says. */
export interface ChainScores {
  /** Row by row: from label j to label k at [j·K + k]. */
  transitions: Float32Array; // [K,K]
  start: Float32Array; // [K]
  end: Float32Array; // [K]
}

/** Which steps of a chain may be, 1 or 0. `legalTags` (tag-schemes.ts) makes it. */
export interface LegalChain {
  transitions: readonly (readonly number[])[]; // [K,K], from row to column
  start: readonly number[]; // [K]
  end: readonly number[]; // [K]
}

/** The best sequence of labels and its score. */
export interface BestPath {
  path: Int32Array; // [T]
  score: number;
}

/** The scores with all that is illegal at −Infinity. */
export function onlyLegal(scores: ChainScores, legal: LegalChain): ChainScores {
  const forbid = (numbers: Float32Array, allowed: readonly number[]) =>
    numbers.map((x, i) => (allowed[i] ? x : -Infinity));
  return {
    transitions: forbid(scores.transitions, legal.transitions.flat()),
    start: forbid(scores.start, legal.start),
    end: forbid(scores.end, legal.end),
  };
}

/**
 * The first of equal paths, by the last label that differs. No steps: an empty path with score 0.
 * @param emissions [T,K]
 * @throws ShapeError for sizes that do not fit, or NaN; DataError when no path is possible.
 */
export function viterbi(emissions: Float32Array, scores: ChainScores): BestPath {
  const K = scores.start.length;
  checkSizes(emissions, scores);
  const T = emissions.length / K;
  if (T === 0) return { path: new Int32Array(0), score: 0 };
  const from = new Int32Array(T * K); // the label before, on the best path to label k at step t
  let best = Float64Array.from(scores.start, (start, k) => start + emissions[k]);
  for (let t = 1; t < T; t++) best = advance(best, scores.transitions, emissions, from, t);
  best = best.map((score, k) => score + scores.end[k]);
  const path = new Int32Array(T);
  path[T - 1] = largest(best);
  const score = best[path[T - 1]];
  if (!(score > -Infinity)) throw noPath(score, T);
  for (let t = T - 1; t > 0; t--) path[t - 1] = from[t * K + path[t]];
  return { path, score };
}

/**
 * The best path of each sequence.
 * @param emissions [B,T,K] @param lengths [B], at most T; what is beyond a length is not read
 */
export function viterbiBatch(emissions: Float32Array, lengths: ArrayLike<number>, scores: ChainScores): BestPath[] {
  const B = lengths.length;
  const [K, size] = [scores.start.length, emissions.length / B];
  return Array.from(lengths, (length, b) => {
    if (isCount(length, 0, size / K)) {
      return viterbi(emissions.subarray(b * size, b * size + length * K), scores);
    }
    throw new ShapeError({
      where: 'viterbiBatch',
      problem: `length ${length} of sequence ${b}, with ${size} numbers a sequence and ${K} labels`,
      expected: `a whole number from 0 to ${size / K}`,
      fix: 'Pass emissions as [B,T,K] and a length for each sequence',
    });
  });
}

/** best[t-1] [K] → best[t] [K] */
function advance(
  before: Float64Array,
  transitions: Float32Array,
  emissions: Float32Array,
  from: Int32Array,
  t: number,
): Float64Array<ArrayBuffer> {
  const K = before.length;
  const best = new Float64Array(K).fill(-Infinity);
  for (let j = 0; j < K; j++) {
    for (let k = 0; k < K; k++) {
      const score = before[j] + transitions[j * K + k];
      if (!(score > best[k])) continue;
      best[k] = score;
      from[t * K + k] = j;
    }
  }
  for (let k = 0; k < K; k++) best[k] += emissions[t * K + k];
  return best;
}

function largest(numbers: Float64Array): number {
  let best = 0;
  for (let k = 1; k < numbers.length; k++) if (numbers[k] > numbers[best]) best = k;
  return best;
}

function checkSizes(emissions: Float32Array, { transitions, start, end }: ChainScores): void {
  const K = start.length;
  const fits = K > 0 && transitions.length === K * K && end.length === K && emissions.length % K === 0;
  const hasNaN = [emissions, transitions, start, end].some((numbers) => numbers.some(Number.isNaN));
  if (fits && !hasNaN) return;
  throw new ShapeError({
    where: 'viterbi',
    problem: hasNaN
      ? 'there is NaN among the scores'
      : `${emissions.length} emissions, ${transitions.length} transitions, ${K} start and ${end.length} end scores`,
    expected: 'numbers: emissions [T,K], transitions [K,K], start [K], end [K]',
    fix: 'Check the number of labels, and that training has not diverged',
  });
}

const noPath = (score: number, steps: number) =>
  new DataError({
    where: 'viterbi',
    problem: `no path of ${steps} steps is possible (best score ${score})`,
    expected: 'at least one path without a score of −Infinity',
    fix: 'Look at which transitions are legal: the labels may lack one that can begin or end a sequence',
  });
