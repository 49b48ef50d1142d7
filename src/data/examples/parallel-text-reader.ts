/**
 * Sentences and their translations (or questions and answers), from two files whose lines belong together, or from one
 * file with both, separated by a tab.
 */
import { ConfigError, DataError, show } from '../../errors';
import { findColumns } from '../formats/columns';
import { readRows } from '../formats/csv';
import { type Line, type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkParallelText, type ParallelText } from './parallel-text';

/** For one file with tabs: numbers counted from 1, or names in its header. Default: columns 1 and 2, no header. */
export interface ParallelColumns {
  sourceColumn?: string | number;
  targetColumn?: string | number;
}

/**
 * @param sources one file with tabs, or the file of the sources and that of the targets
 * @throws ConfigError for columns that are not clear; DataError with file and line for a line without a partner, an
 * empty side, and as `readLines` and `readRows`
 */
export async function* readParallelText(
  sources: readonly ByteSource[],
  options: LineOptions & ParallelColumns = {},
): AsyncGenerator<ParallelText> {
  const pairs = sources.length === 2 ? fromTwoFiles(sources[0], sources[1], options) : fromTable(sources[0], options);
  let count = 0;
  for await (const pair of pairs) {
    checkParallelText(pair, pair.where);
    count++;
    yield pair;
  }
  if (count > 0) return;
  throw new DataError({
    where: sources.map(({ name }) => name).join(' and '),
    problem: 'there are no pairs',
    expected: 'at least one',
    fix: 'Check the path',
  });
}

async function* fromTwoFiles(
  source: ByteSource,
  target: ByteSource,
  options: LineOptions,
): AsyncGenerator<Required<ParallelText>> {
  const [left, right] = [readLines(source, options), readLines(target, options)];
  try {
    for (;;) {
      const [a, b] = [await left.next(), await right.next()];
      if (a.done && b.done) return;
      if (a.done) throw await noPartner(target, b.value as Line, right, source);
      if (b.done) throw await noPartner(source, a.value, left, target);
      const where = `${source.name} and ${target.name} line ${a.value.number}`;
      yield { source: a.value.text, target: b.value.text, where };
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }
}

async function* fromTable(
  file: ByteSource,
  options: LineOptions & ParallelColumns,
): AsyncGenerator<Required<ParallelText>> {
  const { sourceColumn, targetColumn } = options;
  const byDefault = sourceColumn === undefined && targetColumn === undefined;
  let columns: { indices: number[]; header: boolean } | undefined;
  for await (const { cells, line } of readRows(file, { ...options, delimiter: '\t' })) {
    const where = `${file.name} line ${line}`;
    if (cells.length < 2) throw noTab(where, cells[0]);
    if (!columns) {
      columns = findColumns(where, cells, [
        { option: 'sourceColumn', given: byDefault ? 1 : sourceColumn, usual: ['source'] },
        { option: 'targetColumn', given: byDefault ? 2 : targetColumn, usual: ['target'] },
      ]);
      if (columns.indices[0] === columns.indices[1]) throw sameColumn(where);
      if (columns.header) continue;
    }
    const [source, target] = columns.indices.map((index) => cells[index]);
    yield { source, target, where };
  }
}

/** Reads on to the end, to count the lines. */
async function noPartner(
  longer: ByteSource,
  first: Line,
  rest: AsyncGenerator<Line>,
  shorter: ByteSource,
): Promise<DataError> {
  let count = first.number;
  for await (const { number } of rest) count = number;
  return new DataError({
    where: `${longer.name} line ${first.number}`,
    problem: `the line has no partner: ${longer.name} has ${count} lines, ${shorter.name} has ${first.number - 1}`,
    expected: 'as many lines on both sides, line n of one being the translation of line n of the other',
    fix: 'Pass the two files of one corpus; if they are, find where they fall out of step',
  });
}

function noTab(where: string, text: string): DataError {
  return new DataError({
    where,
    problem: `the line has no tab: ${show(text)}`,
    expected: 'source and target separated by a tab, or two files',
    fix: 'Write pairs as TSV, or name two files by their sides: corpus.de and corpus.en',
  });
}

const sameColumn = (where: string) =>
  new ConfigError({
    where,
    problem: 'sourceColumn and targetColumn are the same column',
    expected: 'two columns',
    fix: ({ set }) => `Pass for example ${set('sourceColumn', 1)} and ${set('targetColumn', 2)}`,
  });
