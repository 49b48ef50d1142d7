/**
 * The learning rate over a run. A schedule is plain data, and so is its state, which a checkpoint keeps. With peak η,
 * step s of S from 0, warm-up of w steps, and minimum η₀:
 *
 *   constant   η
 *   cosine     η (s+1)/w while s < w, then η₀ + (η - η₀)(1 + cos(π (s-w)/(S-w)))/2     (Loshchilov & Hutter 2017)
 *   triangular η₀ + (η - η₀)(s+1)/w while s < w, then η₀ + (η - η₀)(S-s)/(S-w)         (Howard & Ruder 2018, §3.2)
 *   plateau    η, times `factor` whenever the monitored metric has stalled for `patience` epochs, not below η₀
 *   exponential  η₀ (η/η₀)^(s/(w-1)) for w steps, then η: a learning rate range test      (Smith 2017, §3.3)
 */
import type { Metrics } from '../metrics/metric-types';
import { updateMonitor, type MonitorOptions, type MonitorState } from './monitor';

export interface ConstantSchedule {
  kind: 'constant';
  learningRate: number;
}

export interface CosineSchedule {
  kind: 'cosine';
  learningRate: number;
  /** Steps (updates), default 0. */
  warmupSteps?: number;
  /** Default 0. */
  minimum?: number;
}

export interface TriangularSchedule {
  kind: 'triangular';
  learningRate: number;
  /** Steps (updates) of the rise, default 0. */
  warmupSteps?: number;
  /** Default 1/32 of the learning rate. */
  minimum?: number;
}

export interface PlateauSchedule extends MonitorOptions {
  kind: 'plateau';
  learningRate: number;
  /** Default 0.5. */
  factor?: number;
  /** Epochs without improvement, default 2. */
  patience?: number;
  /** Default 0. */
  minimum?: number;
}

export interface ExponentialSchedule {
  kind: 'exponential';
  /** The largest one, at the end of the rise. */
  learningRate: number;
  /** The first one, above 0. */
  minimum: number;
  /** Steps (updates) of the rise. */
  rangeSteps: number;
}

/** The learning rate over a run: constant, cosine, a slanted triangle, lowered on a plateau, or rising to test a range of rates. */
export type ScheduleConfig =
  ConstantSchedule | CosineSchedule | TriangularSchedule | PlateauSchedule | ExponentialSchedule;

export interface ScheduleState extends MonitorState {
  /** How often a plateau lowered the rate. */
  lowered: number;
}

export const freshSchedule = (): ScheduleState => ({ best: null, stale: 0, lowered: 0 });

/** @param step updates so far; @param steps updates of the whole run */
export function learningRateAt(config: ScheduleConfig, state: ScheduleState, step: number, steps: number): number {
  switch (config.kind) {
    case 'constant':
      return config.learningRate;
    case 'cosine':
      return cosine(config, step, steps);
    case 'triangular':
      return triangular(config, step, steps);
    case 'plateau':
      return Math.max(config.learningRate * (config.factor ?? 0.5) ** state.lowered, config.minimum ?? 0);
    case 'exponential':
      return exponential(config, step);
  }
}

function cosine({ learningRate, warmupSteps = 0, minimum = 0 }: CosineSchedule, step: number, steps: number): number {
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const share = Math.min((step - warmupSteps) / Math.max(steps - warmupSteps, 1), 1);
  return minimum + ((learningRate - minimum) * (1 + Math.cos(Math.PI * share))) / 2;
}

function triangular(config: TriangularSchedule, step: number, steps: number): number {
  const { learningRate, warmupSteps = 0, minimum = learningRate / 32 } = config;
  const fall = Math.max(0, steps - step) / Math.max(steps - warmupSteps, 1);
  const height = step < warmupSteps ? (step + 1) / warmupSteps : Math.min(fall, 1);
  return minimum + (learningRate - minimum) * height;
}

function exponential({ learningRate, minimum, rangeSteps }: ExponentialSchedule, step: number): number {
  return minimum * (learningRate / minimum) ** Math.min(step / Math.max(rangeSteps - 1, 1), 1);
}

/** The state after an epoch with these metrics. */
export function afterEpoch(config: ScheduleConfig, state: ScheduleState, metrics: Metrics): ScheduleState {
  if (config.kind !== 'plateau') return state;
  const { best, stale } = updateMonitor(config, state, metrics);
  const stalled = stale >= (config.patience ?? 2);
  return { best, stale: stalled ? 0 : stale, lowered: state.lowered + (stalled ? 1 : 0) };
}
