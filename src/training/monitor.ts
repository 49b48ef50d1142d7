/** Monitors one metric from epoch to epoch: whether it is the best so far, and for how many epochs it has not been. */
import { ConfigError } from '../errors';
import type { Metrics, Monitor } from '../metrics/metric-types';

/** The monitored metric, and what counts as better. It is one of the validation where there is one, otherwise of the training. */
export interface MonitorOptions extends Monitor {
  /** Less than this is no improvement, default 0. */
  minimumDelta?: number;
}

export interface MonitorState {
  /** Best value so far; null before the first. */
  best: number | null;
  /** Epochs since then. */
  stale: number;
}

/** What decides between epochs whose monitored values are next to equal. */
export interface TieBreaker extends Monitor {
  /** Values that differ by no more than this are next to equal. */
  within: number;
}

/** Epochs before the present one, for tie-breaking. */
export interface EarlierEpochs {
  /** Metrics of the epoch that is the best so far. */
  chosen: Metrics;
  /** The best monitored value of any. */
  peak: number;
}

/** The state after one more epoch. A value that is not finite is never an improvement. */
export function updateMonitor(
  options: MonitorOptions,
  state: MonitorState,
  metrics: Metrics,
): MonitorState & { improved: boolean } {
  const { minimumDelta = 0 } = options;
  const value = monitoredValue(options, metrics);
  const improved = Number.isFinite(value) && gainOver(state.best, value, options) > minimumDelta;
  return improved ? { best: value, stale: 0, improved } : { best: state.best, stale: state.stale + 1, improved };
}

/**
 * Whether an epoch is better than the one that is the best so far: clearly by the monitored metric, or next to equal to the
 * best value of any epoch and better by the other metric. Accuracy on few examples is often the same in several epochs.
 */
export function improves(
  options: Monitor,
  ties: TieBreaker,
  metrics: Metrics,
  { chosen, peak }: EarlierEpochs,
): boolean {
  const value = monitoredValue(options, metrics);
  if (!Number.isFinite(value)) return false;
  if (gainOver(chosen[options.metric], value, options) > ties.within) return true;
  if (gainOver(peak, value, options) < -ties.within) return false;
  const [before, now] = [chosen[ties.metric], metrics[ties.metric]];
  if (before === now || before === undefined || now === undefined) {
    return gainOver(chosen[options.metric], value, options) > 0;
  }
  return gainOver(before, now, ties) > 0;
}

function monitoredValue({ metric }: Monitor, metrics: Metrics): number {
  const value = metrics[metric];
  if (value !== undefined) return value;
  throw new ConfigError({
    where: 'training',
    problem: `metric ${metric} is monitored, but no epoch reports it`,
    expected: `one of ${Object.keys(metrics).join(', ')}`,
  });
}

/** By how much a value is better; infinitely where there was none. */
const gainOver = (before: number | null, value: number, { mode }: Monitor): number =>
  mode === 'max' ? value - (before ?? -Infinity) : (before ?? Infinity) - value;
