import * as fc from 'fast-check';
import { type PairLength, planTokenBatches } from '../../../src/training/batches/token-batches';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';

const random = Random.fromSeed(3);
const lengths = (count: number): PairLength[] =>
  Array.from({ length: count }, () => ({ source: 1 + random.integer(20), target: 1 + random.integer(20) }));

const cost = (batch: Int32Array, all: readonly PairLength[]) => {
  const longest = (side: keyof PairLength) => Math.max(...Array.from(batch, (i) => all[i][side]));
  return batch.length * (longest('source') + longest('target'));
};

describe('planTokenBatches', () => {
  it('every pair once, no batch above either bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ source: fc.integer({ min: 1, max: 30 }), target: fc.integer({ min: 1, max: 30 }) }), {
          minLength: 1,
          maxLength: 80,
        }),
        fc.integer({ min: 60, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (all, batchTokens, batchSize) => {
          const batches = planTokenBatches(all, { batchTokens, batchSize, random, poolBatches: 2 });
          expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...all.keys()]);
          for (const batch of batches) {
            expect(batch.length).toBeLessThanOrEqual(batchSize);
            expect(cost(batch, all)).toBeLessThanOrEqual(batchTokens);
          }
        },
      ),
      { seed: 1 },
    );
  });

  it('a pair longer than a batch stands alone', () => {
    const all = [
      { source: 3, target: 3 },
      { source: 500, target: 9 },
      { source: 3, target: 3 },
    ];
    const batches = planTokenBatches(all, { batchTokens: 100, batchSize: 8, random });
    expect(batches.map((batch) => [...batch].sort()).sort()).toEqual([[0, 2], [1]]);
  });

  it('little padding, full batches', () => {
    const all = lengths(2000);
    const batches = planTokenBatches(all, { batchTokens: 400, batchSize: 100, random });
    const real = all.reduce((sum, { source, target }) => sum + source + target, 0);
    const padded = batches.reduce((sum, batch) => sum + cost(batch, all), 0);
    expect(real / padded).toBeGreaterThan(0.85);
    expect(real / batches.length).toBeGreaterThan(0.8 * 400);
  });

  it('the same epoch gives the same plan, another one another', () => {
    const all = lengths(300);
    const plan = (epoch: number) =>
      planTokenBatches(all, { batchTokens: 200, batchSize: 50, random: random.fork(epoch) });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it.each([{ batchTokens: 0 }, { batchSize: 1.5 }, { poolBatches: -1 }])('refuses %j', (wrong) => {
    const plan = () => planTokenBatches(lengths(3), { batchTokens: 10, batchSize: 10, random, ...wrong });
    expect(plan).toThrow(ConfigError);
  });
});
