/** A trial: one training with settings of a candidate, for a number of epochs. All of a search are kept. */
import * as v from 'valibot';
import { keyOf } from './space/draw';
import type { Settings } from './space/space';

/** What to train next. */
export interface Plan {
  /** What differs from the default; empty for the default itself. */
  settings: Settings;
  /** Stage of successive halving, from 0; `confirmation`: to the end, with another seed. */
  rung: number | 'confirmation';
  /** Passes over the training examples: fewer than the settings ask for in all but the last rung. */
  epochs: number;
  seed: number;
}

/** `failed`: its settings do not work with these data; `stopped`: the time ended before it did. */
export type TrialOutcome = 'finished' | 'failed' | 'stopped';

/** One training of a search: its settings, epochs and seed, and the value of the monitored metric. */
export interface Trial extends Plan {
  /** From 1, in the order in which they were run. */
  number: number;
  outcome: TrialOutcome;
  /** The monitored metric on the validation examples; null where it was not finished. */
  value: number | null;
  /** From 1; null where none was better than no training. */
  bestEpoch: number | null;
  /** From its start to its last metric. */
  seconds: number;
  /** Of an epoch, its validation included; 0 where none ended. What is left of `seconds` is preparation and measuring. */
  epochSeconds: number;
  /** The monitored metric of each group of validation examples, for standard errors; none where they were not measured. */
  groups: number[];
  /** Why it failed. */
  problem?: string;
}

/** A trial that has its value. */
export type FinishedTrial = Trial & { outcome: 'finished'; value: number };

export const isFinished = (trial: Trial): trial is FinishedTrial =>
  trial.outcome === 'finished' && trial.value !== null;

/** Equal for the same settings, on whatever rung and with whatever seed. */
export const candidateOf = ({ settings }: Plan): string => keyOf(settings);

/** Equal for trials that differ by the seed alone. */
export const configurationOf = ({ settings, epochs }: Plan): string => keyOf({ ...settings, epochs });

export const trialSchema = v.object({
  number: v.number(),
  settings: v.record(v.string(), v.unknown()),
  rung: v.union([v.number(), v.literal('confirmation')]),
  epochs: v.number(),
  seed: v.number(),
  outcome: v.picklist(['finished', 'failed', 'stopped']),
  value: v.nullable(v.number()),
  bestEpoch: v.nullable(v.number()),
  seconds: v.number(),
  epochSeconds: v.number(),
  groups: v.array(v.number()),
  problem: v.optional(v.string()),
});
