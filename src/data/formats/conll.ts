/**
 * Columns separated by spaces or tabs, one word a line, a blank line after each sentence: the format of the shared tasks
 * of CoNLL (Tjong Kim Sang & De Meulder 2003). A line `-DOCSTART- …` begins a document and is no word.
 */
import { ConfigError, DataError, show } from '../../errors';
import { isCount } from '../../validation';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { InvalidLines, type InvalidRowOptions } from './invalid-lines';

export interface ConllColumns {
  /** Counted from 1. Default: the first. */
  wordColumn?: number;
  /** Default: the last. */
  tagColumn?: number;
}

/** One sentence of a file. */
export interface ConllSentence {
  words: string[];
  /** One a word. */
  tags: string[];
  /** Number of its document from 1, where the file marks documents. */
  document?: number;
  /** File and line of the first word. */
  where: string;
  /** Line of every word. */
  lines: number[];
}

const DOCUMENT = '-DOCSTART-';

/**
 * @throws ConfigError for a column that the file does not have; DataError with file and line for a row with another
 * number of columns than the first one (with `onInvalid` its sentence is left out), and as `readLines`
 */
export async function* readConll(
  source: ByteSource,
  options: LineOptions & ConllColumns & InvalidRowOptions = {},
): AsyncGenerator<ConllSentence> {
  let columns: ReturnType<typeof findIndices> | undefined;
  let document = 0;
  let open: ConllSentence | undefined;
  const invalid = new InvalidLines(options.onInvalid);
  const close = (): ConllSentence[] => {
    const isValid = invalid.end();
    const closed = open && isValid ? [{ ...open, ...(document > 0 && { document }) }] : [];
    open = undefined;
    return closed;
  };
  for await (const { text, number } of readLines(source, options)) {
    const cells = text.match(/[^ \t]+/g) ?? [];
    if (cells.length === 0 || cells[0] === DOCUMENT) {
      yield* close();
      if (cells.length > 0) document++;
      continue;
    }
    const where = `${source.name} line ${number}`;
    columns ??= findIndices(where, cells, options);
    if (cells.length !== columns.width) invalid.add(wrongWidth(where, cells.length, columns.width, text));
    if (invalid.found) continue; // nothing of its sentence is used
    open ??= { words: [], tags: [], where, lines: [] };
    open.words.push(cells[columns.word]);
    open.tags.push(cells[columns.tag]);
    open.lines.push(number);
  }
  yield* close();
}

function findIndices(where: string, first: readonly string[], { wordColumn = 1, tagColumn }: ConllColumns) {
  const width = first.length;
  const tag = tagColumn ?? width;
  const inside = (column: number) => isCount(column, 1, width);
  if (inside(wordColumn) && inside(tag) && wordColumn !== tag) return { width, word: wordColumn - 1, tag: tag - 1 };
  throw new ConfigError({
    where,
    problem: `wordColumn is ${show(wordColumn)}, tagColumn is ${show(tag)}, and the line has ${width}: ${show(first)}`,
    expected: 'two different columns, counted from 1',
    fix: ({ option }) =>
      `Choose them with ${option('wordColumn', 'textColumn')} and ${option('tagColumn', 'labelColumn')}, and check that the file has tags`,
  });
}

function wrongWidth(where: string, found: number, width: number, text: string): DataError {
  return new DataError({
    where,
    problem: `the line has ${found} ${found === 1 ? 'column' : 'columns'}: ${show(text)}`,
    expected: `${width}, as in the first line`,
    fix: 'Correct the line; a word may not contain a space, and a tag may not be missing',
  });
}
