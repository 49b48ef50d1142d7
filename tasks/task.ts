/**
 * The contract of a task: data about glue. `TaskModel` turns a definition into the verbs that every task has (`fit`,
 * `evaluate`, `predict`, `save`, `load`, `dispose`); a definition says how its examples become numbers, which network
 * they feed, and how the answers are read.
 *
 *   Example  what a user trains with       { text: 'a quiet triumph', label: 'positive' }
 *   Input    what a user asks about        'a quiet triumph'
 *   Encoded    the same as typed arrays      { ids: Int32Array, label: 1 }
 *   Answer   what the user gets            { label: 'positive', probabilities: {…} }
 */
import type { WeightedNetwork } from '../models/network';
import type { DataKind, DataOptions } from '../src/data/example-kind';
import type { Metrics, Monitor } from '../src/metrics/metric-types';
import type { Random } from '../src/random';
import type { BatchLoss, LossContext } from '../src/training/trainable';
import type { Presentation } from './presentation';
import type { TrainingConfig } from './settings';

export type { Metrics, Monitor };

export interface Task<
  Example,
  Input,
  Encoded,
  Answer,
  Config extends TrainingConfig,
  Figures extends Metrics,
> extends Presentation<Example, Answer, Config> {
  /** As on the command line and in `bundle.json`. */
  readonly name: string;
  /** Class name, for messages. */
  readonly className: string;
  /** The metric that chooses the best epoch. */
  monitor(config: Config): Monitor;
  /** What it trains on: how data are opened, the flags of the command line and how `predict` reads inputs follow. */
  readonly kinds: readonly DataKind[];
  /** The settings as a schema has them, for help; without it their names and defaults have to do. */
  readonly settings?: object;
  /** Checks a configuration and fills in defaults. Throws ConfigError. */
  parse(config: unknown): Config;
  /**
   * Options that follow from the training examples, and count before `parse` fills in defaults. Throws ConfigError where
   * they contradict those that were given.
   */
  decide?(examples: readonly Example[], options: object): object;
  /** Learns from the training examples what needs no gradient: vocabulary, labels. Throws DataError. */
  prepare(examples: readonly Example[], config: Config): Preprocessor<Example, Input, Encoded>;
  /** The preprocessor that `toJSON` wrote into a bundle. Throws ConfigError. */
  restore(json: unknown): Preprocessor<Example, Input, Encoded>;
  /** Network, loss and answers for this preprocessor. */
  build(
    config: Config,
    preprocessor: Preprocessor<Example, Input, Encoded>,
    random: Random,
  ): Predictor<Encoded, Answer, Figures>;
  /** Checks the options of `predict` for a model; a task without it takes none. Throws ConfigError. */
  parsePredictOptions?(options: PredictionOptions, config: Config): PredictionOptions;
  /** How figures of these examples are computed, by their names, where there are several conventions. */
  signatures?(
    examples: readonly Example[],
    preprocessor: Preprocessor<Example, Input, Encoded>,
  ): Record<string, string>;
  /** Figures of trivial and linear models on the same test examples, as far as these have them. */
  baselines(
    train: readonly Example[],
    test: readonly Example[],
    preprocessor: Preprocessor<Example, Input, Encoded>,
  ): Record<string, Metrics>;
}

/** How an answer is to be found: a task's own options, such as the width of a beam. */
export type PredictionOptions = Readonly<Record<string, unknown>>;

/** Examples and inputs ↔ typed arrays. */
export interface Preprocessor<Example, Input, Encoded> {
  /** Label names in id order, for tasks that have them. */
  readonly labels: readonly string[];
  /** @param where names the example in errors, such as `training example 12`. Throws DataError. */
  encode(example: Example, where: string): Encoded;
  /** The same for an example that the preprocessor was prepared from, where that makes a difference. Throws DataError. */
  encodeTraining(example: Example, where: string): Encoded;
  /** Throws DataError. */
  encodeInput(input: Input, where: string): Encoded;
  /** What did not survive coding since the last call (unknown words, cut texts), one sentence each. */
  drainWarnings(): string[];
  /** Sizes worth knowing: ids of the vocabulary, part of the training tokens that it covers. */
  summary(): Record<string, number>;
  toJSON(): object;
  /** How further files are to be read for it: the columns of training. */
  readonly dataOptions?: DataOptions;
}

/** A network together with what a task does with its outputs. Batches are small enough for one forward pass. */
export interface Predictor<Encoded, Answer, Figures extends Metrics> {
  readonly network: WeightedNetwork;
  /** Steps of one example; a batch is made of similar lengths. */
  lengthOf(coded: Encoded): number;
  /** What an epoch is made of in place of the examples: windows of long ones. */
  trainingUnits?(coded: readonly Encoded[], random: Random): readonly Encoded[];
  /** Batches of an epoch in place of those of `batchSize` similar lengths: indices, each once. */
  planBatches?(coded: readonly Encoded[], random: Random): Int32Array[];
  /** How many units the loss of a batch is the mean of; its examples if left out. */
  countUnits?(batch: readonly Encoded[]): number;
  /** Mean loss of a batch in training mode, inside a tidy. */
  loss(batch: readonly Encoded[], context: LossContext): BatchLoss;
  /** Answers of a batch, in its order. */
  answer(batch: readonly Encoded[], options?: PredictionOptions): Promise<Answer[]>;
  /** Figures of these answers against what the examples say. */
  evaluate(coded: readonly Encoded[], answers: readonly Answer[]): Figures | Promise<Figures>;
  /** The answers to validation examples as lines for a person to read; kept beside the checkpoints, a file an epoch. */
  validationReport?(coded: readonly Encoded[], answers: readonly Answer[]): string;
}
