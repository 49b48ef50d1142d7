/** The sums of CTC in float64: all paths written out, finite differences, log space against scaled. */
import { extendTarget, negativeLogLikelihood } from '../../../src/layers/ctc/paths';
import { ScaledPaths } from '../../../src/layers/ctc/scaled';
import { Random } from '../../../src/random';
import { checkGradients } from '../../../src/recurrence/gradient-check';
import { expectClose } from '../../support/numbers';
import { allPaths, spelled } from '../../support/ctc';

const drawn = (T: number, K: number, seed: number, deviation = 1.5): Float64Array =>
  Float64Array.from(Random.fromSeed(seed).normalArray(T * K), (x) => x * deviation);

type Loss = (logits: Float64Array, K: number, target: number[], blank: number, gradient?: Float64Array) => number;

const ways: Record<string, Loss> = {
  'log space': (logits, K, target, blank, gradient) =>
    negativeLogLikelihood(logits, K, extendTarget(target, blank), gradient),
  scaled: (logits, K, target, blank, gradient) => {
    const loss = new ScaledPaths().run(logits, 0, [logits.length / K, K], extendTarget(target, blank), gradient);
    return loss ?? Infinity; // on these logits only where there is no path
  },
};

/** Every labelling that T frames of K outputs can spell, with its probability. */
function spellings(logits: Float64Array, K: number, blank: number): Map<string, number> {
  const T = logits.length / K;
  const sums = new Map<string, number>();
  const logZ = Array.from({ length: T }, (_, t) => {
    return Math.log(logits.subarray(t * K, (t + 1) * K).reduce((sum, x) => sum + Math.exp(x), 0));
  });
  for (const path of allPaths(T, K)) {
    const probability = Math.exp(path.reduce((sum, k, t) => sum + logits[t * K + k] - logZ[t], 0));
    const key = spelled(path, blank).join(',');
    sums.set(key, (sums.get(key) ?? 0) + probability);
  }
  return sums;
}

const labelsOf = (key: string) => (key === '' ? [] : key.split(',').map(Number));

describe.each(Object.entries(ways))('%s', (_, loss) => {
  it.each([
    [1, 2, 0],
    [2, 3, 0],
    [4, 3, 2],
    [6, 3, 1],
    [6, 2, 0],
  ])('all paths of %i frames and %i outputs, blank %i: every target that they spell', (T, K, blank) => {
    const logits = drawn(T, K, 10 * T + K);
    const written = spellings(logits, K, blank);
    let total = 0;
    for (const [key, probability] of written) {
      expect(Math.exp(-loss(logits, K, labelsOf(key), blank))).toBeCloseTo(probability, 12);
      total += probability;
    }
    expect(total).toBeCloseTo(1, 12);
  });

  it.each<[string, number, number[], number]>([
    ['a word', 7, [1, 2, 3], 0],
    ['nothing', 4, [], 0],
    ['repeats', 8, [2, 2, 1, 1], 0],
    ['repeats that need every frame', 5, [3, 3, 3], 0],
    ['another blank', 6, [0, 1, 0], 3],
  ])('has the gradient that finite differences say: %s', (subject, T, target, blank) => {
    const logits = drawn(T, 4, T);
    const gradient = new Float64Array(logits.length);
    loss(logits, 4, target, blank, gradient);
    const report = checkGradients({
      subject,
      parameters: { logits },
      loss: () => loss(logits, 4, target, blank),
      gradients: { logits: gradient },
    });
    expect(report.rows).toEqual([expect.objectContaining({ passed: true })]);
  });

  it('an empty target: all frames are blank', () => {
    const logits = drawn(5, 3, 1);
    let expected = 0;
    for (let t = 0; t < 5; t++) {
      const row = logits.subarray(3 * t, 3 * t + 3);
      expected -= row[0] - Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    }
    expect(loss(logits, 3, [], 0)).toBeCloseTo(expected, 12);
  });

  it.each([
    [[1, 2, 1], 2],
    [[1, 1], 2],
    [[2, 2, 2], 4],
  ])('no path spells %j in %i frames', (target, T) => {
    expect(loss(drawn(T, 3, 2), 3, target, 0)).toBe(Infinity);
  });
});

const both = (logits: Float64Array, K: number, target: number[]) => {
  const [slow, fast] = [new Float64Array(logits.length), new Float64Array(logits.length)];
  const extended = extendTarget(target, 0);
  const expected = negativeLogLikelihood(logits, K, extended, slow);
  const actual = new ScaledPaths().run(logits, 0, [logits.length / K, K], extended, fast);
  return { expected, actual, slow, fast };
};

it.each([1, 5, 15, 30])('scaled equals log space on long sequences with logits of deviation %i', (deviation) => {
  let scaled = 0;
  for (let seed = 1; seed <= 5; seed++) {
    const random = Random.fromSeed(seed).fork('targets');
    const target = Array.from({ length: 20 }, () => 1 + random.integer(9));
    const { expected, actual, slow, fast } = both(drawn(150, 10, seed, deviation), 10, target);
    if (actual === undefined) continue; // log space then does it
    scaled++;
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);
    expectClose(fast, slow, 1e-11);
  }
  if (deviation < 30) expect(scaled).toBe(5);
});

it('scaled gives up where it would be wrong', () => {
  // The network is sure of 1 for 100 frames and then of 2; the target is the other way round.
  const logits = Float64Array.from({ length: 200 * 3 }, (_, n) => {
    const t = Math.floor(n / 3);
    return n % 3 === (t < 100 ? 1 : 2) ? 40 : 0;
  });
  const { expected, actual, slow } = both(logits, 3, [2, 1]);
  expect(expected).toBeGreaterThan(3000);
  expect(actual).toBeUndefined();
  expect(slow.every(Number.isFinite)).toBe(true);
});

it('logits of ±1e4 and of −Infinity give finite losses and gradients, or Infinity, never NaN', () => {
  const random = Random.fromSeed(4);
  const hostile = () => [1e4, -1e4, -Infinity, 0][random.integer(4)];
  let finite = 0;
  for (let round = 0; round < 200; round++) {
    const logits = Float64Array.from({ length: 6 * 3 }, (_, n) => (n % 3 === 2 ? 0 : hostile()));
    const gradient = new Float64Array(logits.length);
    const loss = negativeLogLikelihood(logits, 3, extendTarget([1, 2], 0), gradient);
    expect(loss).toBeGreaterThanOrEqual(0);
    expect(gradient.every(Number.isFinite)).toBe(true);
    if (loss === Infinity) expect(gradient.every((x) => x === 0)).toBe(true);
    else finite++;
  }
  expect(finite).toBeGreaterThan(50);
  expect(finite).toBeLessThan(200);
});
