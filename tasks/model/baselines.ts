/** Metrics of the baselines on the examples that a model is measured on. */
import { exampleCheck } from '../../src/data/example-check';
import type { DataKind } from '../../src/data/example-kind';
import type { Metrics, Preprocessor, Task, TaskTypes } from '../task';

interface Measured<T extends TaskTypes> {
  task: Task<T>;
  kind: DataKind;
  preprocessor: Preprocessor<T>;
}

/** @param from what they are fitted on. @throws DataError for what is no example there. */
export function baselinesOn<T extends TaskTypes>(
  examples: readonly T['example'][],
  from: readonly T['example'][],
  { task, kind, preprocessor }: Measured<T>,
): Record<string, Metrics> {
  from.forEach(exampleCheck([kind], 'baselinesFrom example'));
  return from.length ? task.baselines(from, examples, preprocessor) : {};
}

/** A note: a bundle holds no examples to fit baselines on. */
export const noBaselines =
  'there are no baselines to compare with: pass the training examples (baselinesFrom), which a bundle does not hold';
