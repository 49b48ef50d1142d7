/** docs/results.json (the rows) and docs/results.md (the same as a page), rewritten one experiment at a time. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describeArithmetic } from '../src/kernels/describe';

export interface ResultRow {
  task: string;
  data: string;
  split: string;
  model: string;
  metric: string;
  /** Mean over the seeds. */
  value: number;
  /** Standard deviation over the seeds; 0 for one. */
  spread: number;
  seeds: number[];
  baselines: Record<string, number>;
  /** Of training and evaluation, mean over the seeds. */
  seconds: number;
  machine: string;
  command: string;
  date: string;
}

const folder = join(__dirname, '../docs');
const jsonFile = join(folder, 'results.json');

/** With backend, instructions and threads, on which the last bits of a figure depend. */
export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, ${describeArithmetic(tf.getBackend())}`;

export const readRows = (): ResultRow[] =>
  existsSync(jsonFile) ? (JSON.parse(readFileSync(jsonFile, 'utf8')) as ResultRow[]) : [];

const sameWork = (a: ResultRow, b: ResultRow) => a.task === b.task && a.data === b.data && a.model === b.model;

/** Replaces the rows of the same task, data and model; the others stay. */
export function writeRows(rows: ResultRow[]): void {
  const kept = readRows().filter((row) => !rows.some((fresh) => sameWork(fresh, row)));
  const all = [...kept, ...rows].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  writeFileSync(jsonFile, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(join(folder, 'results.md'), page(all));
}

const keyOf = (row: ResultRow) => [row.task, row.data, row.model, row.metric].join(' ');

const isShare = (metric: string) => /accuracy|F1$/i.test(metric);
const format = (metric: string, value: number) =>
  isShare(metric) ? `${(100 * value).toFixed(2)} %` : value.toFixed(4);

function page(rows: ResultRow[]): string {
  const lines = rows.map((row) => {
    const spread = row.seeds.length > 1 ? ` ± ${format(row.metric, row.spread)}` : '';
    const baselines = Object.entries(row.baselines).map(([name, value]) => `${name} ${format(row.metric, value)}`);
    const best = Math.max(...Object.values(row.baselines));
    const verdict = isShare(row.metric) && best > row.value ? ' **below its baseline**' : '';
    return `| ${row.task} | ${row.data}, ${row.split} | ${row.model} | ${row.metric} | ${format(row.metric, row.value)}${spread}${verdict} | ${row.seeds.join(', ')} | ${baselines.join('; ') || '–'} | ${Math.round(row.seconds)} s | \`${row.command}\` | ${row.machine} | ${row.date} |`;
  });
  return [
    '# Results',
    '',
    'Written by `npm run results`; the rows as data are in results.json. Mean over the seeds ± standard deviation. Splits are',
    "the registry's (`tfseq data show NAME`); the model is chosen on validation data, the figure is measured on test data.",
    'Rows whose machine names no instructions were computed with `TFSEQ_RELAXED_SIMD=0`, unless their command says otherwise.',
    '',
    '| task | data, split | model | metric | value | seeds | baselines | time a seed | command | machine | date |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
