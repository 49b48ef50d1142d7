/** What is known of a trained model that is worse than a baseline, and the advice that follows from it. */
import type { LostMetric } from '../../src/metrics/lost-metrics';
import type { Metrics } from '../../src/metrics/metric-types';

/** How a finished training went; what `fit` returns says it. */
export interface TrainingCourse {
  epochs: number;
  /** Steps of the optimizer. */
  globalStep: number;
  /** From 1; null where no metric was monitored. */
  bestEpoch: number | null;
  history: readonly { train: Metrics; validation: Metrics | null }[];
}

/** A model, what it was measured on, and how it compares. */
export interface MeasuredModel<Example, Config, P> {
  config: Config;
  preprocessor: P;
  /** That it was measured on. */
  examples: readonly Example[];
  metrics: Metrics;
  /** In which metrics it is worse than which baseline. */
  lost: readonly LostMetric[];
  /** Undefined where nothing is known of it. */
  training?: TrainingCourse;
}

/** What can be done next, and the measured reason. */
export interface Advice {
  /** In a word or two: `more epochs`, `characters`. */
  what: string;
  /** A clause: `31.0 % of the tokens are not in the vocabulary`. */
  reason: string;
  /** Train a new model with the settings, train this one further with them, or search for settings. */
  action: 'train' | 'continue' | 'tune';
  /** That are to be changed. */
  settings: Readonly<Record<string, string | number | boolean>>;
}

/** `31.0 %` */
export const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
