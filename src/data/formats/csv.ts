/**
 * Tables as text: CSV (RFC 4180) and TSV → rows of cells.
 *
 * CSV: a cell may stand in double quotes, then it may hold commas, line ends (read as LF) and doubled quotes. TSV has
 * no quoting: a tab ends a cell and a quote is a letter like any other. Lines without a delimiter and without text hold nothing
 * and are skipped; every row must have as many cells as the first one.
 */
import { DataError, show } from '../../errors';
import { type Line, type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';

export interface Row {
  cells: string[];
  /** Number of the line where the row begins, from 1. */
  line: number;
}

export interface TableOptions extends LineOptions {
  delimiter: ',' | '\t';
}

/** @throws DataError with file and line for another number of cells, for quotes that do not pair, and as `readLines`. */
export async function* readRows(source: ByteSource, options: TableOptions): AsyncGenerator<Row> {
  let width = 0;
  const records = options.delimiter === '\t' ? readLines(source, options) : readRecords(source, options);
  for await (const { text, number } of records) {
    if (!text.includes(options.delimiter) && !text.trim()) continue;
    const cells = options.delimiter === '\t' ? text.split('\t') : splitRecord(source.name, text, number);
    width ||= cells.length;
    if (cells.length !== width) throw wrongWidth(source.name, number, cells.length, width, text);
    yield { cells, line: number };
  }
}

/** Lines, joined while a quote is open. In a well-formed record the number of quotes is even. */
async function* readRecords(source: ByteSource, options: TableOptions): AsyncGenerator<Line> {
  const { maximumLineBytes = 2 ** 20 } = options;
  let open: { first: Line; texts: string[]; size: number } | undefined;
  for await (const line of readLines(source, options)) {
    const turns = countQuotes(line.text) % 2 === 1;
    if (!open) {
      if (turns) open = { first: line, texts: [line.text], size: line.text.length };
      else yield line;
      continue;
    }
    open.texts.push(line.text);
    open.size += line.text.length + 1;
    if (turns) {
      yield { ...open.first, text: open.texts.join('\n') };
      open = undefined;
    } else if (open.size > maximumLineBytes) break;
  }
  if (open) {
    throw new DataError({
      where: `${source.name} line ${open.first.number}`,
      problem: `a quote is opened and not closed within ${open.texts.length} lines: ${show(open.first.text)}`,
      expected: 'quotes in pairs, a quote inside a cell doubled',
      fix: 'Close the quote, or use TSV, which has no quoting',
    });
  }
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** One cell, quoted or bare, and what ends it. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/y;

function splitRecord(name: string, record: string, line: number): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (let end = ','; end === ',';) {
    const match = CELL.exec(record);
    if (!match) {
      throw new DataError({
        where: `${name} line ${line}`,
        problem: `cell ${cells.length + 1} has a quote in the wrong place: ${show(record)}`,
        expected: 'the whole cell in quotes, a quote inside it doubled',
        fix: 'Quote the cell, or use TSV, which has no quoting',
      });
    }
    cells.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    end = match[3];
  }
  return cells;
}

function wrongWidth(name: string, line: number, found: number, width: number, text: string): DataError {
  return new DataError({
    where: `${name} line ${line}`,
    problem: `the row has ${found} ${found === 1 ? 'cell' : 'cells'}: ${show(text)}`,
    expected: `${width}, as in the first row`,
    fix: 'Correct the row; a cell that holds the delimiter needs quotes (CSV)',
  });
}
