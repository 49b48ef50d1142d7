/** docs/results.md: a table a task, a line for all figures of a model on a split. */
import type { ResultRow } from './results-file';

const introduction = `# Results

Written by \`npm run results\`; the same as data is in results.json. Mean over the seeds ± standard deviation, in brackets
what the baselines reach. Splits are the registry's (\`tfseq data show NAME\`); models are chosen on validation data, figures
measured on test data. Machines whose line names no instructions computed with \`TFSEQ_RELAXED_SIMD=0\`, unless the command
says otherwise.`;

export function resultsPage(rows: readonly ResultRow[]): string {
  const tasks = [...groups(rows, ({ task }) => task)];
  return `${[introduction, ...tasks.map(([task, own]) => section(task, own))].join('\n\n')}\n`;
}

function section(task: string, rows: readonly ResultRow[]): string {
  const lines = [...groups(rows, ({ data, split, model }) => [data, split, model].join('\n')).values()].map(line);
  return [
    `## ${task[0].toUpperCase()}${task.slice(1)}`,
    '',
    '| data, split | model | figures | seeds | time a seed | command | machine, date |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function line(rows: readonly ResultRow[]): string {
  const [{ data, split, model, seeds, seconds, command, machine, date }] = rows;
  const figures = [...rows]
    .sort((a, b) => rank(a.metric) - rank(b.metric))
    .map(figure)
    .join('<br>');
  const cells = [`${data}, ${split}`, model, figures, seeds.join(', '), duration(seconds), `\`${command}\``];
  return `| ${[...cells, `${machine}, ${date}`].join(' | ')} |`;
}

/** What a task is judged by comes first. */
const first = ['spanF1', 'bleu', 'accuracy'];
const rank = (metric: string) => (first.includes(metric) ? first.indexOf(metric) : first.length);

function figure({ metric, value, spread, seeds, baselines }: ResultRow): string {
  const show = (x: number) => format(metric, x);
  const beside = Object.entries(baselines).map(([name, other]) => `${name} ${show(other)}`);
  const isBelow = isShare(metric) && Math.max(...Object.values(baselines)) > value;
  return [
    `${metric} ${show(value)}`,
    seeds.length > 1 ? ` ± ${show(spread)}` : '',
    beside.length ? ` (${beside.join(', ')})` : '',
    isBelow ? ', **below its baseline**' : '',
  ].join('');
}

const isShare = (metric: string) => /accuracy|F1$|precision|recall/i.test(metric);

function format(metric: string, value: number): string {
  if (isShare(metric)) return `${(100 * value).toFixed(2)} %`;
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(4);
}

const duration = (seconds: number) =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return found;
}
