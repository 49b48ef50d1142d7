/**
 * `npm run bench -- [--only NAME …] [--json FILE] [--document]`: times of works on this library and on others, in one
 * sitting. `--document` puts the tables into docs/speed.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, totalmem } from 'node:os';
import { Command } from 'commander';
import { table } from '../src/cli/output/table';
import { isCount } from '../src/validation';
import { type MachineDescription, writeDocument } from './document';
import { type FigureRow, figureRows } from './figures';
import { measure, type Measurement, milliseconds, speedup } from './measure';
import { withData } from './sentiment-data';
import { systems, usual } from './systems';
import { describeWork, groups, type Work, works } from './works';

interface Options {
  only?: string[];
  systems: string[];
  runs: string;
  json?: string;
  document?: boolean;
}

const reference = 'tfjs-wasm';

async function bench(options: Options): Promise<void> {
  const chosen = options.only?.flatMap((name) => groups[name] ?? works.filter((work) => work.name === name)) ?? works;
  const unknown = [
    ...(options.only ?? []).filter((name) => !(name in groups) && !works.some((work) => work.name === name)),
    ...options.systems.filter((name) => !(name in systems)),
  ];
  const runs = Number(options.runs);
  if (options.document && (options.only || options.systems !== usual)) {
    process.stderr.write('--document writes docs/speed.md as a whole: leave out --only and --systems\n');
    process.exitCode = 2;
    return;
  }
  if (unknown.length > 0 || !isCount(runs)) {
    const known = [...Object.keys(groups), ...works.map(({ name }) => name), ...Object.keys(systems)];
    process.stderr.write(`cannot run ${unknown.join(', ') || `${options.runs} times`}; known: ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  const measurements: Measurement[] = [];
  for (const work of chosen) {
    const isFirst = measurements.length === 0;
    measurements.push(await runWork(await withData(work), options.systems, { runs, isFirst }));
  }
  const rows = measurements.flatMap((one) => one.rows);
  const figures = figureRows(rows);
  printFigures(figures);
  const skipped = measurements.flatMap((one) =>
    Object.entries(one.skipped).map(([system, why]) => ({ work: one.work.name, system, why })),
  );
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, rows, skipped, figures }, null, 2)}\n`);
  if (options.document) writeDocument(machine, measurements);
}

/**
 * Fresh processes for every work, so that no work leaves its memory to the next. The machine itself has to come into its
 * stride too: before the first work all systems run for a minute.
 */
async function runWork(
  work: Work,
  names: readonly string[],
  { runs, isFirst }: { runs: number; isFirst: boolean },
): Promise<Measurement> {
  const chosen = names.filter((name) => !('systems' in work) || (work.systems?.includes(name) ?? true));
  const children = Object.fromEntries(chosen.map((name) => [name, systems[name]()]));
  // An epoch, or a step over hundreds of steps, is long enough to be measured a few times only.
  const isLong = work.kind === 'sentiment' || groups.growth.some(({ name }) => name === work.name);
  const rounds = isLong ? { warmUp: 1, runs: Math.min(runs, 4) } : { warmUp: isFirst ? 8 : 2, runs };
  try {
    const measurement = await measure(work, children, rounds);
    print(measurement, work);
    return measurement;
  } finally {
    Object.values(children).forEach((child) => child.end());
  }
}

function print({ rows, skipped, times }: Measurement, work: Work): void {
  const measured = rows.map(({ system, medianMs, minMs, runs, note, bytes }) => [
    ...[system, milliseconds(medianMs), milliseconds(minMs), `${runs}`],
    ...[against(times, system), bytes === undefined ? note : `${(bytes / 2 ** 20).toFixed(2)} MB; ${note}`],
  ]);
  const missing = Object.entries(skipped).map(([system, why]) => [system, '–', '–', '0', '–', `skipped: ${why}`]);
  const head = [work.name, 'median ms', 'min ms', 'runs', `× ${reference}`, describeWork(work)];
  const right = (column: number) => column > 0 && column < head.length - 1;
  process.stdout.write(`${table([...measured, ...missing], { head, right })}\n\n`);
}

/** How many times faster than the stock layer, from the rounds one by one. */
function against(times: Record<string, number[]>, system: string): string {
  if (!(reference in times)) return '–';
  const { median, from, to } = speedup(times[reference], times[system]);
  return system === reference ? '1' : `${median.toFixed(2)} [${from.toFixed(2)}–${to.toFixed(2)}]`;
}

function printFigures(figures: readonly FigureRow[]): void {
  const lines = figures.map(({ what, value, unit, reach, aim, reached }) => [
    ...[what, `${value.toFixed(2)} ${unit}`, `${reach}`, `${aim ?? '–'}`, reached],
  ]);
  if (!lines.length) return;
  const head = ['figure', 'measured', 'reach', 'aim', 'reached'];
  process.stdout.write(`${table(lines, { head, right: (column) => column > 0 && column < 4 })}\n`);
}

const describeMachine = (): MachineDescription => ({
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
  .option('--runs <n>', 'timed rounds, after two (eight before the first work) that are not', '9')
  .option('--json <file>', 'writes the figures there')
  .option('--document', 'writes the tables into docs/speed.md')
  .action(bench)
  .parseAsync();
