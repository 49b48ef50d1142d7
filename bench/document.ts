/** The tables of docs/speed.md, between two marks; what stands around them is written by hand. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FigureRow, figureRows } from './figures';
import { type Measurement, milliseconds } from './measure';
import { describeWork } from './works';

const file = join(__dirname, '../docs/speed.md');
const marks = { begin: '<!-- written by npm run bench -->', end: '<!-- end -->' } as const;

export interface MachineDescription {
  cpu: string;
  cores: number;
  memoryGB: number;
  platform: string;
  node: string;
  loadAtStart: number;
  date: string;
}

/** @throws Error where docs/speed.md has lost its marks. */
export function writeDocument(machine: MachineDescription, measurements: readonly Measurement[]): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (after === undefined) throw new Error(`${file} has no place between ${marks.begin} and ${marks.end}`);
  writeFileSync(file, `${before}${marks.begin}\n${tables(machine, measurements)}\n${marks.end}${after}`);
}

export function tables(machine: MachineDescription, measurements: readonly Measurement[]): string {
  const { cpu, cores, memoryGB, node, loadAtStart, date } = machine;
  const rows = measurements.flatMap((one) => one.rows);
  return [
    `Measured on ${date}: ${cores} × ${cpu}, ${memoryGB} GB, Node ${node}, load at the start ${loadAtStart}.`,
    '',
    ...figureTable(figureRows(rows)),
    ...measurements.flatMap(workTable),
  ].join('\n');
}

function figureTable(figures: readonly FigureRow[]): string[] {
  if (!figures.length) return [];
  const lines = figures.map(
    ({ what, value, unit, reach, aim, reached }) =>
      `| ${what} | ${value.toFixed(2)} ${unit} | ${reach} | ${aim ?? '–'} | ${reached === 'no' ? '**no**' : reached} |`,
  );
  return ['| figure | measured | reach | aim | reached |', '|---|---|---|---|---|', ...lines, ''];
}

function workTable({ work, rows, skipped }: Measurement): string[] {
  const lines = rows.map(({ system, medianMs, minMs, runs, note, bytes }) => {
    const size = bytes === undefined ? '' : `${(bytes / 2 ** 20).toFixed(2)} MB; `;
    return `| ${system} | ${milliseconds(medianMs)} | ${milliseconds(minMs)} | ${runs} | ${size}${note} |`;
  });
  const missing = Object.entries(skipped).map(([system, why]) => `${system} (${why.split('\n')[0]})`);
  const head = [
    `### ${work.name}`,
    '',
    describeWork(work),
    '',
    '| system | median ms | min ms | runs | |',
    '|---|---|---|---|---|',
  ];
  const leftOut = missing.length ? ['', `Not measured: ${missing.join('; ')}.`] : [];
  return [...head, ...lines, ...leftOut, ''];
}
