import fc from 'fast-check';
import { type ChainScores, onlyLegal, viterbi, viterbiBatch } from '../../src/decoding/viterbi';
import { DataError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';

const chain = (random: Random, K: number): ChainScores => ({
  transitions: random.normalArray(K * K),
  start: random.normalArray(K),
  end: random.normalArray(K),
});

function scoreOf(path: readonly number[], emissions: Float32Array, { transitions, start, end }: ChainScores): number {
  const K = start.length;
  let score = start[path[0]] + end[path[path.length - 1]];
  path.forEach((k, t) => (score += emissions[t * K + k] + (t > 0 ? transitions[path[t - 1] * K + k] : 0)));
  return score;
}

function allPaths(T: number, K: number): number[][] {
  if (T === 0) return [[]];
  return allPaths(T - 1, K).flatMap((path) => Array.from({ length: K }, (_, k) => [...path, k]));
}

describe('viterbi', () => {
  it('equals exhaustive search, with and without illegal steps', () => {
    const upTo = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(upTo(5), upTo(4), fc.nat(), fc.constantFrom(0, 0.3, 0.6), (T, K, seed, illegal) => {
        const random = Random.fromSeed(seed);
        const emissions = random.normalArray(T * K);
        const mask = () => Array.from({ length: K }, () => Number(random.uniform() >= illegal));
        const legal = { transitions: Array.from({ length: K }, mask), start: mask(), end: mask() };
        const scores = onlyLegal(chain(random, K), legal);
        const ranked = allPaths(T, K).map((path) => ({ path, score: scoreOf(path, emissions, scores) }));
        const best = ranked.reduce((a, b) => (b.score > a.score ? b : a));
        if (best.score === -Infinity) return expect(() => viterbi(emissions, scores)).toThrow(DataError);
        const found = viterbi(emissions, scores);
        expect([...found.path]).toEqual(best.path);
        expect(found.score).toBeCloseTo(best.score, 5);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('of a batch equals that of each sequence, whatever the padding holds', () => {
    const random = Random.fromSeed(2);
    const [B, T, K] = [3, 6, 4];
    const emissions = random.normalArray(B * T * K);
    const scores = chain(random, K);
    const lengths = [6, 0, 2];
    const alone = lengths.map((length, b) => viterbi(emissions.slice(b * T * K, (b * T + length) * K), scores));
    emissions.fill(NaN, (2 * T + 2) * K);
    expect(viterbiBatch(emissions, lengths, scores)).toEqual(alone);
    expect(alone[1]).toEqual({ path: new Int32Array(0), score: 0 });
  });

  it('takes 10,000 steps', () => {
    const emissions = Random.fromSeed(1).normalArray(10_000 * 3);
    const free = { transitions: new Float32Array(9), start: new Float32Array(3), end: new Float32Array(3) };
    const { path } = viterbi(emissions, free);
    path.forEach((k, t) => expect(emissions[3 * t + k]).toBe(Math.max(...emissions.subarray(3 * t, 3 * t + 3))));
  });

  it('refuses odd sizes and NaN', () => {
    const scores = chain(Random.fromSeed(1), 3);
    expect(() => viterbi(new Float32Array(7), scores)).toThrow(ShapeError);
    expect(() => viterbi(new Float32Array(6), { ...scores, end: new Float32Array(2) })).toThrow('2 end scores');
    expect(() => viterbi(Float32Array.of(0, NaN, 0), scores)).toThrow('NaN');
    expect(() => viterbiBatch(new Float32Array(12), [2, 3], scores)).toThrow('length 3 of sequence 1');
  });
});
