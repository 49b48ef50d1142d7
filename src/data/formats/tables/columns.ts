/**
 * Which columns of a table hold what, and whether its first row is a header. One rule for all kinds (docs/files.md): a
 * column that is chosen by its name needs a header; else the first row is one where it holds the usual names.
 */
import { ConfigError, DataError, show } from '../../../errors';
import { isCount } from '../../../validation';
import type { Text } from '../../../wording';
import { noteOf, type NoteOptions } from '../../bytes/notes';
import { isLanguage } from './languages';

export interface TextColumns {
  /** Name in the header, or number counted from 1. Default: text, sentence or review. */
  textColumn?: string | number;
  /** The same for the label. Default: label, class or sentiment. */
  labelColumn?: string | number;
}

export const TEXT_NAMES = ['text', 'sentence', 'review'] as const;
export const LABEL_NAMES = ['label', 'class', 'sentiment'] as const;

export const headerChoices = ['yes', 'no'] as const;
export interface HeaderOptions {
  /** Whether the first row is a header. Default: by the rule above. */
  header?: (typeof headerChoices)[number];
}

/** One column that is looked for. */
export interface ColumnChoice {
  /** Name of the option that chooses it, for messages, and of its flag where that differs. */
  option: string;
  flag?: string;
  given: string | number | undefined;
  /** Names in the header, if nothing is given. */
  usual: readonly string[];
  /** What to do where it is not there; without it: to name it. */
  fix?: Text;
}

export interface FoundColumns {
  /** From 0, one a choice. */
  indices: number[];
  /** Whether the first row is a header. */
  header: boolean;
}

/**
 * @param where file and line of the first row
 * @param first cells of the first row
 * @param positions whether without names the first columns are meant, in the order of the choices
 */
export function findColumns(
  where: string,
  first: readonly string[],
  choices: readonly ColumnChoice[],
  { header, onNote }: HeaderOptions & NoteOptions = {},
  positions = false,
): FoundColumns {
  const isNumbered = choices.some(({ given }) => typeof given === 'number');
  const isNamed = !isNumbered && choices.some(({ given }) => given !== undefined);
  if (isNamed || (!isNumbered && !positions)) {
    if (header === 'no') throw noHeader(where, choices);
    return { indices: choices.map((choice) => byName(where, first, choice)), header: true };
  }
  const usual = choices.map((choice) => indicesOf(first, (name) => choice.usual.includes(name.toLowerCase())));
  const areUsual = !isNumbered && header !== 'no' && usual.every(({ length }) => length === 1);
  const indices = areUsual
    ? usual.map(([index]) => index)
    : choices.map((choice, i) => atNumber(where, first, isNumbered ? choice : { ...choice, given: i + 1 }, choices));
  const isHeader = header === undefined ? areUsual || namesColumns(first, indices, choices) : header === 'yes';
  if (header === undefined && isHeader) {
    onNote?.(
      noteOf(where, ({ set }) => `${show(first)} is read as a header; if it is none, pass ${set('header', 'no')}`),
    );
  }
  return { indices, header: isHeader };
}

/** Whether all of these cells are usual names of their columns, or all names of languages. */
function namesColumns(first: readonly string[], indices: readonly number[], choices: readonly ColumnChoice[]): boolean {
  const cells = indices.map((index) => first[index].trim().toLowerCase());
  if (new Set(cells).size < cells.length) return false;
  return cells.every((cell, i) => choices[i].usual.includes(cell)) || cells.every(isLanguage);
}

function noHeader(where: string, choices: readonly ColumnChoice[]): ConfigError {
  return new ConfigError({
    where,
    problem: ({ set }) => `${set('header', 'no')} is given, and columns are looked for by name`,
    expected: 'numbers of columns, counted from 1, where there is no header',
    fix: ({ set }) =>
      `Pass for example ${choices.map(({ option, flag }, i) => set(option, i + 1, flag)).join(' and ')}`,
  });
}

function atNumber(
  where: string,
  first: readonly string[],
  { option, flag, given }: ColumnChoice,
  all: readonly ColumnChoice[],
): number {
  if (typeof given === 'number' && isCount(given, 1, first.length)) return given - 1;
  throw new ConfigError({
    where,
    problem: (wording) => `${wording.option(option, flag)} is ${show(given)}`,
    expected: `a number from 1 to ${first.length}, for all columns alike`,
    fix: ({ set }) =>
      `Pass for example ${all.map((choice, i) => set(choice.option, i + 1, choice.flag)).join(' and ')}`,
  });
}

/**
 * A name that is given means the column that is written so, else the only one that is, in whatever case; a usual name is
 * looked for in any case.
 * @throws DataError unless exactly one column has the name
 */
export function byName(where: string, header: readonly string[], choice: ColumnChoice): number {
  const { option, flag, given, usual, fix } = choice;
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
        `Name it with ${wording.option(option, flag)}; if there is no header line, pass the numbers of the columns, counted from 1`),
  });
}

const indicesOf = (header: readonly string[], isWanted: (name: string) => boolean): number[] =>
  header.flatMap((name, i) => (isWanted(name.trim()) ? [i] : []));
