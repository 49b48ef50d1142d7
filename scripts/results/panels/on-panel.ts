/** Default settings on the validation part of a panel's sets. */
import type { TaskModel } from '../../../tasks/task-model';
import type { TaskTypes } from '../../../tasks/task';
import { type Experiment, type Run, rowsOf } from '../rows';

export interface Part<Example> {
  train: readonly Example[];
  validation: readonly Example[];
  /** What chooses the best epoch and is calibrated on, where it is not the validation part. */
  selection?: readonly Example[];
}

/** How a set is opened. */
export type Panel<Example> = Readonly<Record<string, () => Part<Example> | Promise<Part<Example>>>>;

const seeds = [1, 2, 3];

/** Metrics on the validation parts, beside those of the baselines. No test example is read. */
export const onPanel = <T extends TaskTypes>(
  task: string,
  panel: Panel<T['example']>,
  create: (seed: number) => TaskModel<T>,
): Experiment[] =>
  Object.entries(panel).map(([data, open]) => async (command) => {
    const { train, validation, selection = validation } = await open();
    const runs: Run[] = [];
    for (const seed of seeds) {
      const start = performance.now();
      const model = create(seed);
      await model.fit(train, { validation: selection });
      const seconds = (performance.now() - start) / 1000;
      const { baselines, ...metrics } = await model.evaluate(
        validation,
        seed === seeds[0] ? {} : { baselinesFrom: [] },
      );
      runs.push({ seed, metrics: metrics, baselines, seconds });
      process.stderr.write(`${data}, seed ${seed}: ${JSON.stringify(metrics)}\n`);
      model.dispose();
    }
    return rowsOf({ task, data, split: 'validation', model: 'default', command }, runs);
  });
