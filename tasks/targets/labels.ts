/** One label an example ↔ its class number. */
import * as v from 'valibot';
import { DataError, show } from '../../src/errors';
import { positiveNumber, readSaved, wholeNumber } from '../../src/validation';
import { LabelDecision, savedStrength } from './label-decision';
import type { Locate, TargetEncoder } from './target-encoder';

export class LabelTarget implements TargetEncoder<string, number> {
  readonly missing = -1;
  /** How a label is chosen by the probabilities of all. */
  readonly decision: LabelDecision;
  /** What logits are divided by before they become probabilities (Guo et al. 2017): above 1 for a network that is too sure. */
  temperature = 1;
  private readonly ids: Map<string, number>;

  /** @param counts training examples of every label. */
  private constructor(
    readonly labels: readonly string[],
    readonly counts: readonly number[],
  ) {
    this.ids = new Map(labels.map((label, id) => [label, id]));
    this.decision = new LabelDecision(counts);
  }

  /** @param labels of the training examples. @throws DataError for fewer than two different ones. */
  static fit(labels: readonly string[]): LabelTarget {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return LabelTarget.fromCounts(counts);
  }

  /** @param counts training examples of every label. @throws DataError for fewer than two labels. */
  static fromCounts(counts: ReadonlyMap<string, number>): LabelTarget {
    const names = [...counts.keys()].sort();
    const examples = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (names.length < 2) throw tooFewLabels(examples, names);
    return new LabelTarget(
      names,
      names.map((name) => counts.get(name) ?? 0),
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): LabelTarget {
    const { labels, labelCounts, priorCorrection, temperature } = readSaved('LabelTarget.fromJSON', savedSchema, json);
    const target = new LabelTarget(labels, labelCounts);
    target.decision.strength = priorCorrection;
    target.temperature = temperature;
    return target;
  }

  toJSON() {
    const { labels, counts } = this;
    return { labels, labelCounts: counts, ...this.fitted() };
  }

  /** What was fitted after training, as far as there is any. */
  fitted(): { priorCorrection?: number; temperature?: number } {
    const { decision, temperature } = this;
    return { ...decision.toJSON(), ...(temperature !== 1 && { temperature }) };
  }

  /** @throws DataError for a label that training did not have. */
  encode(label: string, locate: Locate): number {
    const id = this.ids.get(label);
    if (id !== undefined) return id;
    throw new DataError({
      where: locate(),
      problem: `the label ${show(label)} did not occur in training`,
      expected: `one of ${show(this.labels, 200)}`,
      fix: 'Use the labels of the training data, or train with this one',
    });
  }

  drainWarnings(): string[] {
    return [];
  }
}

/** Of a saved encoder. */
export const distinctLabels = v.pipe(
  v.array(v.string()),
  v.minLength(2, 'at least two labels'),
  v.check((labels) => new Set(labels).size === labels.length, 'every label once'),
);

const savedSchema = v.pipe(
  v.object({
    labels: distinctLabels,
    labelCounts: v.array(wholeNumber(1)),
    priorCorrection: savedStrength,
    temperature: v.optional(positiveNumber, 1),
  }),
  v.check(({ labels, labelCounts }) => labels.length === labelCounts.length, 'as many labelCounts as labels'),
);

function tooFewLabels(examples: number, labels: readonly string[]): DataError {
  return new DataError({
    where: 'training data',
    problem: examples ? `all ${examples} examples have the label ${show(labels[0])}` : 'there are 0 examples',
    expected: 'examples with at least two different labels',
    fix: 'Check the label column, or add examples of another label',
  });
}
