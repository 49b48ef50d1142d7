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

/** The state after one more epoch. A value that is not finite is never an improvement. */
export function updateMonitor(
  options: MonitorOptions,
  state: MonitorState,
  metrics: Metrics,
): MonitorState & { improved: boolean } {
  const { metric, mode, minimumDelta = 0 } = options;
  const value = metrics[metric];
  if (value === undefined) {
    throw new ConfigError({
      where: 'training',
      problem: `metric ${metric} is monitored, but no epoch reports it`,
      expected: `one of ${Object.keys(metrics).join(', ')}`,
    });
  }
  const gain = mode === 'max' ? value - (state.best ?? -Infinity) : (state.best ?? Infinity) - value;
  const improved = Number.isFinite(value) && gain > minimumDelta;
  return improved ? { best: value, stale: 0, improved } : { best: state.best, stale: state.stale + 1, improved };
}
