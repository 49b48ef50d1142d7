/** Options of the verbs that every task has. */
import type { DataOptions } from '../src/data/example-kind';
import type { ExampleSource } from '../src/data/example-source';
import { ConfigError, show } from '../src/errors';
import type { Metrics, PredictionOptions, Task, TaskTypes } from './task';
import type { RunOptions } from './training-run';

/** Options of `fit`: validation, events, checkpoints, interruption. */
export interface FitOptions<Example> extends RunOptions {
  /** Held-out examples: after each epoch the model is measured on them, and the weights of the best epoch are kept. */
  validation?: ExampleSource<Example>;
  /**
   * Of a replayable source, which is read anew for every epoch: how many examples to shuffle among, by default 10,000.
   * Examples in memory are shuffled all together.
   */
  shuffleBuffer?: number;
  /** In place of the configuration's. */
  epochs?: number;
  /**
   * Directory (or `indexeddb://name`) for checkpoints, at the end of every epoch and every `checkpointEvery` steps. The
   * last one is removed when the trained model is saved.
   */
  checkpoints?: string;
  /** Goes on with the run whose checkpoint is there, exactly as if it had not been stopped. */
  resume?: boolean;
  /** How their files were read, as far as further files are to be read the same way; the bundle remembers it. */
  dataOptions?: DataOptions;
  /** What the examples are, for the model card: `rt-polarity, train`. */
  name?: string;
}

/** Options of `evaluate`. */
export interface EvaluateOptions<Example> {
  /** Baselines are fitted on these; without it on the examples of the last `fit`, if these were in memory. */
  baselinesFrom?: readonly Example[];
  /** What the examples are, for the model card: `rt-polarity, test`. */
  name?: string;
  /** How predictions are found, as `predict` takes it: `{ beam: 5 }`. */
  predictOptions?: PredictionOptions;
}

/** Options of `predict`. */
export interface PredictOptions {
  /** What errors call the inputs: `reviews.txt line 12`. Without it `input 1`, `input 2`, … */
  locations?: readonly string[];
  /** The task's own: how the predictions are to be found. */
  [option: string]: unknown;
}

/** The model's metrics, and those of trivial and linear models on the same examples. */
export type Evaluation<ModelMetrics> = ModelMetrics & { baselines: Record<string, Metrics> };

/** Options of `predict` as a task takes them. @throws ConfigError for one that it does not have. */
export function checkPredictOptions<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  options: PredictionOptions,
): PredictionOptions {
  if (task.parsePredictOptions) return task.parsePredictOptions(options, config);
  const [unknown] = Object.keys(options);
  if (unknown === undefined) return options;
  throw new ConfigError({
    where: `${task.className}.predict`,
    problem: `unknown option ${show(unknown)}`,
    expected: 'locations, and nothing else',
    fix: 'Remove it',
  });
}
