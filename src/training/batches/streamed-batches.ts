/**
 * Batches of an epoch from a source that is read anew for every epoch, with bounded memory: shuffle buffer → pools of
 * `poolBatches` full batches → bucketing by length inside a pool. At most `shuffleBuffer` + `batchSize` · `poolBatches`
 * + 1 items are held.
 *
 * The order is a pure function of the items, the options and the random stream, so a resumed epoch replays the source
 * and passes over the batches that are done.
 */
import { DataError } from '../../errors';
import type { Random } from '../../random';
import { planBatches } from './bucketing';
import type { EpochPlan } from './epoch-plan';
import { shuffled } from './shuffle-buffer';
import { checkOptionNames, type OptionNames } from '../../validation';

/** The source of an epoch, and how it is shuffled and batched. */
export interface StreamedBatchOptions<Item> {
  /** A new pass over the items: the same ones in the same order. */
  open: () => AsyncIterable<Item>;
  /** How many there are, from an earlier pass: it gives the number of batches. */
  count: number;
  /** Steps of an item, which batches are sorted by. */
  lengthOf: (item: Item) => number;
  batchSize: number;
  /** Order of this epoch. Only its key counts, not how much was drawn from it. */
  random: Random;
  /** Items to shuffle among. Default 10,000. */
  shuffleBuffer?: number;
  /** Batches of a pool, whose items are sorted by length together. Default 50. */
  poolBatches?: number;
}

const optionNames: OptionNames<StreamedBatchOptions<never>> = {
  open: true,
  count: true,
  lengthOf: true,
  batchSize: true,
  random: true,
  shuffleBuffer: true,
  poolBatches: true,
};

export const defaultShuffleBuffer = 10_000;

/**
 * The batches of an epoch from a source that is read anew. @throws DataError if the source has another number of items
 * than before.
 */
export function planStreamedBatches<Item>(options: StreamedBatchOptions<Item>): EpochPlan<Item[]> {
  checkOptionNames('planStreamedBatches', options, optionNames);
  let batches: AsyncGenerator<Item[], void> | undefined;
  let next = 0;
  const close = async () => {
    await batches?.return(undefined);
    batches = undefined;
    next = 0;
  };
  return {
    length: Math.ceil(options.count / options.batchSize),
    async batch(index) {
      if (index < next) await close();
      batches ??= batchesOf(options);
      for (;;) {
        const { done, value } = await batches.next();
        if (done) throw anotherCount(options.count, 'fewer');
        if (next++ === index) return value;
      }
    },
    close,
  };
}

async function* batchesOf<Item>(options: StreamedBatchOptions<Item>): AsyncGenerator<Item[], void> {
  const { open, count, lengthOf, batchSize, shuffleBuffer = defaultShuffleBuffer, poolBatches = 50 } = options;
  const random = options.random.fork('stream');
  const poolSize = batchSize * poolBatches;
  let pool: Item[] = [];
  let pools = 0;
  let seen = 0;
  const cutPool = () => {
    const order = random.fork('pool').fork(pools++);
    return planBatches(pool.map(lengthOf), { batchSize, poolBatches, random: order });
  };
  for await (const item of shuffled(open(), shuffleBuffer, random.fork('shuffle'))) {
    if (++seen > count) throw anotherCount(count, 'more');
    pool.push(item);
    if (pool.length < poolSize) continue;
    for (const batch of cutPool()) yield Array.from(batch, (i) => pool[i]);
    pool = [];
  }
  if (seen < count) throw anotherCount(count, 'fewer');
  for (const batch of cutPool()) yield Array.from(batch, (i) => pool[i]);
}

const anotherCount = (count: number, found: 'fewer' | 'more') =>
  new DataError({
    where: 'training examples',
    problem: `a later pass over the source gives ${found} than the ${count} examples of the first one`,
    expected: 'the same examples in every pass',
    fix: 'Leave the file as it is while a model is trained on it, or pass the examples as an array',
  });
