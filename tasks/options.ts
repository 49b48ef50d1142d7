/** Options of the methods that every task has. */
import * as v from 'valibot';
import type { DataOptions } from '../src/data/example-kind';
import type { ExampleSource } from '../src/data/example-source';
import { ConfigError, type DataError, show } from '../src/errors';
import {
  checkIsOptions,
  checkOption,
  checkOptionNames,
  type OptionNames,
  parseOptions,
  positiveNumber,
  unknownOption,
  wholeNumber,
} from '../src/validation';
import type { Metrics, PredictionOptions, Task, TaskTypes } from './task';
import type { ScheduleConfig } from '../src/training/schedule';
import type { RunOptions } from './training-run';
import { nearest } from '../src/spelling';

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
  /** Learning rate over this run in place of the configuration's, for a test of rates; a bundle does not keep it. */
  schedule?: ScheduleConfig;
  /**
   * Directory (or `indexeddb://name`) for checkpoints, at the end of every epoch and every `checkpointEvery` steps. The
   * last one is removed when the trained model is saved.
   */
  checkpoints?: string;
  /** Goes on with the run whose checkpoint is there, exactly as if it had not been stopped. */
  resume?: boolean;
  /** Begins anew where the checkpoint of an unfinished run is, which the first checkpoint of this one replaces. */
  overwrite?: boolean;
  /** How their files were read, as far as further files are to be read the same way; the bundle remembers it. */
  dataOptions?: DataOptions;
  /** What the examples are, for the model card: `rt-polarity, train`. */
  name?: string;
}

export const fitOptionNames: OptionNames<FitOptions<never>> = {
  onEvent: true,
  signal: true,
  validation: true,
  shuffleBuffer: true,
  epochs: true,
  schedule: true,
  checkpoints: true,
  resume: true,
  overwrite: true,
  dataOptions: true,
  name: true,
};

const isSignal = (value: unknown): boolean => typeof (value as Partial<AbortSignal> | null)?.aborted === 'boolean';

/** @throws ConfigError for an option that is unknown, and for a callback or signal that is none. */
export function checkFitOptions<Example>(where: string, options: FitOptions<Example>): void {
  checkOptionNames(where, options, fitOptionNames);
  const { onEvent, signal } = options;
  checkOption(where, 'onEvent', onEvent, onEvent === undefined || typeof onEvent === 'function', 'a function');
  checkOption(where, 'signal', signal, signal === undefined || isSignal(signal), 'an AbortSignal');
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

const evaluateOptionNames: OptionNames<EvaluateOptions<never>> = {
  baselinesFrom: true,
  name: true,
  predictOptions: true,
};

/** @returns the options of its predictions. @throws ConfigError for an option that is unknown, of `predictOptions` too. */
export function checkEvaluateOptions<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  options: EvaluateOptions<T['example']>,
): PredictionOptions {
  const where = `${task.className}.evaluate`;
  checkOptionNames(where, options, evaluateOptionNames);
  if (options.predictOptions !== undefined) checkIsOptions(`${where}, predictOptions`, options.predictOptions);
  return checkPredictOptions(task, config, options.predictOptions ?? {});
}

/** Options of `predict`. */
export interface PredictOptions {
  /** What errors call the inputs: `reviews.txt line 12`. Without it `input 1`, `input 2`, … */
  locations?: readonly string[];
  /** Of an array: gets what is wrong with an input that cannot be read; the others are answered. */
  onInvalid?: (error: DataError, index: number) => void;
  /** The task's own: how the predictions are to be found. */
  [option: string]: unknown;
}

/** Options of `predict` with which inputs that cannot be read are left out. */
export type TolerantOptions = PredictOptions & Required<Pick<PredictOptions, 'onInvalid'>>;

/** Options of `load`. */
export interface LoadOptions {
  /**
   * Settings in place of the bundle's, for a `fit` that trains the model further: epochs, learning rate, dropout and others
   * of how it is trained. `load` throws ConfigError for one that would need another network or vocabulary.
   */
  settings?: object;
  /** A larger file of a bundle is refused before it is read. Default 2³¹: 2 GiB. */
  maximumFileBytes?: number;
  /** From a URL: the longest wait for the server's next byte, in seconds. Default 60. */
  timeoutSeconds?: number;
  /** Ends requests that run, `AbortSignal.timeout(60_000)` after a minute in all; `load` rejects with its reason. */
  signal?: AbortSignal;
}

const loadOptions = v.strictObject({
  settings: v.optional(v.looseObject({})),
  maximumFileBytes: v.optional(wholeNumber(1)),
  timeoutSeconds: v.optional(positiveNumber),
  signal: v.optional(v.custom<AbortSignal>(isSignal, 'an AbortSignal')),
});

/** @throws ConfigError for an option that is unknown or no such thing. */
export function checkLoadOptions(where: string, options: LoadOptions = {}): LoadOptions {
  checkIsOptions(where, options);
  return parseOptions(where, loadOptions, options);
}

/** Where a model or its checkpoints are. @throws ConfigError for none, and for what is no text. */
export function checkLocation(where: string, name: string, location: unknown): void {
  if (typeof location === 'string' && location !== '') return;
  throw new ConfigError({
    where,
    problem: location === undefined ? `no ${name} is given` : `${name} is ${show(location)}`,
    expected: "a directory, a URL or 'indexeddb://name', as a string",
    fix: "Pass for example 'runs/mine'",
  });
}

/** The model's metrics, and those of trivial and linear models on the same examples. */
export type Evaluation<ModelMetrics> = ModelMetrics & { baselines: Record<string, Metrics> };

/** Options of `predict` as a task takes them. @throws ConfigError for one that it does not have. */
function checkPredictOptions<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  options: PredictionOptions,
): PredictionOptions {
  if (task.parsePredictOptions) return task.parsePredictOptions(options, config);
  const [unknown] = Object.keys(options);
  if (unknown === undefined) return options;
  throw unknownOption(`${task.className}.predict`, unknown, ['locations']);
}

/** The task's own with their defaults, and beside them those of every task. @throws ConfigError for one that there is not. */
export function splitPredictOptions<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  options: PredictOptions,
): PredictOptions {
  const where = `${task.className}.predict`;
  checkIsOptions(where, options);
  const common = ['locations', 'onInvalid'];
  const { locations, onInvalid, ...own } = options;
  const isList = locations === undefined || Array.isArray(locations);
  checkOption(where, 'locations', locations, isList, 'a list with a text for every input');
  const misspelt = Object.keys(own).find((name) => nearest(name, common));
  if (misspelt !== undefined) throw unknownOption(where, misspelt, common);
  return { ...checkPredictOptions(task, config, own), locations, onInvalid };
}
