/** The target half of a preprocessor: what a model learns to predict of an example. */

import type { LabelDecision } from './label-decision';

/** Where an example comes from, for errors; of one of its steps, from 0, if one is given. */
export type Locate = (step?: number) => string;

export interface TargetEncoder<Target, Encoded> {
  /** Throws DataError for a target that cannot be, or that training did not have. */
  encode(target: Target, locate: Locate): Encoded;
  /** In place of the target of an input that comes without one. */
  readonly missing: Encoded;
  /** Names in the order of their class numbers, for targets that have them. */
  readonly labels?: readonly string[];
  /** How often training has each of them. */
  readonly counts?: readonly number[];
  /** How one of them is chosen by the probabilities of all. */
  readonly decision?: LabelDecision;
  /** What was fitted after training, for `describe`. */
  fitted?(): Record<string, number>;
  /** What did not survive encoding since the last call, one sentence each. */
  drainWarnings(): string[];
  toJSON(): object;
}
