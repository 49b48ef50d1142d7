/** The events of a run, in the order of their happening. */
import type { EpochRecord } from './progress';
import type { Metrics } from '../metrics/metric-types';

export interface StartEvent {
  type: 'start';
  epochs: number;
  stepsPerEpoch: number;
  /** Trained values. */
  parameters: number;
  /** Updates already done: more than 0 in a resumed run. */
  globalStep: number;
  /** Epochs already finished, in a resumed run. */
  history: EpochRecord[];
}

/** After each training step: loss, learning rate, norm of the gradients. */
export interface StepEvent {
  type: 'step';
  /** From 1. */
  epoch: number;
  epochs: number;
  /** Inside the epoch, from 1. */
  step: number;
  steps: number;
  globalStep: number;
  /** Of this batch. */
  loss: number;
  /** Of the epoch so far. */
  metrics: Metrics;
  learningRate: number;
  /** Before clipping. */
  gradientNorm: number;
  /** Real tokens, over the epoch so far. */
  tokensPerSecond: number;
  /** To the end of the run, without validations. */
  secondsLeft: number;
}

/** After each epoch: metrics of training and validation. */
export interface EpochEvent extends EpochRecord {
  type: 'epoch';
  epochs: number;
  /** Whether the monitored metric is the best so far; false where none is monitored. */
  improved: boolean;
}

/** `checkpoint.save` has taken a state and returned. */
export interface CheckpointEvent {
  type: 'checkpoint';
  /** Epochs finished. */
  epoch: number;
  /** Steps done in the present epoch. */
  step: number;
  globalStep: number;
}

export interface WarningEvent {
  type: 'warning';
  message: string;
}

export type EndReason = 'completed' | 'early-stopping' | 'aborted';

/** What `fit` returns: why and when the run ended, and which weights the model has now. */
export interface FitResult {
  reason: EndReason;
  /** Epochs finished, those before a resume among them. */
  epochs: number;
  globalStep: number;
  /** Which weights the model now has: those of the best epoch, the moving average, or those of the last step. */
  weights: 'best' | 'average' | 'last';
  /** From 1; null without `earlyStopping`, or where no epoch was finite. */
  bestEpoch: number | null;
  /** Best value of the monitored metric. */
  bestValue: number | null;
  history: EpochRecord[];
  /** Metrics of the validation after what is fitted on it (factors of several models); a task without that has none. */
  calibrated?: Metrics;
}

export interface EndEvent extends FitResult {
  type: 'end';
}

/** What happens while training; `type` says which kind it is. */
export type TrainingEvent = StartEvent | StepEvent | EpochEvent | CheckpointEvent | WarningEvent | EndEvent;
