/**
 * How much each of several models counts beside the others ("logarithmic opinion pool", Heskes 1998): factors f_s ≥ 0 that
 * minimise the cross-entropy of softmax(Σ_s f_s z_s) on examples that none of them was trained on,
 *
 *     Σ_n −ln softmax_{k(n)}(Σ_s f_s z_sn) + strength/2 Σ_s v_s (f_s − start_s)²     v_s = mean_n Σ_k (z_snk − mean_k z_snk)²
 *
 * v_s makes the penalty independent of the scale of a model's logits.
 * One model alone gets its inverse temperature (Guo et al. 2017). The problem is convex.
 */
import { minimize } from './minimize';
import { softmaxInPlace } from './softmax';

/** Logits of one model for all examples. */
export type Logits = readonly ArrayLike<number>[]; // [N][K]

export interface FactorOptions {
  /** The factors without any example, one for each model. */
  start: readonly number[];
  /** How many examples of middling information the start is worth. Default 10. */
  strength?: number;
}

/**
 * @param models logits of each model, for the same examples
 * @param targets class numbers
 * @returns a factor for each model
 */
export function fitLogitFactors(
  models: readonly Logits[],
  targets: readonly number[],
  { start, strength = 10 }: FactorOptions,
): number[] {
  const free = new Set(start.keys());
  const strengths = models.map((logits) => strength * meanSquare(logits));
  for (;;) {
    const factors = minimum(models, targets, [...free], { start, strengths });
    const negative = [...free].filter((s) => factors[s] < 0);
    if (!negative.length) return factors;
    negative.forEach((s) => free.delete(s));
  }
}

/** Factors that are not free are 0. */
function minimum(
  models: readonly Logits[],
  targets: readonly number[],
  free: readonly number[],
  { start, strengths }: { start: readonly number[]; strengths: readonly number[] },
): number[] {
  const p = new Float64Array(models[0][0]?.length ?? 0);
  const scale = 1 / Math.max(1, targets.length);
  const { x } = minimize(
    (f, gradient) => {
      gradient.fill(0);
      let loss = 0;
      targets.forEach((target, n) => {
        for (let k = 0; k < p.length; k++) p[k] = free.reduce((sum, s, i) => sum + f[i] * models[s][n][k], 0);
        const score = p[target];
        loss += softmaxInPlace(p) - score;
        p[target] -= 1;
        free.forEach((s, i) => {
          for (let k = 0; k < p.length; k++) gradient[i] += p[k] * models[s][n][k];
        });
      });
      free.forEach((s, i) => {
        loss += (strengths[s] / 2) * (f[i] - start[s]) ** 2;
        gradient[i] = (gradient[i] + strengths[s] * (f[i] - start[s])) * scale;
      });
      return loss * scale;
    },
    Float64Array.from(free, (s) => start[s]),
    { tolerance: 1e-6, iterations: 100 },
  );
  const factors = start.map(() => 0);
  free.forEach((s, i) => (factors[s] = x[i]));
  return factors;
}

/** Mean cross-entropy in nats of softmax(Σ_s f_s z_s). */
export function factoredLoss(
  models: readonly Logits[],
  targets: readonly number[],
  factors: readonly number[],
): number {
  let loss = 0;
  targets.forEach((target, n) => {
    const z = Float64Array.from(models[0][n], (_, k) =>
      models.reduce((sum, model, s) => sum + factors[s] * model[n][k], 0),
    );
    const score = z[target];
    loss += softmaxInPlace(z) - score;
  });
  return loss / Math.max(1, targets.length);
}

/** v: mean over the examples of Σ_k (z_k − mean z)². */
function meanSquare(logits: Logits): number {
  let sum = 0;
  for (const z of logits) {
    let mean = 0;
    for (let k = 0; k < z.length; k++) mean += z[k] / z.length;
    for (let k = 0; k < z.length; k++) sum += (z[k] - mean) ** 2;
  }
  return sum / Math.max(1, logits.length);
}
