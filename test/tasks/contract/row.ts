/** What a row of the table says of a task. */
import type { TaskClass } from '../../../tasks';

export type Refused = readonly [what: string, value: unknown];

export interface Row {
  /** Also the folder of its bundle (test/fixtures/bundles) and its key in fingerprints.json. */
  name: string;
  class: TaskClass;
  /** Everything that training depends on, the seed among it; tiny. */
  options: object;
  training: readonly object[];
  validation: readonly object[];
  test: readonly object[];
  /** What `predict` is asked about an example. */
  inputOf: (example: never) => unknown;
  /** Further inputs: raw ones, with words that training did not have, of other lengths. */
  inputs: readonly unknown[];
  /** Entries of an encoded example that come from its target; all others come from its input. */
  targetEntries: readonly string[];
  /** Metrics that no baseline can have. */
  withoutBaseline: readonly string[];
  /** Beside those that every task refuses (refused.ts). */
  refused: {
    /** In training and where examples are measured. */
    examples: readonly Refused[];
    /** Good to train with, but not with this training data before it: labels that it did not have. */
    measured: readonly Refused[];
    /** Lists of training examples of which none is bad alone. */
    trainings: readonly Refused[];
    inputs: readonly Refused[];
    options: readonly Refused[];
  };
}

/** Of every row: an average of weights, a schedule with a warm-up, checkpoints inside of epochs. */
export const trainingOptions = {
  seed: 3,
  epochs: 2,
  learningRate: 0.02,
  warmup: 0.2,
  averaging: 0.9,
  checkpointEvery: 2,
} as const;
