import * as fc from 'fast-check';

import { ConfigError } from '../../../src/errors';
import { planBatches } from '../../../src/training/batches/bucketing';
import { Random } from '../../../src/random';

const lengthLists = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 300 });
const epoch = (n: number) => Random.fromSeed(3).fork(n);

/** Cells of the padded batches that hold no token. */
const padding = (batches: Int32Array[], lengths: number[]) =>
  batches.reduce((sum, batch) => {
    const row = [...batch].map((i) => lengths[i]);
    return sum + row.reduce((waste, length) => waste + Math.max(...row) - length, 0);
  }, 0);

describe('planBatches', () => {
  test('every example once, all batches but one full', () => {
    fc.assert(
      fc.property(lengthLists, fc.integer({ min: 1, max: 40 }), fc.boolean(), (lengths, batchSize, shuffled) => {
        const plan = planBatches(lengths, { batchSize, random: shuffled ? epoch(1) : undefined, poolBatches: 3 });
        const seen = plan.flatMap((batch) => [...batch]).sort((a, b) => a - b);
        expect(seen).toEqual(lengths.map((_, i) => i));
        expect(plan.filter((batch) => batch.length !== batchSize).length).toBeLessThanOrEqual(1);
      }),
      { seed: 4 },
    );
  });

  test('long examples come in batches of few: none has more steps than allowed, but one of a single example', () => {
    const options = { batchSize: 8, batchSteps: 90, poolBatches: 3 };
    fc.assert(
      fc.property(lengthLists, fc.boolean(), (lengths, shuffled) => {
        const plan = planBatches(lengths, { ...options, random: shuffled ? epoch(1) : undefined });
        expect(plan.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
        for (const batch of plan) {
          expect(batch.length).toBeLessThanOrEqual(8);
          const steps = batch.length * Math.max(...Array.from(batch, (i) => lengths[i]));
          if (batch.length > 1) expect(steps).toBeLessThanOrEqual(90);
        }
      }),
      { seed: 6 },
    );
    const reviews = Array.from({ length: 32 }, (_, i) => 4000 + i);
    const most = planBatches(reviews, { batchSize: 32, batchSteps: 16_384 }).map(({ length }) => length);
    expect(Math.max(...most)).toBe(4); // 4 · 4,000 steps
    expect(planBatches([90, 90], { ...options, batchSteps: 100 }).map((batch) => [...batch])).toEqual([[0], [1]]);
  });

  test('a pure function of its arguments: nothing is drawn from the stream it is given', () => {
    const lengths = Array.from({ length: 500 }, (_, i) => (i * 7919) % 41);
    const random = epoch(1);
    const first = planBatches(lengths, { batchSize: 32, random });
    random.uint32();
    expect(planBatches(lengths, { batchSize: 32, random })).toEqual(first);
    expect(planBatches(lengths, { batchSize: 32, random: epoch(1) })).toEqual(first);
    expect(planBatches(lengths, { batchSize: 32, random: epoch(2) })).not.toEqual(first);
  });

  test('sorting inside a pool never pads more than the same pool unsorted, and far less on real spreads', () => {
    const random = Random.fromSeed(5);
    const lengths = Array.from({ length: 4000 }, () => 1 + Math.floor(50 * random.uniform() ** 2));
    const bucketed = padding(planBatches(lengths, { batchSize: 32, random: epoch(1) }), lengths);
    const unsorted = padding(
      planBatches(
        lengths.map(() => 1),
        { batchSize: 32, random: epoch(1) },
      ),
      lengths,
    );
    const sorted = padding(planBatches(lengths, { batchSize: 32 }), lengths);
    expect(bucketed).toBeLessThan(0.1 * unsorted);
    expect(sorted).toBeLessThanOrEqual(bucketed);
  });

  test('examples of one length are grouped anew every epoch, and short batches are not always first', () => {
    const lengths = Array.from({ length: 640 }, (_, i) => i % 4);
    const plans = [1, 2, 3].map((n) => planBatches(lengths, { batchSize: 32, random: epoch(n) }));
    const partners = plans.map((plan) => [...(plan.find((batch) => batch.includes(0)) ?? [])].sort((a, b) => a - b));
    expect(partners[0]).not.toEqual(partners[1]);
    expect(new Set(plans.map((plan) => lengths[plan[0][0]])).size).toBeGreaterThan(1);
  });

  test.each([0, -1, 2.5, NaN])('batchSize %p', (batchSize) => {
    expect(() => planBatches([1], { batchSize })).toThrow(ConfigError);
  });
});
