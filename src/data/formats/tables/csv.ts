/**
 * Tables as text: CSV (RFC 4180) and TSV → rows of cells.
 *
 * CSV: a cell may stand in double quotes, then it may hold separators, line ends (read as LF) and doubled quotes. With
 * tabs quotes are letters, unless the file shows that they are not. Lines without a separator and without text hold
 * nothing and are skipped; every row must have as many cells as the first one.
 */
import { DataError, show } from '../../../errors';
import { type Line, type LineOptions, MAX_LINE_BYTES, readLines } from '../../bytes/lines';
import { Lookahead } from '../../bytes/lookahead';
import { noteOf } from '../../bytes/notes';
import type { ByteSource } from '../../bytes/source';
import type { InvalidRowOptions } from '../invalid-lines';
import { type Delimiter, findDelimiter, findQuotes, otherDelimiter } from './delimiters';
import { isOpen, type Quotes, splitRecord } from './records';
import { type OptionNames } from '../../../validation';

export interface Row {
  cells: string[];
  /** Number of the line where the row begins, from 1. */
  line: number;
}

/** How tables are written. */
export interface TableDialect {
  /** What separates cells. Default: a tab in TSV; in CSV what the header and the first rows say. */
  delimiter?: Delimiter;
  /** Whether cells may stand in double quotes. Default: yes; with tabs where the file shows it. */
  quotes?: Quotes;
}

export const tableDialectNames: OptionNames<TableDialect> = { delimiter: true, quotes: true };

export interface TableOptions extends LineOptions, TableDialect, InvalidRowOptions {}

/** More cells than any table of examples has: the separator is wrong, or rows and columns are exchanged. */
const MAX_CELLS = 100_000;

/** @throws DataError with file and line for another number of cells, for quotes that do not pair, and as `readLines`. */
export async function* readRows(source: ByteSource, options: TableOptions = {}): AsyncGenerator<Row> {
  const lines = new Lookahead(readLines(source, options));
  const delimiter = options.delimiter ?? (await findDelimiter(lines));
  if (options.delimiter === undefined && delimiter !== ',')
    options.onNote?.(
      noteOf(source.name, ({ option }) => `cells are separated by ${show(delimiter)} (${option('delimiter')})`),
    );
  let width = 0;
  for await (const { text, number, cells } of readRecords(source.name, lines, delimiter, options)) {
    if (!text.includes(delimiter) && !text.trim()) continue;
    if (cells.length > MAX_CELLS) throw tooWide(source.name, number, cells.length);
    width ||= cells.length;
    if (cells.length === width) yield { cells, line: number };
    else {
      const error = wrongWidth(`${source.name} line ${number}`, cells.length, width, text, delimiter);
      if (!options.onInvalid) throw error;
      options.onInvalid(error);
    }
  }
}

interface TableRecord extends Line {
  cells: string[];
}

/** Lines, joined while a quote is open. */
async function* readRecords(
  name: string,
  lines: Lookahead<Line>,
  delimiter: Delimiter,
  { maximumLineBytes = MAX_LINE_BYTES, ...options }: TableOptions,
): AsyncGenerator<TableRecord> {
  let quotes = options.quotes ?? (delimiter === '\t' ? undefined : 'double');
  let header: string | undefined;
  let open: { first: Line; texts: string[]; size: number } | undefined;
  for await (const line of lines) {
    header ??= line.text.trim() === '' ? undefined : line.text;
    if (quotes === undefined && /(^|\t)"/.test(line.text)) {
      quotes = await findQuotes(header ?? '', line, lines);
      if (quotes === 'double')
        options.onNote?.(noteOf(name, ({ option }) => `cells are quoted as in CSV (${option('quotes')})`));
    }
    if (quotes !== 'double') {
      yield recordOf(line, line.text.split(delimiter));
      continue;
    }
    if (!open && !isOpen(line.text)) {
      yield recordOf(line, cellsOf(name, line, delimiter));
      continue;
    }
    open ??= { first: line, texts: [], size: 0 };
    open.texts.push(line.text);
    open.size += line.text.length + 1;
    if (open.texts.length > 1 && isOpen(line.text)) {
      const record = { ...open.first, text: open.texts.join('\n') };
      yield { ...record, cells: cellsOf(name, record, delimiter) };
      open = undefined;
    } else if (open.size > maximumLineBytes) break;
  }
  if (open) throw notClosed(name, open.first, open.texts.length);
}

/** Not by spreading, which costs as much as all else together. */
const recordOf = ({ text, number, offset }: Line, cells: string[]): TableRecord => ({ text, number, offset, cells });

function cellsOf(name: string, { text, number }: Line, delimiter: Delimiter): string[] {
  let bad = 0;
  const cells = splitRecord(text, delimiter, (cell) => (bad = cell));
  if (cells) return cells;
  throw new DataError({
    where: `${name} line ${number}`,
    problem: `cell ${bad + 1} has a quote in the wrong place: ${show(text)}`,
    expected: 'the whole cell in quotes, a quote inside it doubled',
    fix: ({ set }) => `Quote the cell; if quotes are letters in this file, pass ${set('quotes', 'none')}`,
  });
}

const notClosed = (name: string, first: Line, count: number) =>
  new DataError({
    where: `${name} line ${first.number}`,
    problem: `a quote is opened and not closed within ${count} lines: ${show(first.text)}`,
    expected: 'quotes in pairs, a quote inside a cell doubled',
    fix: ({ set }) => `Close the quote; if quotes are letters in this file, pass ${set('quotes', 'none')}`,
  });

const tooWide = (name: string, line: number, found: number) =>
  new DataError({
    where: `${name} line ${line}`,
    problem: `the row has ${found} cells`,
    expected: `at most ${MAX_CELLS}, with an example in every row`,
    fix: ({ option }) => `Check ${option('delimiter')}; if examples are columns, exchange rows and columns`,
  });

function wrongWidth(where: string, found: number, width: number, text: string, delimiter: Delimiter): DataError {
  const other = otherDelimiter(text, width, delimiter);
  return new DataError({
    where,
    problem: `the row has ${found} ${found === 1 ? 'cell' : 'cells'}: ${show(text)}`,
    expected: `${width}, as in the first row`,
    fix: other
      ? `The first row is separated by ${show(delimiter)}, and this one by ${show(other)}: write one separator throughout`
      : 'Correct the row; a cell that holds the separator needs quotes',
  });
}
