/** What the first fit of a model makes. */
import { type Fitted, makeFitted } from '../bundles';
import type { Resumed } from '../checkpoints';
import type { TrainingExamples } from '../examples/training-examples';
import type { ModelActivity } from '../model-activity';
import type { Task, TaskTypes } from '../task';

export interface FirstFit<T extends TaskTypes> {
  task: Task<T>;
  config: T['config'];
  training: TrainingExamples<T>;
  resumed: Resumed | undefined;
  activity: ModelActivity;
}

/**
 * A preprocessor from a checkpoint or fitted on the examples, and a fresh network.
 * @throws ConfigError where the model was disposed of meanwhile.
 */
export async function firstFit<T extends TaskTypes>(parts: FirstFit<T>): Promise<Fitted<T>> {
  const { task, config, training, resumed, activity } = parts;
  const preprocessor = resumed
    ? task.restorePreprocessor(resumed.encoder, config)
    : await training.fitPreprocessor(task, config);
  activity.refuseDisposed();
  return makeFitted(task, config, preprocessor);
}
