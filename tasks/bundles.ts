/** A learnt model ↔ a bundle: what the task knows goes into the manifest, the network into `model.json` and weights. */
import * as tf from '@tensorflow/tfjs';
import { readWeights, writeWeights } from '../models/network-weights';
import type { BundleContent } from '../src/bundle/encode';
import type { JsonObject } from '../src/bundle/json';
import type { BundleInfo } from '../src/bundle/manifest';
import { BundleError, ConfigError, reasonOf, SequenceError } from '../src/errors';
import { Random } from '../src/random';
import { sizeOf } from '../src/shapes';
import { version } from '../src/version';
import { dataOptionsOf, type TrainingConfig, upgradeConfig } from './settings';
import type { Preprocessor, Metrics, Task, Predictor } from './task';

/** What training or loading gives a model. */
export interface Fitted<Example, Input, Encoded, Answer, Figures extends Metrics> {
  preprocessor: Preprocessor<Example, Input, Encoded>;
  net: Predictor<Encoded, Answer, Figures>;
}

/** What is known about a model's training and figures; it travels with the bundle. */
export type ModelRecord = Pick<BundleInfo, 'metrics' | 'baselines' | 'trainedOn' | 'measuredOn' | 'dataOptions'>;

export function contentOf<Example, Input, Encoded, Answer, Config extends TrainingConfig, Figures extends Metrics>(
  task: Task<Example, Input, Encoded, Answer, Config, Figures>,
  config: Config,
  { preprocessor, net }: Fitted<Example, Input, Encoded, Answer, Figures>,
  record: ModelRecord,
): BundleContent {
  const info: BundleInfo = {
    task: task.name,
    config: config,
    encoder: preprocessor.toJSON() as JsonObject,
    labels: [...preprocessor.labels],
    ...record,
    seed: config.seed,
    libraries: { 'tfjs-sequence': version, '@tensorflow/tfjs': tf.version.tfjs },
  };
  const topology = net.network.topology() as JsonObject;
  return { info, topology, weights: readWeights(net.network) };
}

/** @throws BundleError for another task's bundle, or one whose parts do not fit each other. */
export function restoreFrom<Example, Input, Encoded, Answer, Config extends TrainingConfig, Figures extends Metrics>(
  task: Task<Example, Input, Encoded, Answer, Config, Figures>,
  { info, weights }: BundleContent,
  location: string,
): { config: Config; learnt: Fitted<Example, Input, Encoded, Answer, Figures>; record: ModelRecord } {
  if (info.task !== task.name) {
    throw new BundleError({
      during: 'load',
      where: location,
      problem: `the bundle is of the task ${info.task}`,
      expected: task.name,
      fix: `Load it with load(${JSON.stringify(location)}), which takes the right class`,
    });
  }
  try {
    const config = task.parse(upgradeConfig(info.config));
    const learnt = makeFitted(task, config, task.restore(info.encoder));
    writeWeights(learnt.net.network, weights);
    const { metrics, baselines, trainedOn, measuredOn } = info;
    const dataOptions = dataOptionsOf(info);
    return { config, learnt, record: { metrics, baselines, trainedOn, measuredOn, dataOptions } };
  } catch (cause) {
    if (cause instanceof BundleError || !(cause instanceof SequenceError)) throw cause;
    const { problem, expected, fix } = cause;
    throw new BundleError({ during: 'load', where: `${location}: ${cause.where}`, problem, expected, fix, cause });
  }
}

/**
 * A fresh network over a preprocessor; the start of its weights follows from the seed.
 * @throws ConfigError for a network that no memory holds.
 */
export function makeFitted<Example, Input, Encoded, Answer, Config extends TrainingConfig, Figures extends Metrics>(
  task: Task<Example, Input, Encoded, Answer, Config, Figures>,
  config: Config,
  preprocessor: Preprocessor<Example, Input, Encoded>,
): Fitted<Example, Input, Encoded, Answer, Figures> {
  try {
    return { preprocessor, net: task.build(config, preprocessor, Random.fromSeed(config.seed).fork('weights')) };
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

export function describe<Example, Input, Encoded, Answer, Config extends TrainingConfig, Figures extends Metrics>(
  task: Task<Example, Input, Encoded, Answer, Config, Figures>,
  config: Config,
  { preprocessor, net }: Fitted<Example, Input, Encoded, Answer, Figures>,
  record: ModelRecord,
): ModelDescription {
  const parameters = net.network
    .parameters()
    .map(({ name, variable: { shape } }) => ({ name, shape, size: sizeOf(shape) }));
  const parameterCount = parameters.reduce((sum, { size }) => sum + size, 0);
  return {
    task: task.name,
    config,
    labels: preprocessor.labels,
    encoder: preprocessor.summary(),
    parameters,
    parameterCount,
    ...record,
  };
}
