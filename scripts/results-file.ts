/** docs/results.json (the rows) and docs/results.md (the same as a page), rewritten one experiment at a time. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describeArithmetic } from '../src/kernels/describe';
import { resultsPage } from './results-page';

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

const sameWork = (a: ResultRow, b: ResultRow) =>
  a.task === b.task && a.data === b.data && a.split === b.split && a.model === b.model;

/** Replaces the rows of the same task, data, split and model; the others stay. */
export function writeRows(rows: ResultRow[]): void {
  const kept = readRows().filter((row) => !rows.some((fresh) => sameWork(fresh, row)));
  const all = [...kept, ...rows].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  writeFileSync(jsonFile, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(join(folder, 'results.md'), resultsPage(all));
}

const keyOf = (row: ResultRow) => [row.task, row.data, row.model, row.split, row.metric].join(' ');
