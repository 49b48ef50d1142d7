/** Which columns of a table hold what: by name in the header, or by number. Never guessed. */
import { ConfigError, DataError, show } from '../../errors';
import { isCount } from '../../validation';
import type { Text } from '../../wording';

export interface TextColumns {
  /** Name in the header, or number counted from 1 (then the file has no header). Default: text, sentence or review. */
  textColumn?: string | number;
  /** The same for the label. Default: label, class or sentiment. */
  labelColumn?: string | number;
}

export const TEXT_NAMES = ['text', 'sentence', 'review'] as const;
export const LABEL_NAMES = ['label', 'class', 'sentiment'] as const;

/** One column that is looked for. */
export interface ColumnChoice {
  /** Name of the option that chooses it, for messages. */
  option: string;
  given: string | number | undefined;
  /** Names in the header, if nothing is given. */
  usual: readonly string[];
  /** What to do where it is not there; without it: to name it. */
  fix?: Text;
}

/**
 * @param where file and line of the first row
 * @param first cells of the first row
 * @returns indices from 0, and whether the first row is a header
 */
export function findColumns(where: string, first: readonly string[], choices: readonly ColumnChoice[]) {
  const numbered = choices.some(({ given }) => typeof given === 'number');
  const indices = choices.map((choice) =>
    numbered ? atNumber(where, first, choice, choices) : byName(where, first, choice),
  );
  return { indices, header: !numbered };
}

function atNumber(
  where: string,
  first: readonly string[],
  { option, given }: ColumnChoice,
  all: readonly ColumnChoice[],
): number {
  if (typeof given === 'number' && isCount(given, 1, first.length)) return given - 1;
  throw new ConfigError({
    where,
    problem: `${option} is ${show(given)}`,
    expected: `a number from 1 to ${first.length}, for both columns, in a file without a header`,
    fix: ({ set }) => `Pass for example ${all.map((choice, i) => set(choice.option, i + 1)).join(' and ')}`,
  });
}

/**
 * A name that is given means the column that is written so, else the only one that is, in whatever case; a usual name is
 * looked for in any case.
 * @throws DataError unless exactly one column has the name
 */
export function byName(where: string, header: readonly string[], { option, given, usual, fix }: ColumnChoice): number {
  const wanted = given === undefined ? usual : [String(given).trim().toLowerCase()];
  const exact = indicesOf(header, (name) => given !== undefined && name === String(given).trim());
  const found = exact.length ? exact : indicesOf(header, (name) => wanted.includes(name.toLowerCase()));
  if (found.length === 1) return found[0];
  throw new DataError({
    where,
    problem: `the header ${show(header)} has ${found.length} columns named ${wanted.join(' or ')}`,
    expected: 'exactly one',
    fix:
      fix ??
      ((wording) =>
        `Name it with ${wording.option(option)}; if there is no header line, pass the numbers of both columns, counted from 1`),
  });
}

const indicesOf = (header: readonly string[], isWanted: (name: string) => boolean): number[] =>
  header.flatMap((name, i) => (isWanted(name.trim()) ? [i] : []));
