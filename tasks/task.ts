/**
 * The contract of a task: data about glue. `TaskModel` turns a definition into the verbs that every task has (`fit`,
 * `evaluate`, `predict`, `save`, `load`, `dispose`); a definition says how its examples become numbers, which network
 * they feed, and how the answers are read.
 *
 *   Example  what a user trains with       { text: 'a quiet triumph', label: 'positive' }
 *   Input    what a user asks about        'a quiet triumph'
 *   Coded    the same as typed arrays      { ids: Int32Array, label: 1 }
 *   Answer   what the user gets            { label: 'positive', probabilities: {…} }
 */
import type { WeightedNetwork } from '../models/network';
import type { Dataset, ReadOptions } from '../src/data/datasets/openers';
import type { DataHost } from '../src/data/bytes/file-host';
import type { Random } from '../src/random';
import type { BatchLoss, LossContext } from '../src/training/step';
import type { TrainingConfig } from './settings';

/** Figures by their field names: `accuracy`, `macroF1`, `loss`, … */
export type Metrics = Record<string, number>;

/** A figure, and which way is better. */
export interface Watch {
  metric: string;
  mode: 'max' | 'min';
}

export interface TaskDefinition<Example, Input, Coded, Answer, Config extends TrainingConfig, Figures extends Metrics> {
  /** As on the command line and in `bundle.json`. */
  readonly name: string;
  /** Class name, for messages. */
  readonly className: string;
  /** The figure that chooses the best epoch. */
  readonly watch: Watch;
  /** The same, where the configuration has a say. */
  watchFor?(config: Config): Watch;
  /**
   * Examples in their splits: a data set by name, a file or a directory.
   * @param options of which each task takes its own. Throws DataError, ConfigError.
   */
  read(nameOrPath: string, host: DataHost | undefined, options: ReadOptions): Promise<Dataset<Example>>;
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
  prepare(examples: readonly Example[], config: Config): Coder<Example, Input, Coded>;
  /** The coder that `toJSON` wrote into a bundle. Throws ConfigError. */
  restore(json: unknown): Coder<Example, Input, Coded>;
  /** Network, loss and answers for this coder. */
  build(config: Config, coder: Coder<Example, Input, Coded>, random: Random): TaskNetwork<Coded, Answer, Figures>;
  /** Checks the options of `predict` for a model; a task without it takes none. Throws ConfigError. */
  parseAnswerOptions?(options: AnswerOptions, config: Config): AnswerOptions;
  /** How figures of these examples are computed, by their names, where there are several conventions. */
  signatures?(examples: readonly Example[], coder: Coder<Example, Input, Coded>): Record<string, string>;
  /** Figures of trivial and linear models on the same test examples, as far as these have them. */
  baselines(
    train: readonly Example[],
    test: readonly Example[],
    coder: Coder<Example, Input, Coded>,
  ): Record<string, Metrics>;
}

/** How an answer is to be found: a task's own options, such as the width of a beam. */
export type AnswerOptions = Readonly<Record<string, unknown>>;

/** Examples and inputs ↔ typed arrays. */
export interface Coder<Example, Input, Coded> {
  /** Label names in id order, for tasks that have them. */
  readonly labels: readonly string[];
  /** @param where names the example in errors, such as `training example 12`. Throws DataError. */
  encode(example: Example, where: string): Coded;
  /** The same for an example that the coder was prepared from, where that makes a difference. Throws DataError. */
  encodeTraining(example: Example, where: string): Coded;
  /** Throws DataError. */
  encodeInput(input: Input, where: string): Coded;
  /** What did not survive coding since the last call (unknown words, cut texts), one sentence each. */
  takeNotes(): string[];
  /** Sizes worth knowing: ids of the vocabulary, part of the training tokens that it covers. */
  summary(): Record<string, number>;
  toJSON(): object;
}

/** A network together with what a task does with its outputs. Batches are small enough for one forward pass. */
export interface TaskNetwork<Coded, Answer, Figures extends Metrics> {
  readonly network: WeightedNetwork;
  /** Steps of one example; a batch is made of similar lengths. */
  lengthOf(coded: Coded): number;
  /** What an epoch is made of in place of the examples: windows of long ones. */
  cut?(coded: readonly Coded[], random: Random): readonly Coded[];
  /** Batches of an epoch in place of those of `batchSize` similar lengths: indices, each once. */
  planBatches?(coded: readonly Coded[], random: Random): Int32Array[];
  /** How many units the loss of a batch is the mean of; its examples if left out. */
  weightOf?(batch: readonly Coded[]): number;
  /** Mean loss of a batch in training mode, inside a tidy. */
  loss(batch: readonly Coded[], context: LossContext): BatchLoss;
  /** Answers of a batch, in its order. */
  answer(batch: readonly Coded[], options?: AnswerOptions): Promise<Answer[]>;
  /** Figures of these answers against what the examples say. */
  evaluate(coded: readonly Coded[], answers: readonly Answer[]): Figures | Promise<Figures>;
  /** The answers to validation examples as lines for a person to read; kept beside the checkpoints, a file an epoch. */
  transcript?(coded: readonly Coded[], answers: readonly Answer[]): string;
}
