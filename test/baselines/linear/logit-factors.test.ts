import { factoredLoss, fitLogitFactors } from '../../../src/baselines/linear/logit-factors';
import { Random } from '../../../src/random';

/** Targets drawn from softmax(Σ_s factors_s z_s). */
function drawn(factors: readonly number[], count: number, K = 3) {
  const random = Random.fromSeed(7);
  const models = factors.map(() =>
    Array.from({ length: count }, () => Array.from({ length: K }, () => 3 * random.normal())),
  );
  const targets = Array.from({ length: count }, (_, n) => {
    const weights = Array.from({ length: K }, (_, k) =>
      Math.exp(models.reduce((z, one, s) => z + factors[s] * one[n][k], 0)),
    );
    let rest = random.uniform() * weights.reduce((sum, w) => sum + w, 0);
    return Math.min(K - 1, weights.findIndex((w) => (rest -= w) < 0) >>> 0);
  });
  return { models, targets };
}

it('finds the factors from which targets were drawn', () => {
  const { models, targets } = drawn([0.3, 0.8], 4000);
  const [a, b] = fitLogitFactors(models, targets, { start: [1, 1], strength: 0 });
  expect(a).toBeCloseTo(0.3, 1);
  expect(b).toBeCloseTo(0.8, 1);
});

it('is at a minimum: no other factors nearby have a smaller penalised loss', () => {
  const { models, targets } = drawn([0.3, 0.8], 50);
  const [strength, start] = [10, [0.5, 1]];
  const spread = (logits: number[][]) => {
    const squares = logits.map((z) => {
      const mean = z.reduce((sum, x) => sum + x, 0) / z.length;
      return z.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    });
    return squares.reduce((sum, x) => sum + x, 0) / squares.length;
  };
  const penalised = (f: number[]) =>
    targets.length * factoredLoss(models, targets, f) +
    (strength / 2) * f.reduce((sum, x, s) => sum + spread(models[s]) * (x - start[s]) ** 2, 0);
  const found = fitLogitFactors(models, targets, { start, strength });
  for (const d of [-0.01, 0.01]) {
    expect(penalised([found[0] + d, found[1]])).toBeGreaterThan(penalised(found));
    expect(penalised([found[0], found[1] + d])).toBeGreaterThan(penalised(found));
  }
});

it('gives a model that is wrong no weight, and never a negative one', () => {
  const { models, targets } = drawn([-1, 0.8], 500);
  const [a, b] = fitLogitFactors(models, targets, { start: [0.5, 1] });
  expect(a).toBe(0);
  const [alone] = fitLogitFactors([models[1]], targets, { start: [1] });
  expect(b).toBeCloseTo(alone, 3);
});

it('stays at the start without examples, and near it with few', () => {
  expect(fitLogitFactors([[], []], [], { start: [0.3, 1] })).toEqual([0.3, 1]);
  const { models, targets } = drawn([3, 3], 2);
  const [a] = fitLogitFactors(models, targets, { start: [0.3, 1], strength: 1e4 });
  expect(a).toBeCloseTo(0.3, 2);
});

it('has defined factors where all examples are of one class, or all logits are equal', () => {
  const { models } = drawn([1, 1], 30);
  const factors = fitLogitFactors(models, models[0].map(() => 1), { start: [0.3, 1] }); // prettier-ignore
  expect(factors.every((f) => Number.isFinite(f) && f >= 0)).toBe(true);
  const equal = models.map((one) => one.map(() => [0, 0, 0]));
  expect(fitLogitFactors(equal, equal[0].map(() => 2), { start: [0.3, 1] })).toEqual([0.3, 1]); // prettier-ignore
});
