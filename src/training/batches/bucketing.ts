/**
 * Examples → padded batches.
 *
 * Bucketing: the shuffled examples are cut into pools of `poolBatches` batches, each pool is sorted by length and cut
 * into batches, and the batches are shuffled. So the sequences of a batch have nearly equal lengths (little padding),
 * and yet every epoch groups the examples anew.
 */
import type { Random } from '../../random';
import { checkCount, checkOptionNames, type OptionNames } from '../../validation';

/** Size of the batches and the randomness of their order. */
export interface BatchPlanOptions {
  batchSize: number;
  /**
   * Order of this epoch, for example `root.fork('batches').fork(epoch)`. Only its key counts, not how much was drawn
   * from it. Without it the examples are sorted by length: least padding, for evaluation.
   */
  random?: Random;
  /** Most steps of a batch, padding counted: long examples come in smaller batches, one of more alone. Default no limit. */
  batchSteps?: number;
  /** Batches in a pool: 1 = no sorting by length beyond a batch, more = less padding. Default 50. */
  poolBatches?: number;
}

const optionNames: OptionNames<BatchPlanOptions> = {
  batchSize: true,
  random: true,
  batchSteps: true,
  poolBatches: true,
};

/**
 * Which examples go into which batch: a pure function of its arguments, so that a resumed run finds the same plan.
 * @param lengths tokens of every example
 * @returns indices into `lengths`; every index occurs once; all batches but one have `batchSize` examples, where steps have
 * no limit
 * @throws ConfigError for sizes that are no positive whole numbers
 */
export function planBatches(lengths: ArrayLike<number>, options: BatchPlanOptions): Int32Array[] {
  checkOptionNames('planBatches', options, optionNames);
  const { batchSize, random, batchSteps, poolBatches = 50 } = options;
  checkCount('planBatches', 'batchSize', batchSize);
  if (batchSteps !== undefined) checkCount('planBatches', 'batchSteps', batchSteps);
  checkCount('planBatches', 'poolBatches', poolBatches);
  const order = random
    ? random.fork('examples').permutation(lengths.length)
    : Int32Array.from({ length: lengths.length }, (_, i) => i);
  const poolSize = random ? batchSize * poolBatches : lengths.length;
  for (let start = 0; start < order.length; start += poolSize) {
    order.subarray(start, start + poolSize).sort((a, b) => lengths[a] - lengths[b]);
  }
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(...cutBySteps(order.slice(start, start + batchSize), lengths, batchSteps));
  }
  return random ? random.fork('batches').shuffle<Int32Array, Int32Array[]>(batches) : batches;
}

/**
 * Examples that together have too many steps → parts that have not, in their order. An example that has too many is a part of
 * its own.
 * @param steps most of a part, padding counted; without it nothing is cut
 */
export function cutBySteps(examples: Int32Array, lengths: ArrayLike<number>, steps?: number): Int32Array[] {
  if (steps === undefined) return [examples];
  const parts: Int32Array[] = [];
  let start = 0;
  let longest = 0;
  examples.forEach((index, i) => {
    longest = Math.max(longest, lengths[index]);
    if (i > start && (i - start + 1) * longest > steps) {
      parts.push(examples.subarray(start, i));
      [start, longest] = [i, lengths[index]];
    }
  });
  parts.push(examples.subarray(start));
  return parts;
}
