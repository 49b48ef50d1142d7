/** Metrics beside those of the baselines, as a table that a person reads and as the document that a program reads. */
import pc from 'picocolors';
import { formatMetric } from '../../display/format';
import { visibleText } from '../../display/visible-text';
import { type LostMetric, lostMetrics } from '../../metrics/lost-metrics';
import type { Metrics } from '../../metrics/metric-types';
import { type AdvisedCommand, adviceLines } from './advice';
import { table } from './table';

/** What `evaluate --json` prints; the field names are fixed. */
export interface EvaluationDocument {
  task: string;
  data: string;
  split: string;
  examples: number;
  metrics: Metrics;
  baselines: Record<string, Metrics>;
  /** Every metric in which the model is worse than a baseline. */
  worseThan: LostMetric[];
  /** What that points to; none where it is worse in nothing. */
  advice: AdvisedCommand[];
  /** What some metrics are to be quoted with; left out for a task without such metrics. */
  signatures?: Record<string, string>;
  seconds: number;
}

interface Measured extends Omit<EvaluationDocument, 'worseThan' | 'signatures'> {
  signatures: Record<string, string>;
}

export function evaluationDocument({ advice, signatures, seconds, ...measured }: Measured): EvaluationDocument {
  return {
    ...measured,
    worseThan: lostMetrics(measured.metrics, measured.baselines),
    advice,
    ...(Object.keys(signatures).length && { signatures }),
    seconds,
  };
}

/** A row for the model and one for each baseline, a column a metric; says so where a baseline is better. */
export function evaluationTable(document: EvaluationDocument): string {
  const { task, data, split, examples, metrics, baselines, signatures = {} } = document;
  const names = Object.keys(metrics);
  const row = (title: string, own: Metrics) => [title, ...names.map((name) => formatMetric(name, own[name]))];
  const rows = [row(pc.bold('this model'), metrics), ...Object.entries(baselines).map(([name, own]) => row(name, own))];
  const title = `${task} on ${visibleText(data)}, ${split} split, ${examples.toLocaleString('en')} examples`;
  return [
    title,
    table(rows, { head: ['', ...names], right: (column) => column > 0 }),
    ...Object.entries(signatures).map(([name, signature]) => pc.dim(`${name}: ${signature}`)),
    ...verdict(document),
    ...adviceLines(document.advice),
  ].join('\n');
}

/** A line for each baseline that is better in anything. */
function verdict({ worseThan, baselines }: EvaluationDocument): string[] {
  return Object.keys(baselines).flatMap((name) => {
    const lost = worseThan.filter(({ baseline }) => baseline === name);
    const compared = lost.map(({ metric, value, baselineValue }) =>
      [metric, formatMetric(metric, value), 'against', formatMetric(metric, baselineValue)].join(' '),
    );
    return compared.length ? [pc.yellow(`This model loses to its baseline ${name}: ${compared.join(', ')}.`)] : [];
  });
}
