/** In which metrics a model is worse than one of its baselines. */
import type { Metrics, Monitor } from './metric-types';

/** A metric of a model that a baseline has better. */
export interface LostMetric {
  baseline: string;
  metric: string;
  /** Of the model. */
  value: number;
  baselineValue: number;
}

/** Of losses, perplexities, bits, nats, errors and error rates, also of forecasts less is better; of all others more. */
export const metricMode = (metric: string): Monitor['mode'] =>
  /(loss|perplexity|error|errorRate)$|^bitsPer|^nats$|^ter$|^(r?mse|mae|smape|mase|rmsse|pinball|crps|width90)(Units)?$/i.test(
    metric,
  )
    ? 'min'
    : 'max';

/** Baseline by baseline. Equal values, and those that are no numbers, are not lost. */
export function lostMetrics(metrics: Metrics, baselines: Record<string, Metrics>): LostMetric[] {
  return Object.entries(baselines).flatMap(([baseline, own]) =>
    Object.entries(metrics).flatMap(([metric, value]) => {
      const baselineValue = own[metric];
      const gain = metricMode(metric) === 'max' ? value - baselineValue : baselineValue - value;
      return gain < 0 ? [{ baseline, metric, value, baselineValue }] : [];
    }),
  );
}
