/** The sums of a linear chain in float64: all sequences written out, finite differences, log space against scaled. */
import { type ChainScores, logPartition, scoreOf } from '../../../src/layers/crf/chain';
import { ScaledChain } from '../../../src/layers/crf/scaled';
import { Random } from '../../../src/random';
import { checkGradients } from '../../../src/recurrence/gradient-check';
import { expectClose } from '../../support/numbers';

const K = 4;
const FORBIDDEN = -1e4;

function chain(steps: number, seed: number, deviation = 1.5): { scores: ChainScores; emissions: Float64Array } {
  const random = Random.fromSeed(seed);
  const draw = (name: string, size: number) =>
    Float64Array.from(random.fork(name).normalArray(size), (x) => x * deviation);
  const scores = { tags: K, transitions: draw('A', K * K), start: draw('start', K), end: draw('end', K) };
  return { scores, emissions: draw('e', steps * K) };
}

/** Every sequence of tags. */
const sequences = (steps: number): number[][] =>
  steps === 0 ? [[]] : sequences(steps - 1).flatMap((y) => Array.from({ length: K }, (_, k) => [...y, k]));

function writtenOut(scores: ChainScores, emissions: Float64Array) {
  const T = emissions.length / K;
  const all = sequences(T).map((y) => ({ y, weight: Math.exp(scoreOf(scores, emissions, y)) }));
  const Z = all.reduce((sum, { weight }) => sum + weight, 0);
  const marginals = new Float64Array(T * K);
  const transitions = new Float64Array(K * K);
  for (const { y, weight } of all) {
    y.forEach((k, t) => (marginals[t * K + k] += weight / Z));
    for (let t = 1; t < T; t++) transitions[y[t - 1] * K + y[t]] += weight / Z;
  }
  return { logZ: Math.log(Z), marginals, transitions };
}

const ways = {
  'log space': logPartition,
  scaled: (scores: ChainScores, ...rest: Parameters<ScaledChain['run']>) => new ScaledChain(scores).run(...rest),
};

const noGradient = (steps: number) => ({
  marginals: new Float64Array(steps * K),
  transitions: new Float64Array(K * K),
});

