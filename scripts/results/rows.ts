/** Rows of docs/results.json from the figures of several seeds. */
import { machine, type ResultRow } from '../results-file';

/** One run: its figures, and how long it took. */
export interface Run {
  seed: number;
  metrics: Record<string, number>;
  baselines: Record<string, Record<string, number>>;
  seconds: number;
}

/** A row a metric. */
export function rowsOf(
  about: Pick<ResultRow, 'task' | 'data' | 'split' | 'model' | 'command'>,
  runs: readonly Run[],
): ResultRow[] {
  const { baselines } = runs[0];
  return Object.keys(runs[0].metrics).map((metric) => {
    const values = runs.map(({ metrics }) => metrics[metric]);
    const beside = Object.entries(baselines).filter(([, figures]) => metric in figures);
    return {
      ...about,
      metric,
      value: mean(values),
      spread: deviation(values),
      seeds: runs.map(({ seed }) => seed),
      baselines: Object.fromEntries(beside.map(([name, figures]) => [name, figures[metric]])),
      seconds: mean(runs.map(({ seconds }) => seconds)),
      machine: machine(),
      date: new Date().toISOString().slice(0, 10),
    };
  });
}

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
}

/** What `npm run results -- NAME` does for one name. */
export type Experiment = (command: string) => Promise<ResultRow[]>;
