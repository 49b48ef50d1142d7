import * as fc from 'fast-check';

import { DataError } from '../../../src/errors';
import { Random } from '../../../src/random';
import type { EpochPlan } from '../../../src/training/batches/epoch-plan';
import { planStreamedBatches, type StreamedBatchOptions } from '../../../src/training/batches/streamed-batches';

interface Item {
  id: number;
  length: number;
}

const itemAt = (id: number): Item => ({ id, length: 1 + ((id * 7919) % 41) });

/** A source of items that counts its passes, and those that are not closed. */
function sourceOf(count: number) {
  const source = { passes: 0, open: 0, items };
  return source;
  // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is wanted
  async function* items(): AsyncGenerator<Item> {
    source.passes++;
    source.open++;
    try {
      for (let id = 0; id < count; id++) yield itemAt(id);
    } finally {
      source.open--;
    }
  }
}

function planOf(count: number, changes: Partial<StreamedBatchOptions<Item>> = {}) {
  return planStreamedBatches<Item>({
    open: sourceOf(count).items,
    count,
    lengthOf: ({ length }) => length,
    batchSize: 8,
    random: Random.fromSeed(3).fork(1),
    shuffleBuffer: 50,
    poolBatches: 4,
    ...changes,
  });
}

async function idsOf(plan: EpochPlan<Item[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for (let i = 0; i < plan.length; i++) batches.push((await plan.batch(i)).map(({ id }) => id));
  await plan.close?.();
  return batches;
}

test('every example once, in as many batches as the count gives, all but one full', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 120 }),
      async (count, shuffleBuffer) => {
        const batches = await idsOf(planOf(count, { shuffleBuffer }));
        expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(batches.filter(({ length }) => length !== 8).length).toBeLessThanOrEqual(1);
      },
    ),
    { seed: 5, numRuns: 40 },
  );
});

test('a pure function of its arguments; another epoch groups the examples anew', async () => {
  const batches = await idsOf(planOf(200));
  expect(await idsOf(planOf(200))).toEqual(batches);
  expect(await idsOf(planOf(200, { random: Random.fromSeed(3).fork(2) }))).not.toEqual(batches);
});

test('a batch that is asked for in the middle, or again, is that of a whole pass', async () => {
  const batches = await idsOf(planOf(200));
  const plan = planOf(200);
  for (const index of [17, 18, 3, 3, 24]) {
    expect((await plan.batch(index)).map(({ id }) => id)).toEqual(batches[index]);
  }
});

test('batches have similar lengths: much less padding than in the order of the shuffle', async () => {
  const padding = (batches: number[][]) => {
    const lengths = batches.map((batch) => batch.map((id) => itemAt(id).length));
    return lengths.reduce((sum, row) => row.reduce((waste, length) => waste + Math.max(...row) - length, sum), 0);
  };
  const bucketed = padding(await idsOf(planOf(800)));
  const unsorted = padding(await idsOf(planOf(800, { lengthOf: () => 1 })));
  expect(bucketed).toBeLessThan(0.5 * unsorted);
});

test('holds no more examples than its buffer and a pool', async () => {
  let held = 0;
  let most = 0;
  const count = 5000;
  // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is wanted
  async function* counted(): AsyncGenerator<Item> {
    for (let id = 0; id < count; id++) {
      most = Math.max(most, ++held);
      yield itemAt(id);
    }
  }
  const plan = planOf(count, { open: counted });
  for (let i = 0; i < plan.length; i++) {
    const batch = await plan.batch(i);
    held -= batch.length;
  }
  expect(held).toBe(0);
  expect(most).toBeGreaterThan(50);
  expect(most).toBeLessThanOrEqual(50 + 8 * 4 + 1);
});

test('closing frees the source; the next batch opens it anew', async () => {
  const source = sourceOf(200);
  const plan = planOf(200, { open: source.items });
  const first = await plan.batch(0);
  expect(source.open).toBe(1);
  await plan.close?.();
  expect(source).toMatchObject({ open: 0, passes: 1 });
  expect(await plan.batch(0)).toEqual(first);
  await plan.close?.();
  expect(source).toMatchObject({ open: 0, passes: 2 });
});

test.each([
  ['fewer', 100, 120],
  ['fewer', 5, 200],
  ['more', 200, 100],
])('a source that gives %s than it did is refused', async (problem, count, counted) => {
  const run = idsOf(planOf(count, { count: counted }));
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow(`gives ${problem} than the ${counted} examples of the first one`);
});
