/** Columns without lines, as wide as what they hold. */
import Table from 'cli-table3';

export interface TableOptions {
  head?: readonly string[];
  /** Columns that are aligned to the right: numbers. */
  right?: (column: number) => boolean;
}

const sides = ['top', 'bottom', 'left', 'right'];
const lines = [...sides, 'mid', 'middle', ...sides.flatMap((side) => [`${side}-mid`, `${side}-left`, `${side}-right`])];
const noLines = Object.fromEntries([...lines, 'mid-mid'].map((name) => [name, '']));

export function table(rows: readonly (readonly string[])[], { head, right = () => false }: TableOptions = {}): string {
  const all = head ? [head, ...rows] : rows;
  const drawn = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: all[0]?.map((_, column) => (right(column) ? 'right' : 'left')),
  });
  drawn.push(...all.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
