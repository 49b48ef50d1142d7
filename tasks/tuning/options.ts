/** Options of `tune`, what it returns, and its events. */
import type { ExampleSource } from '../../src/data/example-source';
import { ConfigError } from '../../src/errors';
import { checkIsOptions, checkOption, checkOptionNames, isCount, type OptionNames } from '../../src/validation';
import type { Metrics, Monitor } from '../../src/metrics/metric-types';
import type { TrainingEvent } from '../../src/training/events';
import type { AnyTaskModel } from '../index';
import type { TaskModel } from '../task-model';
import type { Compared } from './comparison';
import type { SearchEnd } from './halving';
import type { RangeTest } from './space/range-test';
import type { SearchSpace, Settings } from './space/space';
import type { Plan, Trial } from './trials';

/** What a class of a task learns from. */
export type ExampleOf<Model> = Model extends TaskModel<infer T> ? T['example'] : never;
/** All its settings. */
export type ConfigOf<Model> = Model extends TaskModel<infer T> ? T['config'] : never;
/** A space for each kind of input that it takes. */
type SpaceOf<Config> = Config extends object ? SearchSpace<Config> : never;

/** Options of `fit` that a search sets itself. */
const ownFitOptions = {
  validation: true,
  shuffleBuffer: true,
  epochs: true,
  schedule: true,
  checkpoints: true,
  resume: true,
  overwrite: true,
  onEvent: true,
  signal: true,
} as const;
type FurtherFitOptions<Model> = Model extends { fit(examples: never, options?: infer Options): unknown }
  ? Omit<NonNullable<Options>, keyof typeof ownFitOptions>
  : never;

/** What happens in a search. */
export type TuningEvent =
  | { type: 'trial-start'; number: number; plan: Plan }
  /** An event of a training inside of it. */
  | { type: 'training'; event: TrainingEvent }
  | { type: 'trial'; trial: Trial; best: Compared; monitor: Monitor }
  | { type: 'range-test'; rangeTest: RangeTest }
  | { type: 'warning'; message: string };

/** Options of `tune`. */
export interface TuneOptions<Model, Options> {
  /** Examples to compare settings on, never those of the test. Without them a tenth of the training examples is held out. */
  validation?: ExampleSource<ExampleOf<Model>>;
  /** Settings that stay as they are here; all others start from their defaults. */
  settings?: Options;
  /** What to choose among, in place of the task's own space. */
  space?: SpaceOf<ConfigOf<Model>>;
  /** Settings to search, of those that the space has; all of them without it. */
  search?: readonly string[];
  /** Time for all trials together, those before an interruption among them. Default 10. The default is always trained. */
  minutes?: number;
  /** The most trials; as many as the time allows without it. */
  trials?: number;
  /** Candidates in a row without a gain, after which the search ends. Default 24. */
  patience?: number;
  /**
   * Directory (or `indexeddb://name`) that keeps every finished trial, the best model and its settings (`config.json`), and
   * the checkpoint of a trial under way.
   */
  location?: string;
  /** Goes on with the search that is there. */
  resume?: boolean;
  /** Begins anew where another search is. */
  overwrite?: boolean;
  /** Further options of every `fit`: files that a task takes (`vectors`), `name`, `dataOptions`. */
  fit?: FurtherFitOptions<Model>;
  /** Called with every event: trials, steps of their trainings, the range test, warnings. */
  onEvent?: (event: TuningEvent) => void;
  /** Stops after the step under way. */
  signal?: AbortSignal;
  /** Milliseconds; default `performance.now`. */
  clock?: () => number;
}

const optionNames: OptionNames<TuneOptions<AnyTaskModel, object>> = {
  validation: true,
  settings: true,
  space: true,
  search: true,
  minutes: true,
  trials: true,
  patience: true,
  location: true,
  resume: true,
  overwrite: true,
  fit: true,
  onEvent: true,
  signal: true,
  clock: true,
};

/** @throws ConfigError for an option that is unknown or out of range. */
export function checkTuneOptions(options: TuneOptions<AnyTaskModel, object>): void {
  checkOptionNames<object>('tune', options, optionNames);
  const { minutes = 1, trials = 1, patience = 1, resume, overwrite, location, fit = {} } = options;
  checkIsOptions('tune fit', fit);
  const own = Object.keys(fit).find((name) => Object.hasOwn(ownFitOptions, name));
  if (own !== undefined) throw setBySearch(own);
  checkOption('tune', 'minutes', minutes, Number.isFinite(minutes) && minutes > 0, 'a number above 0');
  checkOption('tune', 'trials', trials, isCount(trials), 'a whole number above 0');
  checkOption('tune', 'patience', patience, isCount(patience), 'a whole number above 0');
  const isPlaced = location !== undefined || !(resume || overwrite);
  checkOption('tune', 'location', location, isPlaced, 'a directory, which resume and overwrite are about');
  checkOption('tune', 'overwrite', overwrite, !(resume && overwrite), 'not both resume and overwrite');
}

const setBySearch = (name: string) =>
  new ConfigError({
    where: 'tune fit',
    problem: `${name} is given, which the search sets itself`,
    expected: 'what a fit needs beside, such as files',
    fix: `Leave ${name} out, or give it to tune where it is an option there`,
  });

/** A search that its signal has ended: it goes on with `resume` where it has a location. */
export interface AbortedSearch {
  reason: 'aborted';
  trials: readonly Trial[];
  seconds: number;
}

/** What a search has found. */
export interface FinishedSearch<Model> {
  /**
   * Why it ended: the time or the trials are used up, the last candidates gained nothing, the whole space was tried, or no
   * value can be better than the default's.
   */
  reason: SearchEnd;
  /** The best model, trained. */
  model: Model;
  /** All settings of the best configuration, as the class takes them. */
  config: ConfigOf<Model>;
  /** What the best configuration has in place of the default's; nothing where the default is the best. */
  settings: Settings;
  best: Compared;
  /** The default settings on the same validation examples. */
  standard: Compared;
  /** The metric that was searched for. */
  monitor: Monitor;
  /** Trivial and linear models on the validation examples. */
  baselines: Record<string, Metrics>;
  /** In the order in which they were run. */
  trials: readonly Trial[];
  rangeTest: RangeTest | null;
  /** Seconds of the search, those before an interruption among them. */
  seconds: number;
}

/** Of `tune`: `reason` tells which it is. */
export type TuneResult<Model> = FinishedSearch<Model> | AbortedSearch;
