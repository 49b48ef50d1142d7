/** What a run tells while it goes on. */
import type { EpochRecord } from './progress';
import type { Metrics } from '../metrics/metric-types';

export interface StartEvent {
  type: 'start';
  epochs: number;
  stepsPerEpoch: number;
  /** Trained numbers. */
  parameters: number;
  /** Updates done before: more than 0 in a resumed run. */
  globalStep: number;
}

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
  /** To the end of the run, validations apart. */
  secondsLeft: number;
}

export interface EpochEvent extends EpochRecord {
  type: 'epoch';
  epochs: number;
  /** Whether the watched metric is the best so far; false where none is watched. */
  improved: boolean;
}

/** A state was handed to `checkpoint.save`, and that returned. */
export interface CheckpointEvent {
  type: 'checkpoint';
  /** Epochs finished. */
  epoch: number;
  /** Steps done inside the epoch under way. */
  step: number;
  globalStep: number;
}

export interface WarningEvent {
  type: 'warning';
  message: string;
}

export type EndReason = 'completed' | 'early-stopping' | 'aborted';

export interface FitResult {
  reason: EndReason;
  /** Epochs finished, the resumed ones among them. */
  epochs: number;
  globalStep: number;
  /** Which weights the model now has: of the best epoch, the moving average, or as the last step left them. */
  weights: 'best' | 'average' | 'last';
  /** From 1; null where none is kept as the best. */
  bestEpoch: number | null;
  /** Best value of the watched metric. */
  bestValue: number | null;
  history: EpochRecord[];
}

export interface EndEvent extends FitResult {
  type: 'end';
}

export type TrainingEvent = StartEvent | StepEvent | EpochEvent | CheckpointEvent | WarningEvent | EndEvent;
