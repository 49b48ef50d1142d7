import { Random } from '../src/random';
import { ConfigError } from '../src/errors';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.uint32());

describe('Random', () => {
  it('gives the same numbers for the same seed, on every machine and in every version', () => {
    expect(draw(Random.fromSeed(7), 4)).toEqual([2972912069, 2035816162, 1046370763, 3029778357]);
    expect(draw(Random.fromSeed(7), 9)).toEqual(draw(Random.fromSeed(7), 9));
  });

  it('gives other numbers for neighbouring, negative and large seeds', () => {
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 40];
    expect(new Set(seeds.map((seed) => draw(Random.fromSeed(seed), 2).join())).size).toBe(seeds.length);
    expect(() => Random.fromSeed(1.5)).toThrow(ConfigError);
  });

  it('forks by name, whatever was drawn before', () => {
    const random = Random.fromSeed(3);
    const early = draw(random.fork('dropout').fork(12), 5);
    draw(random, 1000);
    expect(draw(random.fork('dropout').fork(12), 5)).toEqual(early);
    expect(draw(random.fork('dropout').fork(13), 5)).not.toEqual(early);
    expect(draw(random.fork('dropouT').fork(12), 5)).not.toEqual(early);
    expect(draw(random.fork('12'), 5)).not.toEqual(draw(random.fork(12), 5));
  });

  it('goes on from a saved state', () => {
    const random = Random.fromSeed(3);
    draw(random, 10);
    const state = random.state;
    const next = draw(random, 10);
    const resumed = Random.fromSeed(99);
    resumed.state = state;
    expect(draw(resumed, 10)).toEqual(next);
  });

  it('is uniform, normal and unbiased as far as 200,000 draws tell', () => {
    const random = Random.fromSeed(11);
    const cells = new Array<number>(20).fill(0);
    for (let i = 0; i < 200_000; i++) cells[random.integer(20)]++;
    const chiSquare = cells.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 19 degrees of freedom, p = 0.001
    const normals = random.normalArray(200_000);
    const mean = normals.reduce((sum, x) => sum + x, 0) / normals.length;
    const variance = normals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / normals.length;
    const kurtosis = normals.reduce((sum, x) => sum + (x - mean) ** 4, 0) / normals.length / variance ** 2;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(variance).toBeCloseTo(1, 1);
    expect(kurtosis).toBeCloseTo(3, 0);
  });

  it('shuffles every order alike', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = Random.fromSeed(seed).permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});
