/** Which column of a table holds the text and which the label: by header name, or told by number. Never guessed. */
import { ConfigError, DataError, show } from '../errors';

export interface TextColumns {
  /** Name in the header, or number counted from 1 (then the file has no header). Default: text, sentence or review. */
  textColumn?: string | number;
  /** The same for the label. Default: label, class or sentiment. */
  labelColumn?: string | number;
}

export const TEXT_NAMES = ['text', 'sentence', 'review'] as const;
export const LABEL_NAMES = ['label', 'class', 'sentiment'] as const;

/**
 * @param where file and line of the first row
 * @param first cells of the first row
 * @returns indices from 0, and whether the first row is a header
 */
export function findColumns(where: string, first: readonly string[], options: TextColumns) {
  const { textColumn, labelColumn } = options;
  const numbered = typeof textColumn === 'number' || typeof labelColumn === 'number';
  if (numbered) {
    const text = atNumber(where, first, textColumn, 'textColumn');
    return { text, label: atNumber(where, first, labelColumn, 'labelColumn'), header: false };
  }
  const text = byName(where, first, textColumn, TEXT_NAMES, 'textColumn');
  return { text, label: byName(where, first, labelColumn, LABEL_NAMES, 'labelColumn'), header: true };
}

function atNumber(where: string, first: readonly string[], column: unknown, option: string): number {
  if (Number.isInteger(column) && (column as number) >= 1 && (column as number) <= first.length) {
    return (column as number) - 1;
  }
  throw new ConfigError({
    where,
    problem: `${option} is ${show(column)}`,
    expected: `a number from 1 to ${first.length}, for both columns, in a file without a header`,
    fix: 'Pass for example labelColumn: 1 and textColumn: 2',
  });
}

function byName(
  where: string,
  header: readonly string[],
  given: string | undefined,
  usual: readonly string[],
  option: string,
): number {
  const names = header.map((name) => name.trim().toLowerCase());
  const wanted = given === undefined ? usual : [given.trim().toLowerCase()];
  const found = names.flatMap((name, i) => (wanted.includes(name) ? [i] : []));
  if (found.length === 1) return found[0];
  throw new DataError({
    where,
    problem: `the header ${show(header)} has ${found.length} columns named ${wanted.join(' or ')}`,
    expected: 'exactly one',
    fix: `Name it with ${option}; if there is no header line, pass the numbers of both columns, counted from 1`,
  });
}
