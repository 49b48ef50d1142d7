/** Figures beside their baselines, as a table that a person reads and as the document that a program reads. */
import pc from 'picocolors';
import { formatMetric } from '../../display/format';
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
  /** What some figures are to be quoted with; of a task without such figures left out. */
  signatures?: Record<string, string>;
  seconds: number;
}

/** The entry of a document, where there is something to say. */
export const signed = (signatures: Record<string, string>) => (Object.keys(signatures).length ? { signatures } : {});

/** A row for the model and one for each baseline, a column a metric; says so where a baseline is better. */
export function evaluationTable(document: EvaluationDocument, monitor: Monitor): string {
  const { task, data, split, examples, metrics, baselines, signatures = {} } = document;
  const names = Object.keys(metrics);
  const row = (title: string, figures: Metrics) => [title, ...names.map((name) => formatMetric(name, figures[name]))];
  const rows = [
    row(pc.bold('this model'), metrics),
    ...Object.entries(baselines).map(([name, figures]) => row(name, figures)),
  ];
  const title = `${task} on ${data}, ${split} split, ${examples.toLocaleString('en')} examples`;
  return [
    title,
    table(rows, { head: ['', ...names], right: (column) => column > 0 }),
    ...Object.entries(signatures).map(([name, signature]) => pc.dim(`${name}: ${signature}`)),
    ...verdict(metrics, baselines, monitor),
  ].join('\n');
}

function verdict(metrics: Metrics, baselines: Record<string, Metrics>, { metric, mode }: Monitor): string[] {
  const sign = mode === 'max' ? 1 : -1;
  const better = Object.entries(baselines).filter(([, figures]) => sign * (figures[metric] - metrics[metric]) > 0);
  return better.map(([name, figures]) =>
    pc.yellow(
      `This model loses to its baseline ${name}: ${metric} ${formatMetric(metric, metrics[metric])} against ${formatMetric(metric, figures[metric])}.`,
    ),
  );
}

/** Prints the one JSON document of a verb on standard output. */
export function printJSON(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** What a person should know beside the result, on standard error. */
export const note = (text: string): void => void process.stderr.write(`note: ${text}\n`);