describe.each(Object.entries(ways))('%s', (_, sums) => {
  it.each([1, 2, 5])('agrees with all sequences of %i steps written out', (steps) => {
    const { scores, emissions } = chain(steps, steps);
    const expected = writtenOut(scores, emissions);
    const gradient = noGradient(steps);
    expect(sums(scores, emissions, gradient)).toBeCloseTo(expected.logZ, 10);
    expectClose(gradient.marginals, expected.marginals, 1e-12);
    expectClose(gradient.transitions, expected.transitions, steps === 1 ? 0 : 1e-12);
  });

  it('has the gradient that finite differences say, of the loss and for every weight', () => {
    const { scores, emissions } = chain(6, 3);
    const y = [3, 0, 0, 2, 1, 3];
    const gradient = noGradient(6);
    sums(scores, emissions, gradient);
    const { marginals, transitions } = gradient;
    y.forEach((k, t) => (marginals[t * K + k] -= 1));
    for (let t = 1; t < y.length; t++) transitions[y[t - 1] * K + y[t]] -= 1;
    const { rows } = checkGradients({
      subject: 'chain',
      parameters: { emissions, transitions: scores.transitions, start: scores.start, end: scores.end },
      loss: () => (sums(scores, emissions) as number) - scoreOf(scores, emissions, y),
      gradients: {
        emissions: marginals,
        transitions,
        start: marginals.slice(0, K),
        end: marginals.slice(-K),
      },
    });
    expect(rows).toHaveLength(4);
    expect(rows.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('gives nothing to what is forbidden, and keeps the sum of every step at 1', () => {
    const { scores, emissions } = chain(7, 8);
    scores.transitions[0 * K + 2] = FORBIDDEN;
    scores.transitions[3 * K + 2] = FORBIDDEN;
    scores.start[2] = FORBIDDEN;
    const gradient = noGradient(7);
    sums(scores, emissions, gradient);
    expect(gradient.marginals[2]).toBe(0);
    expect(gradient.transitions[0 * K + 2]).toBe(0);
    expect(gradient.transitions.reduce((a, b) => a + b)).toBeCloseTo(6, 12);
    for (let t = 0; t < 7; t++) {
      expect(gradient.marginals.slice(t * K, t * K + K).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });
});

it('scaled and in log space give the same over 2,000 steps', () => {
  const { scores, emissions } = chain(2000, 4, 4);
  const [slow, fast] = [noGradient(2000), noGradient(2000)];
  const logZ = logPartition(scores, emissions, slow);
  expect(new ScaledChain(scores).run(emissions, fast)).toBeCloseTo(logZ, 6);
  expectClose(fast.marginals, slow.marginals, 1e-9);
  expectClose(fast.transitions, slow.transitions, 1e-9);
});

it.each([
  ['emissions', (e: Float64Array) => (e[5] -= 2000)],
  ['many steps', (e: Float64Array) => e.forEach((x, n) => (e[n] = n % K === 1 && n < 8 * K ? x - 80 : x))],
])('scaled hands over to log space rather than lose a small number: %s', (_, change) => {
  const { scores, emissions } = chain(12, 5);
  change(emissions);
  for (let i = 0; i < K; i++) if (i !== 1) scores.transitions[i * K + 1] = FORBIDDEN; // tag 1 follows itself alone
  expect(new ScaledChain(scores).run(emissions, noGradient(12))).toBeUndefined();
  expect(logPartition(scores, emissions, noGradient(12))).toEqual(expect.any(Number));
});

describe('where a whole row underflows', () => {
  const scoresOf = (tags: number, transitions: number[], start: number[], end: number[]): ChainScores => ({
    tags,
    transitions: Float64Array.from(transitions),
    start: Float64Array.from(start),
    end: Float64Array.from(end),
  });

  it.each<[string, ChainScores, number, number]>([
    ['a start that leads nowhere', scoresOf(2, [0, 0, -900, -900], [-2000, 0], [0, 0]), 3, -900 + Math.log(2)],
    ['a dead end', scoresOf(2, [FORBIDDEN, FORBIDDEN, 0, FORBIDDEN], [FORBIDDEN, 0], [0, 0]), 4, FORBIDDEN],
    ['no way to the end', scoresOf(2, [0, 0, 0, 0], [0, -5], [-900, -900]), 2, -900 + Math.log(2 + 2 * Math.exp(-5))],
  ])('%s: log space takes over', (_, scores, steps, expected) => {
    const emissions = new Float64Array(steps * scores.tags);
    const run = (gradient?: ReturnType<typeof noGradient>) =>
      new ScaledChain(scores).run(emissions, gradient) ?? logPartition(scores, emissions, gradient);
    const gradient = { marginals: new Float64Array(emissions.length), transitions: new Float64Array(scores.tags ** 2) };
    expect(run()).toBeCloseTo(expected, 8);
    expect(run(gradient)).toBeCloseTo(expected, 8);
    expect(gradient.transitions.reduce((a, b) => a + b)).toBeCloseTo(steps - 1, 8);
  });

  it('a sum that scaled gives is that of log space, whatever is forbidden and however large the scores', () => {
    const random = Random.fromSeed(12);
    let given = 0;
    for (let i = 0; i < 400; i++) {
      const { scores, emissions } = chain(6, 100 + i, [1, 30, 300, 3000][i % 4]);
      for (const part of [scores.transitions, scores.start, scores.end]) {
        part.forEach((_, n) => (part[n] = random.integer(3) === 0 ? [FORBIDDEN, -800][i % 2] : part[n]));
      }
      const [slow, fast] = [noGradient(6), noGradient(6)];
      const logZ = logPartition(scores, emissions, slow);
      const sum = new ScaledChain(scores).run(emissions, fast);
      expect(logZ).toEqual(expect.any(Number));
      expect(Number.isFinite(logZ)).toBe(true);
      if (sum === undefined) continue;
      given++;
      expect(Math.abs(sum - logZ)).toBeLessThan(1e-9 * Math.max(1, Math.abs(logZ)));
      expectClose(fast.marginals, slow.marginals, 1e-9);
    }
    expect(given).toBeGreaterThan(50);
  });

  it('a tag that cannot be reached at all counts nothing in log space', () => {
    const scores = scoresOf(2, [0, -Infinity, 0, -Infinity], [0, -Infinity], [0, 0]);
    const gradient = { marginals: new Float64Array(6), transitions: new Float64Array(4) };
    expect(logPartition(scores, new Float64Array(6), gradient)).toBe(0);
    expect([...gradient.marginals]).toEqual([1, 0, 1, 0, 1, 0]);
    expect([...gradient.transitions]).toEqual([2, 0, 0, 0]);
  });
});

it('log space takes scores of any size', () => {
  const { scores, emissions } = chain(4, 6, 3000);
  const gradient = noGradient(4);
  const best = Math.max(...sequences(4).map((y) => scoreOf(scores, emissions, y)));
  expect(logPartition(scores, emissions, gradient)).toBeCloseTo(best, 6);
  expect(gradient.marginals.every(Number.isFinite)).toBe(true);
});
