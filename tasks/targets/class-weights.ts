/**
 * How much each label counts in the loss: all alike, the rarer the more, or as given. With `auto` all count alike, and
 * labels are corrected afterwards, where one of them has most of the training data (label-decision.ts).
 */
import * as v from 'valibot';
import { ConfigError, show } from '../../src/errors';
import { didYouMean } from '../../src/spelling';
import { balancedClassWeights } from '../../src/training/losses';

const usable = (weights: Record<string, number>) => {
  const values = Object.values(weights);
  return values.every((weight) => weight >= 0 && Number.isFinite(weight)) && values.some((weight) => weight > 0);
};

const classWeights = v.union([
  v.picklist(['none', 'balanced', 'auto']),
  v.pipe(v.record(v.string(), v.number()), v.check(usable, 'finite numbers of at least 0, and one above it')),
]);

/** The setting `classWeights`. */
export const classWeightsEntry = v.optional(classWeights, 'none');
/** The same with another default, for tasks whose labels can be corrected after training. */
export const correctedClassWeightsEntry = v.optional(classWeights, 'auto');

export type ClassWeights = v.InferOutput<typeof classWeightsEntry>;

/**
 * @param counts how often training has each label
 * @throws ConfigError for a label without a weight, or a weight without a label
 */
export function classWeightsOf(
  choice: ClassWeights,
  labels: readonly string[],
  counts: readonly number[],
): Float32Array | undefined {
  if (choice === 'none' || choice === 'auto') return undefined;
  if (choice === 'balanced') return balancedClassWeights(counts);
  const unknown = Object.keys(choice).find((name) => !labels.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError({
      where: 'classWeights',
      problem: `there is no label ${show(unknown)}`,
      expected: `labels of training: ${show(labels, 200)}`,
      fix: didYouMean(unknown, labels, 'Remove it'),
    });
  }
  return Float32Array.from(labels, (label) => {
    if (Object.hasOwn(choice, label)) return choice[label];
    throw new ConfigError({
      where: 'classWeights',
      problem: `there is none for the label ${show(label)}`,
      expected: `one for each of ${show(labels, 200)}`,
      fix: 'Add it; 1 leaves a label as it is',
    });
  });
}
