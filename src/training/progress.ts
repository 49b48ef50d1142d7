/** How far a run has come: plain data, the part of a checkpoint that is not tensors. (What is reported: events.ts.) */
import { freshSchedule, type ScheduleState } from './schedule';
import type { StepResult } from './step';
import type { Metrics } from '../metrics/metric-types';
import type { MonitorState } from './monitor';

export interface Progress {
  /** Of the first epoch; with other data or another batch size it differs. */
  stepsPerEpoch: number;
  /** Epochs finished. */
  epoch: number;
  /** Steps done in the present epoch. */
  step: number;
  /** Updates since the start of the run. */
  globalStep: number;
  /** Sums over the present epoch. */
  sums: EpochSums;
  schedule: ScheduleState;
  /** Best value of the monitored metric, and the epoch that reached it. */
  best: MonitorState & { epoch: number | null };
  history: EpochRecord[];
}

export interface EpochSums {
  /** Σ weight · loss. */
  loss: number;
  /** Σ weight: real units. */
  weight: number;
  tokens: number;
  seconds: number;
  totals: Record<string, number>;
}

export interface EpochRecord {
  /** From 1. */
  epoch: number;
  train: Metrics;
  /** Null without a validation. */
  validation: Metrics | null;
  /** After the last step. */
  learningRate: number;
  /** Training steps alone, without validation. */
  seconds: number;
}

const freshSums = (): EpochSums => ({ loss: 0, weight: 0, tokens: 0, seconds: 0, totals: {} });

export const freshProgress = (stepsPerEpoch: number): Progress => ({
  stepsPerEpoch,
  epoch: 0,
  step: 0,
  globalStep: 0,
  sums: freshSums(),
  schedule: freshSchedule(),
  best: { best: null, stale: 0, epoch: null },
  history: [],
});

/** Adds one step. */
export function addStep(progress: Progress, result: StepResult, weight: number, tokens: number, seconds: number): void {
  const { sums } = progress;
  progress.step++;
  progress.globalStep++;
  sums.loss += weight * result.loss;
  sums.weight += weight;
  sums.tokens += tokens;
  sums.seconds += seconds;
  for (const [name, total] of Object.entries(result.totals)) sums.totals[name] = (sums.totals[name] ?? 0) + total;
}

/** Ends the present epoch and starts the next. */
export function addEpoch(progress: Progress, record: EpochRecord): void {
  progress.history.push(record);
  progress.epoch++;
  progress.step = 0;
  progress.sums = freshSums();
}

/** Means over the real units seen so far in this epoch: the loss and whatever the model totals. */
export function runningMetrics({ sums }: Progress): Metrics {
  const means = Object.entries(sums.totals).map(([name, total]) => [name, total / sums.weight]);
  return { loss: sums.loss / sums.weight, ...(Object.fromEntries(means) as Metrics) };
}

/** Speed over the present epoch, and how long the remaining steps take at the mean speed of the run so far. */
export function pace(progress: Progress, epochs: number): { tokensPerSecond: number; secondsLeft: number } {
  const { sums, history, globalStep, stepsPerEpoch } = progress;
  const seconds = history.reduce((sum, record) => sum + record.seconds, sums.seconds);
  return {
    tokensPerSecond: sums.seconds > 0 ? sums.tokens / sums.seconds : 0,
    secondsLeft: (seconds / globalStep) * Math.max(stepsPerEpoch * epochs - globalStep, 0),
  };
}
