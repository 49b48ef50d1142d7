/** A fitted model ↔ a bundle: what the task knows goes into the manifest, the network into `model.json` and weights. */
import * as tf from '@tensorflow/tfjs';
import { readWeights, writeWeights } from '../models/network-weights';
import type { BundleContent } from '../src/bundle/encode';
import type { JsonObject } from '../src/bundle/json';
import type { BundleInfo } from '../src/bundle/manifest';
import { loadBundle } from '../src/bundle/store';
import { BundleError, ConfigError, reasonOf, SequenceError, show } from '../src/errors';
import { withinWeights } from '../src/layers/weight-budget';
import { withoutInitialValues } from '../src/parameters';
import { platform } from '../src/platform/platform';
import { Random } from '../src/random';
import { sizeOf } from '../src/shapes';
import type { FitResult } from '../src/training/events';
import { version } from '../src/version';
import { checkLoadOptions, checkLocation, type LoadOptions } from './options';
import { changedConfig } from './model/changed-settings';
import { dataOptionsOf, upgradeConfig } from './settings';
import type { Predictor, Preprocessor, Task, TaskTypes } from './task';

/** What training or loading gives a model. */
export interface Fitted<T extends TaskTypes> {
  preprocessor: Preprocessor<T>;
  predictor: Predictor<T>;
}

/** What is known about a model's training and metrics; it travels with the bundle. */
export type ModelRecord = Pick<BundleInfo, 'metrics' | 'baselines' | 'trainedOn' | 'measuredOn' | 'dataOptions'>;

/** What a training tells of a model. */
export function recordOf(
  { history, bestEpoch, epochs, calibrated }: FitResult,
  { name, dataOptions }: { name?: string; dataOptions?: ModelRecord['dataOptions'] },
  training: number,
  validation: number | undefined,
  before?: string,
): ModelRecord {
  const best = history.find(({ epoch }) => epoch === (bestEpoch ?? epochs));
  return {
    metrics: calibrated ?? best?.validation ?? {},
    baselines: {},
    dataOptions,
    trainedOn: trainedOn(describeExamples(name, training), before),
    measuredOn:
      validation === undefined
        ? undefined
        : describeExamples(`the validation data of ${name ?? 'training'}`, validation),
  };
}

/** @param before what it was trained on before that */
const trainedOn = (now: string, before?: string) =>
  before === undefined || before.startsWith(now) ? (before ?? now) : `${now}, after ${before}`;

/** Bundles travel: of a path of this machine its last part is left. */
const withoutFolders = (name: string) =>
  name.replace(/(^|\s)(?:file:\/\/|[A-Za-z]:[\\/]|~?\/)(?:[^\s\\/]*[\\/])*/g, '$1');

export const describeExamples = (given: string | undefined, count: number) =>
  `${(given === undefined ? undefined : withoutFolders(given)) ?? 'examples without a name'} (${count.toLocaleString('en')} examples)`;

export function contentOf<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  { preprocessor, predictor }: Fitted<T>,
  record: ModelRecord,
): BundleContent {
  const info: BundleInfo = {
    task: task.name,
    config,
    encoder: preprocessor.toJSON() as JsonObject,
    labels: [...(preprocessor.labels ?? [])],
    ...record,
    seed: config.seed,
    libraries: { 'tfjs-sequence': version, '@tensorflow/tfjs': tf.version.tfjs },
  };
  const topology = predictor.network.topology() as JsonObject;
  const usage = { className: task.className, input: task.inputExample?.(preprocessor) ?? "'an example'" };
  return { info, topology, weights: readWeights(predictor.network), usage };
}

/** @param where the call, for messages @throws ConfigError for its options, BundleError. */
export async function readBundle(where: string, location: string, options?: LoadOptions): Promise<BundleContent> {
  checkLocation(where, 'location', location);
  const access = checkLoadOptions(where, options);
  return loadBundle(platform().openStore(location, access), access.maximumFileBytes);
}

