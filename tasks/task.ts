/**
 * The contract of a task. `TaskModel` turns a task into the methods that all of them have (`fit`, `evaluate`, `predict`,
 * `save`, `load`, `dispose`); a task says how its examples become arrays (preprocessor), which network they feed and
 * how its outputs are read (predictor).
 *
 *   example     what a user trains with     { text: 'a quiet triumph', label: 'positive' }
 *   input       what a user asks about      'a quiet triumph'
 *   encoded     an example as typed arrays  { input: { ids: Int32Array }, target: 1 }
 *   prediction  what the user gets          { label: 'positive', probabilities: {…} }
 */
import type { WeightedNetwork } from '../models/network';
import type { DataKind, DataOptions } from '../src/data/example-kind';
import type { Metrics, Monitor } from '../src/metrics/metric-types';
import type { NamedVariable } from '../src/parameters';
import type { Random } from '../src/random';
import type { EpochPlan } from '../src/training/batches/epoch-plan';
import type { BatchLoss, LossContext } from '../src/training/trainable';
import type { Note } from './inferred-settings';
import type { Advice, MeasuredModel } from './advice/measured-model';
import type { Presentation } from './presentation';
import type { TrainingConfig } from './settings';
import type { SearchSpace } from './tuning/space/space';

export type { Metrics, Monitor };

/** The types of a task by their roles. */
export interface TaskTypes {
  example: object;
  input: unknown;
  encoded: object;
  prediction: object;
  config: TrainingConfig;
  metrics: Metrics;
}

/** @typeParam P its own preprocessor, which `createPredictor` and `baselines` may need to know. */
export interface Task<T extends TaskTypes, P extends Preprocessor<T> = Preprocessor<T>> extends Presentation<
  T['example'],
  T['prediction'],
  T['config']
> {
  /** As on the command line and in `bundle.json`. */
  readonly name: string;
  /** Class name, for messages. */
  readonly className: string;
  /** What it trains on: how data are opened, the flags of the command line and how `predict` reads inputs follow. */
  readonly kinds: readonly DataKind[];
  /** The settings as a valibot schema has them, for help and documentation. */
  readonly settings: object;
  /**
   * For a task with several kinds of input: the one that these options, or this example of the training data, call for.
   * Throws ConfigError where the two contradict each other.
   */
  variant?(options: object, example?: T['example']): Task<T>;
  /** Checks a configuration and fills in defaults. Throws ConfigError. */
  parseConfig(options: unknown): T['config'];
  /**
   * Options that follow from the training examples, and count before `parseConfig` fills in defaults. Throws ConfigError
   * where they contradict those that were given.
   * @param note called with a sentence for the user: which settings differ from their defaults, and why
   */
  inferOptions?(examples: readonly T['example'][], options: object, note: Note): object;
  /** Settings with a default that `inferOptions` may decide otherwise; `tfseq init` leaves them out. */
  readonly inferredSettings?: readonly string[];
  /** The metric that chooses the best epoch. */
  monitor(config: T['config']): Monitor;
  /** What `tune` may choose among, around the default settings `config`. A task without it is given a space or none. */
  searchSpace?(config: T['config']): SearchSpace<T['config']>;
  /** Learns from the training examples what needs no gradient: vocabulary, labels, scales. Throws DataError. */
  fitPreprocessor(examples: readonly T['example'][], config: T['config']): P | Promise<P>;
  /**
   * The same from examples that come one by one, so that those of a file need not be in memory. A task without it, or
   * one that gives none for these settings, collects them. Its predictor has no `trainingUnits` and no `planBatches`,
   * which need all encoded examples, unless there is `encodeStream`.
   * @param first of the examples, for a task with several kinds of them
   */
  preprocessorFitter?(config: T['config'], first?: T['example']): PreprocessorFitter<T['example'], P> | undefined;
  /** Batches of examples that come one by one, where these are not shuffled. Throws what the examples throw. */
  encodeStream?(
    encoded: AsyncIterable<T['encoded']>,
    preprocessor: P,
    config: T['config'],
  ): Promise<EncodedExamples<T>>;
  /** The preprocessor whose `toJSON()` a bundle or checkpoint has. Throws ConfigError. */
  restorePreprocessor(json: unknown, config: T['config']): P;
  /** An input of `predict` as an expression, for the model card; without it a text. */
  inputExample?(preprocessor: P): string;
  /** Network, loss and predictions for this preprocessor. @param random the start of its weights */
  createPredictor(config: T['config'], preprocessor: P, random: Random): Predictor<T>;
  /** Checks the options of `predict` for a model; a task without it takes none. Throws ConfigError. */
  parsePredictOptions?(options: PredictionOptions, config: T['config']): PredictionOptions;
  /** How metrics of these examples are computed, by their names, where there are several conventions. */
  metricSignatures?(examples: readonly T['example'][], preprocessor: P): Record<string, string>;
  /** Metrics of trivial and linear models on the same test examples, as far as these have them. */
  baselines(
    train: readonly T['example'][],
    test: readonly T['example'][],
    preprocessor: P,
  ): Record<string, Metrics> | Promise<Record<string, Metrics>>;
  /** What the measurements of a model that is worse than a baseline point to, beside what holds for every task. */
  advise?(measured: MeasuredModel<T['example'], T['config'], P>): Advice[];
}

