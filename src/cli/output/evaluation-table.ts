/** Metrics beside those of the baselines, as a table that a person reads and as the document that a program reads. */
import pc from 'picocolors';
import { formatMetric } from '../../display/format';
import { visibleText } from '../../display/visible-text';
import type { Metrics, Monitor } from '../../metrics/metric-types';
import { table } from './table';

/** What `evaluate --json` prints; the field names are fixed. */
export interface EvaluationDocument {
  task: string;
  data: string;
  split: string;
  examples: number;
  metrics: Metrics;
  baselines: Record<string, Metrics>;
  /** What some metrics are to be quoted with; left out for a task without such metrics. */
  signatures?: Record<string, string>;
  seconds: number;
}

/** Their entry of a document, where there are any. */
export const signed = (signatures: Record<string, string>) => (Object.keys(signatures).length ? { signatures } : {});

/** A row for the model and one for each baseline, a column a metric; says so where a baseline is better. */
export function evaluationTable(document: EvaluationDocument, monitor: Monitor): string {
  const { task, data, split, examples, metrics, baselines, signatures = {} } = document;
  const names = Object.keys(metrics);
  const row = (title: string, own: Metrics) => [title, ...names.map((name) => formatMetric(name, own[name]))];
  const rows = [row(pc.bold('this model'), metrics), ...Object.entries(baselines).map(([name, own]) => row(name, own))];
  const title = `${task} on ${visibleText(data)}, ${split} split, ${examples.toLocaleString('en')} examples`;
  return [
    title,
    table(rows, { head: ['', ...names], right: (column) => column > 0 }),
    ...Object.entries(signatures).map(([name, signature]) => pc.dim(`${name}: ${signature}`)),
    ...verdict(metrics, baselines, monitor),
  ].join('\n');
}

function verdict(metrics: Metrics, baselines: Record<string, Metrics>, { metric, mode }: Monitor): string[] {
  const sign = mode === 'max' ? 1 : -1;
  const better = Object.entries(baselines).filter(([, own]) => sign * (own[metric] - metrics[metric]) > 0);
  return better.map(([name, own]) => {
    const values = [metrics, own].map((one) => formatMetric(metric, one[metric])).join(' against ');
    return pc.yellow(`This model loses to its baseline ${name}: ${metric} ${values}.`);
  });
}