/** @throws BundleError for another task's bundle, or one whose parts do not fit each other. */
export function restoreFrom<T extends TaskTypes>(
  baseTask: Task<T>,
  { info, weights }: BundleContent,
  location: string,
  settings?: object,
): { config: T['config']; fitted: Fitted<T>; record: ModelRecord } {
  if (info.task !== baseTask.name) {
    throw new BundleError({
      during: 'load',
      where: location,
      problem: `the bundle is of the task ${info.task}`,
      expected: baseTask.name,
      fix: `Load it with load(${JSON.stringify(location)}), which takes the right class`,
    });
  }
  const options = upgradeConfig(info.config);
  const task = fromBundle(location, () => baseTask.variant?.(options) ?? baseTask);
  const saved = fromBundle(location, () => task.parseConfig(options));
  const config = settings ? changedConfig(task, saved, settings, location) : saved;
  const fitted = fromBundle(location, () => {
    const preprocessor = task.restorePreprocessor(info.encoder, config);
    checkLabels(location, info.labels, preprocessor.labels ?? []);
    const values = weights.reduce((sum, weight) => sum + weight.values.length, 0);
    return orDispose(() => {
      const built = withoutInitialValues(() => withinWeights(values, () => makeFitted(task, config, preprocessor)));
      writeWeights(built.predictor.network, weights);
      return built;
    });
  });
  const { metrics, baselines, trainedOn, measuredOn } = info;
  const dataOptions = dataOptionsOf(info);
  return { config, fitted, record: { metrics, baselines, trainedOn, measuredOn, dataOptions } };
}

/** What is wrong with a part of a bundle is an error of the bundle. */
function fromBundle<Result>(location: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof BundleError || !(cause instanceof SequenceError)) throw cause;
    const { problem, expected, fix } = cause;
    throw new BundleError({ during: 'load', where: `${location}: ${cause.where}`, problem, expected, fix, cause });
  }
}

/** The result of `build`; the variables that it made are freed if it throws. */
function orDispose<Result>(build: () => Result): Result {
  const before = new Set(Object.keys(tf.engine().registeredVariables));
  try {
    return build();
  } catch (error) {
    const made = Object.entries(tf.engine().registeredVariables).filter(([name]) => !before.has(name));
    made.forEach(([, variable]) => variable.dispose());
    throw error;
  }
}

function checkLabels(location: string, ofBundle: readonly string[], ofPreprocessor: readonly string[]): void {
  const at = Array.from(ofBundle).findIndex((label, id) => label !== ofPreprocessor[id]);
  if (at < 0 && ofBundle.length === ofPreprocessor.length) return;
  throw new BundleError({
    during: 'load',
    where: `${location}: bundle.json`,
    problem:
      ofBundle.length === ofPreprocessor.length
        ? `label ${at} is ${show(ofBundle[at])}, and ${show(ofPreprocessor[at])} in its encoder`
        : `there are ${ofBundle.length} labels, and ${ofPreprocessor.length} in its encoder`,
    expected: 'the same labels in both',
    fix: 'Copy the whole directory again, or save the model again',
  });
}

/**
 * A fresh network over a preprocessor; the start of its weights follows from the seed.
 * @throws ConfigError for a network that no memory holds.
 */
export function makeFitted<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  preprocessor: Preprocessor<T>,
): Fitted<T> {
  try {
    const random = Random.fromSeed(config.seed).fork('weights');
    return orDispose(() => ({ preprocessor, predictor: task.createPredictor(config, preprocessor, random) }));
  } catch (cause) {
    throw (cause as Partial<Error> | undefined)?.name === 'RangeError'
      ? tooLarge(task.className, config, cause)
      : cause;
  }
}

/** An array that cannot be as long as a weight has numbers is a RangeError of the engine. */
function tooLarge(where: string, config: object, cause: unknown): ConfigError {
  const sizes = Object.entries(config).filter(([name]) => /size$|^layers$/i.test(name) && name !== 'batchSize');
  return new ConfigError({
    where,
    problem: `the network does not fit into memory (${reasonOf(cause)}): ${sizes.map((size) => size.join(' ')).join(', ')}`,
    expected: 'sizes whose weights can be held: about hiddenSize² numbers a layer',
    fix: 'Make the largest of them smaller',
    cause,
  });
}

export interface ModelDescription extends ModelRecord {
  task: string;
  config: object;
  labels: readonly string[];
  /** What the preprocessor says of itself: sizes, coverage. */
  encoder: Record<string, number>;
  parameters: { name: string; shape: number[]; size: number }[];
  /** Sum of their sizes. */
  parameterCount: number;
}

export function describe<T extends TaskTypes>(
  task: Task<T>,
  config: T['config'],
  { preprocessor, predictor }: Fitted<T>,
  record: ModelRecord,
): ModelDescription {
  const parameters = predictor.network
    .parameters()
    .map(({ name, variable: { shape } }) => ({ name, shape, size: sizeOf(shape) }));
  const parameterCount = parameters.reduce((sum, { size }) => sum + size, 0);
  return {
    task: task.name,
    config,
    labels: preprocessor.labels ?? [],
    encoder: preprocessor.summary(),
    parameters,
    parameterCount,
    ...record,
  };
}
