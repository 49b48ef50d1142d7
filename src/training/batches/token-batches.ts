/**
 * Batches of pairs by what they cost: as many pairs of similar lengths as fit into a number of tokens, padding counted.
 * So long sentences come in small batches, and every batch is about the same work and memory.
 */
import type { Random } from '../../random';
import { checkCount } from '../../validation';

/** Tokens of both sides. */
export interface PairLength {
  source: number;
  target: number;
}

export interface TokenBatchOptions {
  /** Most tokens of a batch, padding among them; a pair that has more alone is a batch of its own. */
  batchTokens: number;
  /** Most pairs of a batch. */
  batchSize: number;
  /** Order of this epoch. Only its key counts, not how much was drawn from it. */
  random: Random;
  /** Pairs that are sorted by length together: this many full batches. Default 50. */
  poolBatches?: number;
}

/**
 * A pure function of its arguments, so that a resumed run finds the same plan.
 * @returns indices into `lengths`, each once, in batches in random order
 * @throws ConfigError for sizes that are no positive whole numbers
 */
export function planTokenBatches(lengths: readonly PairLength[], options: TokenBatchOptions): Int32Array[] {
  const { batchTokens, batchSize, random, poolBatches = 50 } = options;
  for (const [name, value] of Object.entries({ batchTokens, batchSize, poolBatches }))
    checkCount('planTokenBatches', name, value);
  const order = random.fork('examples').permutation(lengths.length);
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += batchSize * poolBatches) {
    const pool = order.subarray(start, start + batchSize * poolBatches);
    pool.sort((a, b) => lengths[a].target - lengths[b].target || lengths[a].source - lengths[b].source);
    batches.push(...fill(pool, lengths, options));
  }
  return random.fork('batches').shuffle<Int32Array, Int32Array[]>(batches);
}

/** Cuts a sorted pool wherever the next pair would make the batch too large. */
function fill(
  pool: Int32Array,
  lengths: readonly PairLength[],
  { batchTokens, batchSize }: TokenBatchOptions,
): Int32Array[] {
  const batches: Int32Array[] = [];
  let start = 0;
  let longest = { source: 0, target: 0 };
  pool.forEach((index, i) => {
    const { source, target } = lengths[index];
    const grown = { source: Math.max(longest.source, source), target: Math.max(longest.target, target) };
    const pairs = i - start + 1;
    const isFull = pairs > batchSize || pairs * (grown.source + grown.target) > batchTokens;
    if (isFull && i > start) {
      batches.push(pool.slice(start, i));
      start = i;
      longest = { source, target };
    } else longest = grown;
  });
  batches.push(pool.slice(start));
  return batches;
}
