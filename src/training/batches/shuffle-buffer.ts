/**
 * Shuffles a stream with bounded memory, as tf.data does: a buffer of `size` items is filled; each further item takes
 * the location of a random one, which goes out; at the end the rest goes out in random order. So an item goes out at
 * most `size` - 1 positions before its own, and how long after is geometric, with mean `size`. With a buffer of all
 * items it is a uniform shuffle; with a file in the order of its labels and a small buffer it hardly is one.
 */
import type { Random } from '../../random';
import { checkCount } from '../../validation';

/** @throws ConfigError for a size that is no positive whole number. */
export async function* shuffled<Item>(items: AsyncIterable<Item>, size: number, random: Random): AsyncGenerator<Item> {
  checkCount('shuffle', 'shuffleBuffer', size);
  const buffer: Item[] = [];
  for await (const item of items) {
    if (buffer.length < size) {
      buffer.push(item);
      continue;
    }
    const chosen = random.integer(size);
    const out = buffer[chosen];
    buffer[chosen] = item;
    yield out;
  }
  random.shuffle<Item, Item[]>(buffer);
  while (buffer.length > 0) yield buffer.pop() as Item;
}
