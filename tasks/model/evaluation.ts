/** Metrics of a model on examples, and those of the baselines on the same ones. */
import { exampleCheck } from '../../src/data/example-check';
import type { DataKind } from '../../src/data/example-kind';
import { predictInBatches } from '../batched-prediction';
import { describeExamples, type Fitted } from '../bundles';
import type { Metrics, PredictionOptions, Task, TaskTypes } from '../task';
import { encodeAll } from '../training-run';

interface Measuring<T extends TaskTypes> extends Fitted<T> {
  task: Task<T>;
  kind: DataKind;
  /** Examples that the baselines are fitted on; none, no baselines. */
  from: readonly T['example'][];
  predictOptions: PredictionOptions;
  /** What the examples are, for the model card. */
  name?: string;
}

/** @throws DataError for what is no example in `from`, and for an example that cannot be encoded. */
export async function measure<T extends TaskTypes>(
  examples: readonly T['example'][],
  { task, kind, preprocessor, predictor, from, predictOptions, name }: Measuring<T>,
): Promise<{ metrics: T['metrics']; baselines: Record<string, Metrics>; measuredOn: string }> {
  const encoded = encodeAll(preprocessor, examples, 'example');
  const metrics = await predictor.evaluate(encoded, await predictInBatches(predictor, encoded, predictOptions));
  from.forEach(exampleCheck([kind], 'baselinesFrom example'));
  const baselines = from.length ? await task.baselines(from, examples, preprocessor) : {};
  return { metrics, baselines, measuredOn: describeExamples(name, examples.length) };
}

/** A note: a bundle holds no examples to fit baselines on. */
export const noBaselines =
  'there are no baselines to compare with: pass the training examples (baselinesFrom), which a bundle does not hold';
