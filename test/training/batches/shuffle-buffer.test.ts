import * as fc from 'fast-check';

import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { shuffled } from '../../../src/training/batches/shuffle-buffer';

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is wanted
async function* upTo(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

async function orderOf(count: number, size: number, seed = 1): Promise<number[]> {
  const order: number[] = [];
  for await (const item of shuffled(upTo(count), size, Random.fromSeed(seed))) order.push(item);
  return order;
}

test('every item once, none more than a buffer before its turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.integer({ min: 1, max: 250 }), async (count, size) => {
      const order = await orderOf(count, size);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      order.forEach((item, position) => expect(item - position).toBeLessThan(size));
    }),
    { seed: 4, numRuns: 50 },
  );
});

test('the same seed gives the same order, another one another; a buffer of one leaves it', async () => {
  expect(await orderOf(300, 50)).toEqual(await orderOf(300, 50));
  expect(await orderOf(300, 50)).not.toEqual(await orderOf(300, 50, 2));
  expect(await orderOf(20, 1)).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('items move about as far as the buffer is long', async () => {
  const order = await orderOf(20_000, 500);
  const moved = order.slice(2000, 18_000).map((item, i) => Math.abs(item - (i + 2000)));
  const mean = moved.reduce((sum, distance) => sum + distance, 0) / moved.length;
  expect(mean).toBeGreaterThan(250);
  expect(mean).toBeLessThan(750);
});

test('with a buffer of all items every order is equally likely', async () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 1200; seed++) {
    const order = (await orderOf(3, 3, seed)).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
});

test.each([0, -1, 1.5, NaN])('size %p', async (size) => {
  await expect(orderOf(3, size)).rejects.toThrow(ConfigError);
});