/** How a prediction is to be found: a task's own options, such as the width of a beam. */
export type PredictionOptions = Readonly<Record<string, unknown>>;

/** Examples and inputs → typed arrays. */
export interface Preprocessor<T extends TaskTypes> {
  /** Label names in the order of their class numbers, for tasks that have them. */
  readonly labels?: readonly string[];
  /** How often training has each of them. */
  readonly labelCounts?: readonly number[];
  /**
   * An example that has passed the checks of its kind.
   * @param where names it in errors, such as `training example 12`. Throws DataError.
   */
  encode(example: T['example'], where: string): T['encoded'];
  /**
   * All training examples that are in memory, where being one of them makes a difference.
   * @param nameOf an example in errors, by its index. Throws DataError.
   */
  encodeTraining?(examples: readonly T['example'][], nameOf: (index: number) => string): T['encoded'][];
  /** Throws DataError. */
  encodeInput(input: T['input'], where: string): T['encoded'];
  /** How further files are to be read for it: the columns of training. */
  readonly dataOptions?: DataOptions;
  /** What did not survive encoding since the last call (unknown words, truncated texts), one sentence each. */
  drainWarnings(): string[];
  /** Sizes worth knowing: ids of the vocabulary, part of the training tokens that it covers. */
  summary(): Record<string, number>;
  toJSON(): object;
}

export interface PreprocessorFitter<Example, P> {
  /** Throws DataError. */
  add(example: Example): void;
  /** Whether all examples are to be added once more. Throws DataError. */
  needsAnotherPass?(): boolean;
  /** Once all have been added. Throws DataError. */
  fit(): P;
}

/** The encoded examples of a training, wherever they are. */
export interface EncodedExamples<T extends TaskTypes> {
  /** @param random order of the epoch */
  planEpoch(predictor: Predictor<T>, batchSize: number, random: Random): EpochPlan<T['encoded'][]>;
  /** Frees what they take outside of memory. */
  dispose?(): Promise<void>;
}

/** A network together with what a task does with its outputs. Batches are small enough for one forward pass. */
export interface Predictor<T extends TaskTypes> {
  readonly network: WeightedNetwork;
  /** Steps of one example; a batch is made of similar lengths. */
  lengthOf(encoded: T['encoded']): number;
  /** What an epoch is made of in place of the examples: windows of long ones. */
  trainingUnits?(encoded: readonly T['encoded'][], random: Random): readonly T['encoded'][];
  /** Batches of an epoch in place of those of `batchSize` similar lengths: indices, each once. */
  planBatches?(encoded: readonly T['encoded'][], random: Random): Int32Array[];
  /**
   * The examples of a batch as `loss` and `predict` take them, for what is decoded late: images, audio files, cached
   * features. Awaited before the batch, while the step before it runs; everything else sees examples that are not
   * loaded. What it rejects with is reported with the name of the example.
   */
  load?(batch: readonly T['encoded'][]): Promise<readonly T['encoded'][]>;
  /** States of parallel streams that a batch leaves to the next one (`Trainable.carried`); `planBatches` orders these. */
  carried?(): readonly NamedVariable[];
  /** Whether the streams of a batch start with it, so that their states are 0. An epoch's first batch always does. */
  startsStreams?(batch: readonly T['encoded'][]): boolean;
  /** How many units the loss of a batch is the mean of; its examples if left out. */
  countUnits?(batch: readonly T['encoded'][]): number;
  /** The parts of a batch that takes too much memory at once, as indices, each once (`Trainable.split`). */
  split?(batch: readonly T['encoded'][]): Int32Array[];
  /** Mean loss of a batch in training mode, inside a tidy. */
  loss(batch: readonly T['encoded'][], context: LossContext): BatchLoss;
  /** In the order of the batch. */
  predict(batch: readonly T['encoded'][], options?: PredictionOptions): Promise<T['prediction'][]>;
  /** Metrics of these predictions against the targets of the examples. */
  evaluate(
    encoded: readonly T['encoded'][],
    predictions: readonly T['prediction'][],
  ): T['metrics'] | Promise<T['metrics']>;
  /**
   * After training, with the weights in place that are kept: fits what training has left open (how much other models
   * count beside the network) on examples that it did not have; without any, what is right on average. Gives whether there was something to fit.
   */
  calibrate?(validation: readonly T['encoded'][]): Promise<boolean>;
  /** Predictions of the validation examples as lines for a person to read; kept beside the checkpoints, a file an epoch. */
  validationReport?(encoded: readonly T['encoded'][], predictions: readonly T['prediction'][]): string;
}
