/** All tasks by name, and the bundle that knows its own. */
import { loadManifest } from '../src/bundle/store';
import { BundleError, ConfigError, show } from '../src/errors';
import { platform } from '../src/platform/platform';
import { didYouMean } from '../src/spelling';
import { checkLoadOptions, checkLocation, type LoadOptions } from './options';
import { Classifier, classification } from './classification/classification';
import { Forecaster, forecasting } from './forecasting/forecasting';
import { LanguageModel, languageModel } from './language-model/language-model';
import { polyphony, PolyphonyModel } from './polyphony/polyphony';
import { sentiment, SentimentClassifier } from './sentiment/sentiment';
import { Tagger, tagging } from './tagging/tagging';
import type { TaskTypes } from './task';
import type { TaskModel } from './task-model';
import { translation, Translator } from './translation/translation';

/** Task name, as on the command line and in bundles → its class. */
export const taskClasses = {
  sentiment: SentimentClassifier,
  classification: Classifier,
  tagging: Tagger,
  translation: Translator,
  'language-model': LanguageModel,
  polyphony: PolyphonyModel,
  forecasting: Forecaster,
} as const;

/** A task by its name on the command line and in bundles. */
export type TaskName = keyof typeof taskClasses;
/** A model of whatever task: only itself knows the types of its examples, inputs, predictions and metrics. */
export type AnyTaskModel = TaskModel<AnyTypes>;

export interface AnyTypes extends TaskTypes {
  metrics: Record<never, never>;
}

/**
 * What `load` gives: `taskName` says which it is, and TypeScript then knows its inputs and predictions.
 *
 *     const model = await load('runs/mine');
 *     if (model.taskName === 'sentiment') await model.predict('a quiet triumph');
 */
export type LoadedModel = InstanceType<(typeof taskClasses)[TaskName]>;

/** What every class of a task is: built from options, or from a bundle. */
export interface TaskClass {
  new (options?: object): AnyTaskModel;
  load(location: string, options?: LoadOptions): Promise<AnyTaskModel>;
}

export type AnyTask = AnyTaskModel['task'];
/** What each task is, in the order of `taskClasses`. */
export const tasks: readonly AnyTask[] = [
  sentiment,
  classification,
  tagging,
  translation,
  languageModel,
  polyphony,
  forecasting,
];

const isTaskName = (name: string): name is TaskName => Object.hasOwn(taskClasses, name);

/** @throws ConfigError for a task that there is not. */
export function taskClass(name: string): TaskClass {
  if (isTaskName(name)) return taskClasses[name];
  throw new ConfigError({
    where: 'task',
    problem: `there is no task ${show(name)}`,
    expected: `one of ${Object.keys(taskClasses).join(', ')}`,
    fix: didYouMean(name, Object.keys(taskClasses), 'Name one of these'),
  });
}

/**
 * Opens a bundle as whatever task it is of: directory, URL or `indexeddb://name`.
 * @throws BundleError, ConfigError for options.
 */
export async function load(location: string, options?: LoadOptions): Promise<LoadedModel> {
  checkLocation('load', 'location', location);
  const {
    info: { task },
  } = await loadManifest(platform().openStore(location, checkLoadOptions('load', options)));
  if (isTaskName(task)) return taskClasses[task].load(location, options);
  throw new BundleError({
    during: 'load',
    where: location,
    problem: `the bundle is of the task ${show(task)}`,
    expected: `one of ${Object.keys(taskClasses).join(', ')}`,
    fix: 'Update tfjs-sequence: a newer version may know this task',
  });
}
