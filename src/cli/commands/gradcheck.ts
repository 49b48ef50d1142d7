/** `tfseq gradcheck`: the cells' hand-written gradients, against finite differences and automatic differentiation. */
import type { Command } from 'commander';
import pc from 'picocolors';
import { ConfigError, show } from '../../errors';
import {
  type Cell,
  checkCell,
  type GradientError,
  type GradientReport,
  type GradientRow,
  gru,
  lstm,
  simpleRnn,
  useBackend,
} from '../../node';
import { exitCodes } from '../exit';
import { jsonHelp, note, print, printJSON } from '../output/print';
import { table } from '../output/table';

export const define = (command: Command): Command =>
  command
    .option('--cell <name>', 'lstm, gru, simple-rnn or all', 'all')
    .option('--json', jsonHelp)
    .action((options: { cell: string; json?: boolean }) => gradcheck(options));

const hiddenSize = 3;

const cellsByName: Record<string, Cell[]> = {
  'simple-rnn': [simpleRnn({ hiddenSize }), simpleRnn({ hiddenSize, activation: 'relu' })],
  lstm: [lstm({ hiddenSize })],
  gru: [gru({ hiddenSize }), gru({ hiddenSize, resetAfter: false })],
};

/**
 * Checks every gradient of a kind of cell in both directions and prints a table per cell. Exit code 1 if one is wrong.
 * @param groups cells by the name that `--cell` takes: a caller may bring cells of its own.
 * @throws ConfigError for an unknown name.
 */
export async function gradcheck(options: { cell: string; json?: boolean }, groups = cellsByName): Promise<void> {
  const cells = select(options.cell, groups);
  await useBackend('cpu');
  const start = performance.now();
  const reports = cells.flatMap((cell) => [false, true].map((reverse) => checkCell(cell, { reverse })));
  const seconds = (performance.now() - start) / 1000;
  const wrong = reports.filter(({ passed }) => !passed);

  if (options.json) printJSON({ passed: wrong.length === 0, seconds, cells: reports });
  else for (const report of reports) print(`${report.subject}\n${tableOf(report)}\n`);

  const gradients = reports.flatMap(({ rows }) => rows).length;
  if (wrong.length > 0) process.exitCode = exitCodes.failed;
  note(
    wrong.length > 0
      ? `Wrong gradients: ${wrong.map(({ subject }) => subject).join('; ')}.`
      : `All ${gradients} gradients agree with finite differences and automatic differentiation (${seconds.toFixed(1)} s).`,
  );
}

function select(name: string, groups: Record<string, Cell[]>): Cell[] {
  if (name === 'all') return Object.values(groups).flat();
  if (Object.hasOwn(groups, name)) return groups[name];
  throw new ConfigError({
    where: '--cell',
    problem: `unknown cell ${show(name)}`,
    expected: `one of ${[...Object.keys(groups), 'all'].join(', ')}`,
  });
}

const head = ['gradient of', 'entries', 'norm', 'finite differences', 'relative', 'autodiff', 'relative', ''];

function tableOf({ rows }: GradientReport): string {
  const cells = rows.map((row) => [
    row.parameter,
    `${row.entries}`,
    row.norm.toPrecision(4),
    ...errorCells(row.finiteDifferences),
    ...errorCells(row.autodiff),
    verdict(row),
  ]);
  return table(cells, { head, right: (column) => column > 0 && column < head.length - 1 });
}

const errorCells = (error?: GradientError): string[] =>
  error ? [error.absolute.toExponential(1), error.relative.toExponential(1)] : ['–', '–'];

function verdict({ passed, isZero }: GradientRow): string {
  if (passed) return pc.green('right');
  return pc.red(isZero ? 'zero everywhere' : 'wrong');
}
