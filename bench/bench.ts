/** `npm run bench -- [--only NAME …] [--json FILE]`: times of works on this library and on others, in one sitting. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, totalmem } from 'node:os';
import { Command } from 'commander';
import { table } from '../src/cli/table';
import type { Child } from './child';
import { type BenchRow, measure, speedup } from './measure';
import { systems, usual } from './systems';
import { groups, type Work, works } from './works';

interface Options {
  only?: string[];
  systems: string[];
  runs: string;
  json?: string;
}

const reference = 'tfjs-wasm';

async function bench(options: Options): Promise<void> {
  const chosen = options.only?.flatMap((name) => groups[name] ?? works.filter((work) => work.name === name)) ?? works;
  const unknown = [
    ...(options.only ?? []).filter((name) => !(name in groups) && !works.some((work) => work.name === name)),
    ...options.systems.filter((name) => !(name in systems)),
  ];
  const runs = Number(options.runs);
  if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
    const known = [...Object.keys(groups), ...works.map(({ name }) => name), ...Object.keys(systems)];
    process.stderr.write(`cannot run ${unknown.join(', ') || `${options.runs} times`}; known: ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  const children = Object.fromEntries(options.systems.map((name) => [name, systems[name]()]));
  const rows: BenchRow[] = [];
  try {
    for (const work of chosen) rows.push(...(await report(work, children, runs)));
  } finally {
    Object.values(children).forEach((child) => child.end());
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}

async function report(work: Work, children: Record<string, Child>, runs: number): Promise<BenchRow[]> {
  const { rows, skipped, times } = await measure(work, children, { warmUp: 3, runs });
  const { batchSize: B, steps: T, inputSize: D, hiddenSize: H } = work;
  const measured = rows.map(({ system, medianMs, minMs, note }) => [
    ...[system, medianMs.toFixed(1), minMs.toFixed(1), `${runs}`],
    ...[against(times, system), note],
  ]);
  const missing = Object.entries(skipped).map(([system, why]) => [system, '–', '–', '0', '–', `skipped: ${why}`]);
  const head = [work.name, 'median ms', 'min ms', 'runs', `× ${reference}`, `B ${B}, T ${T}, D ${D}, H ${H}`];
  const right = (column: number) => column > 0 && column < head.length - 1;
  process.stdout.write(`${table([...measured, ...missing], { head, right })}\n\n`);
  return rows;
}

/** How many times faster than the stock layer, from the rounds one by one. */
function against(times: Record<string, number[]>, system: string): string {
  if (!(reference in times)) return '–';
  const { median, from, to } = speedup(times[reference], times[system]);
  return system === reference ? '1' : `${median.toFixed(2)} [${from.toFixed(2)}–${to.toFixed(2)}]`;
}

const describeMachine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 2 ** 30),
  platform: platform(),
  node: process.versions.node,
  loadAtStart: Number(loadavg()[0].toFixed(2)),
  date: new Date().toISOString().slice(0, 10),
});

void new Command('bench')
  .description('Times of works on this library and on others, measured turn by turn.')
  .option(
    '--only <name...>',
    `works or groups: ${[...Object.keys(groups), ...works.map(({ name }) => name)].join(', ')}`,
  )
  .option('--systems <name...>', Object.keys(systems).join(', '), usual)
  .option('--runs <n>', 'timed rounds, after three that are not', '15')
  .option('--json <file>', 'writes the figures there')
  .action(bench)
  .parseAsync();
