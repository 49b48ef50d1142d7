/**
 * Which label is predicted, given the probabilities p of all: the most probable one, or, where one label has most of the
 * training data, the one with the largest
 *
 *     p_k / π_k^τ
 *
 * π_k being its share of the training data (post-hoc logit adjustment, Menon et al. 2021). τ is chosen on validation data.
 * The probabilities stay what they are.
 */
import * as v from 'valibot';
import { classCounts, macroF1 } from '../../src/metrics/confusion';

/** τ: 1 is what balances labels that a model has learnt perfectly. */
const strengths = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
/** Share of the training data, and how many times that of as many equal labels: either is a majority. */
const majority = { share: 0.7, times: 5 };
/** What a correction may cost. */
export interface Criterion {
  /** Whether it may make fewer of the examples right that it is chosen on. */
  fewerRight: boolean;
  /** Accuracy that it may cost by the model's own probabilities, which say it with less noise than validation data. */
  cost: number;
}

/** Chosen on folds of training data: scripts/experiments/prior-correction.ts, docs/decisions/defaults.md. */
const usual: Criterion = { fewerRight: false, cost: 0.005 };

/** τ in what is saved; bundles without one have none. */
export const savedStrength = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0);

/** Of the steps of one example. */
export interface LabelledProbabilities {
  probabilities: ArrayLike<number>; // [T,K], row by row
  truth: ArrayLike<number>; // [T] class numbers
}

export class LabelDecision {
  private factors: Float64Array; // [K], π_k^−τ
  private tau = 0;

  /** @param counts how often training has each label; one that it has not counts as half an example */
  constructor(private readonly counts: readonly number[]) {
    this.factors = this.factorsFor(0);
  }

  /** τ; 0: the most probable label is predicted. */
  get strength(): number {
    return this.tau;
  }

  set strength(tau: number) {
    this.tau = tau;
    this.factors = this.factorsFor(tau);
  }

  /** Whether one label has so much of the training data that a correction is worth trying. */
  get hasMajority(): boolean {
    const { counts } = this;
    const [largest, all] = counts.reduce(([most, sum], count) => [Math.max(most, count), sum + count], [0, 0]);
    return largest > majority.share * all || largest * counts.length > majority.times * all;
  }

  /** Nothing where the most probable label is predicted. */
  toJSON(): { priorCorrection?: number } {
    return this.tau ? { priorCorrection: this.tau } : {};
  }

  /** The first of equal ones. @param probabilities rows [K] one after another; the one that begins at `from` counts */
  best(probabilities: ArrayLike<number>, from = 0): number {
    const { factors } = this;
    let best = 0;
    for (let k = 1; k < factors.length; k++) {
      if (probabilities[from + k] * factors[k] > probabilities[from + best] * factors[best]) best = k;
    }
    return best;
  }

  /** Of rows [T,K] → [T] */
  bestOfEach(probabilities: ArrayLike<number>): Int32Array {
    const K = this.counts.length;
    return Int32Array.from({ length: probabilities.length / K }, (_, t) => this.best(probabilities, t * K));
  }

  /**
   * Of the strengths that make no fewer steps right and are expected to cost next to no accuracy the one with the best
   * macro-F1; 0 where none is better than that.
   * @param examples that were not trained on
   */
  fit(examples: readonly LabelledProbabilities[], { fewerRight, cost }: Criterion = usual): void {
    this.strength = 0;
    const truth = Int32Array.from(examples.flatMap((one) => Array.from(one.truth)));
    if (!truth.length || !this.hasMajority) return;
    const f1Of = (predicted: Int32Array) => macroF1(classCounts(truth, predicted, this.counts.length));
    const plain = this.outcome(examples, 0);
    let [best, bestF1] = [0, f1Of(plain.predicted)];
    for (const strength of strengths) {
      const { predicted, right, expected } = this.outcome(examples, strength);
      const isAsAccurate = (fewerRight || right >= plain.right) && expected >= plain.expected - cost * truth.length;
      const f1 = isAsAccurate ? f1Of(predicted) : 0;
      if (f1 > bestF1) [best, bestF1] = [strength, f1];
    }
    this.strength = best;
  }

  /** Labels, how many of them are right, and how many should be by the probabilities. */
  private outcome(examples: readonly LabelledProbabilities[], strength: number) {
    this.strength = strength;
    const K = this.counts.length;
    const predicted = new Int32Array(examples.reduce((sum, { truth }) => sum + truth.length, 0));
    let [right, expected] = [0, 0];
    let at = 0;
    for (const { probabilities, truth } of examples) {
      for (let t = 0; t < truth.length; t++) {
        const label = this.best(probabilities, t * K);
        predicted[at++] = label;
        right += Number(label === truth[t]);
        expected += probabilities[t * K + label];
      }
    }
    return { predicted, right, expected };
  }

  private factorsFor(strength: number): Float64Array {
    const all = this.counts.reduce((sum, count) => sum + count, 0);
    return Float64Array.from(this.counts, (count) => (Math.max(count, 0.5) / all) ** -strength);
  }
}
