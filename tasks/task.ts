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
import type { Network } from '../models/network';
import type { Random } from '../src/random';
import type { LossResult, StepContext } from '../src/training/step';
import type { TrainingConfig } from './config';

/** Figures by their field names: `accuracy`, `macroF1`, `loss`, … */
export type Metrics = Record<string, number>;

export interface TaskDefinition<Example, Input, Coded, Answer, Config extends TrainingConfig> {
  /** As on the command line and in `bundle.json`. */
  readonly name: string;
  /** Class name, for messages. */
  readonly className: string;
  /** Checks a configuration and fills in defaults. Throws ConfigError. */
  parse(config: unknown): Config;
  /** Learns from the training examples what needs no gradient: vocabulary, labels. Throws DataError. */
  prepare(examples: readonly Example[], config: Config): Coder<Example, Input, Coded>;
  /** The coder that `toJSON` wrote into a bundle. Throws BundleError or ConfigError. */
  restore(json: unknown): Coder<Example, Input, Coded>;
  /** Network, loss and answers for this coder. */
  build(config: Config, coder: Coder<Example, Input, Coded>, random: Random): TaskNetwork<Coded, Answer>;
  /** Figures of trivial and linear models on the same test examples. */
  baselines(train: readonly Example[], test: readonly Example[], config: Config): Record<string, Metrics>;
}

/** Examples and inputs ↔ typed arrays. */
export interface Coder<Example, Input, Coded> {
  /** @param where names the example in errors, such as `training example 12`. */
  encode(example: Example, where: string): Coded;
  encodeInput(input: Input, where: string): Coded;
  /** What did not survive coding since the last call (unknown words, cut texts), one sentence each; empty if nothing. */
  takeNotes(): string[];
  /** Label names in id order, for tasks that have them. */
  readonly labels: readonly string[];
  toJSON(): object;
}

/** A network together with what a task does with its outputs. */
export interface TaskNetwork<Coded, Answer> {
  readonly network: Network;
  /** Steps of one coded example; batches are made of similar lengths. */
  lengthOf(coded: Coded): number;
  /** Mean loss of a batch and the counts that running metrics are made of. */
  loss(batch: readonly Coded[], context: StepContext): LossResult;
  /** Running metrics from the counts summed over batches. */
  runningMetrics(counts: Record<string, number>, weight: number): Metrics;
  answer(batch: readonly Coded[]): Promise<Answer[]>;
  evaluate(coded: readonly Coded[], batches: readonly Int32Array[]): Promise<Metrics>;
}
