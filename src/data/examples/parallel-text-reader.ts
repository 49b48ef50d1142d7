/**
 * Pairs of texts: from two files whose lines belong together (line n is the translation of line n), or from one file with
 * both, as a table or JSON.
 */
import { ConfigError, DataError, show } from '../../errors';
import { type Line, lineOptionNames, type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { formatByEnding, tableDialect } from '../formats/format';
import { readJson } from '../formats/json';
import type { JsonRecord } from '../formats/json-object';
import { readJsonLines } from '../formats/jsonl';
import { findColumns, type HeaderOptions } from '../formats/tables/columns';
import type { InvalidRowOptions, OnInvalid } from '../formats/invalid-lines';
import { type TableDialect, tableDialectNames } from '../formats/tables/csv';
import { readTable } from '../formats/tables/table';
import type { LocatedInput } from '../example-kind';
import { pick } from './labeled-text-reader';
import { checkParallelText, type ParallelText } from './parallel-text';
import { checkInputText, locatedInputs, type RowParser, type SkipOptions, validExamples } from './valid-examples';
import { checkOptionNames, type OptionNames } from '../../validation';

/** `tsv` is also read from `.txt`. */
export const parallelTextFormats = ['csv', 'tsv', 'jsonl', 'json'] as const;
export type ParallelTextFormat = (typeof parallelTextFormats)[number];

/** For one file with both sides: numbers counted from 1, or names in its header. */
export interface ParallelColumns extends TableDialect, HeaderOptions, SkipOptions {
  /** Default: `source`, or the name of the side; in a table without a header the first column. */
  sourceColumn?: string | number;
  /** Default: `target`, or the name of the side; in a table without a header the second column. */
  targetColumn?: string | number;
  /** Names of the sides, such as languages: columns and keys are found by them. */
  source?: string;
  target?: string;
  /** Default: by the file's ending (.csv, .tsv, .txt, .jsonl, .json, each also with .gz). */
  format?: ParallelTextFormat;
}

export const parallelTextOptionNames: OptionNames<LineOptions & ParallelColumns> = {
  ...lineOptionNames,
  ...tableDialectNames,
  header: true,
  skipInvalid: true,
  sourceColumn: true,
  targetColumn: true,
  source: true,
  target: true,
  format: true,
};

/**
 * @param sources one file with both sides, or the file of the sources and that of the targets
 * @throws ConfigError for columns or a format that are not clear; DataError with file and line for a line without a
 * partner, an empty side (of all rows together), and as `readLines` and `readRows`
 */
export async function* readParallelText(
  sources: readonly ByteSource[],
  options: LineOptions & ParallelColumns = {},
): AsyncGenerator<ParallelText> {
  checkOptionNames('readParallelText', options, parallelTextOptionNames);
  const rows = (onInvalid: OnInvalid): Rows =>
    sources.length === 2
      ? fromTwoFiles(sources[0], sources[1], options)
      : fromOneFile(sources[0], { ...options, onInvalid });
  yield* validExamples(sources.map(({ name }) => name).join(' and '), 'rows', options, rows, nothing);
}

/**
 * Sources for `predict`, from a file as training reads it, or from one of the two files. Targets may be missing, and are
 * not read. @throws as `readParallelText`
 */
export async function* readSources(
  file: ByteSource,
  options: LineOptions & ParallelColumns = {},
): AsyncGenerator<LocatedInput> {
  const rows = (onInvalid: OnInvalid) => fromOneFile(file, { ...options, onInvalid, isUntranslated: true });
  yield* locatedInputs(file.name, rows, ({ source }) => source);
}

const sourceParser = (source: unknown, where: string) => (): ParallelText => {
  checkInputText(source, where);
  return parserOf({ source, target: 'not read' }, where)();
};

const nothing = { problem: 'there are no pairs', expected: 'at least one', fix: 'Check the path' };

type Rows = AsyncGenerator<RowParser<ParallelText>>;
/** `isUntranslated`: only sources are read. */
type FileOptions = LineOptions & ParallelColumns & InvalidRowOptions & { isUntranslated?: boolean };

const parserOf = (pair: unknown, where: string) => (): ParallelText => {
  const entries = { ...(pair as object), where };
  checkParallelText(entries, where);
  return entries;
};

async function* fromTwoFiles(source: ByteSource, target: ByteSource, options: LineOptions): Rows {
  const [left, right] = [readLines(source, options), readLines(target, options)];
  try {
    for (;;) {
      const [a, b] = [await left.next(), await right.next()];
      if (a.done && b.done) return;
      if (a.done) throw await noPartner(target, b.value as Line, right, source);
      if (b.done) throw await noPartner(source, a.value, left, target);
      const where = `${source.name} and ${target.name} line ${a.value.number}`;
      yield parserOf({ source: a.value.text, target: b.value.text }, where);
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }
}

const ENDINGS: Record<string, ParallelTextFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  txt: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
};

async function* fromOneFile(file: ByteSource, options: FileOptions): Rows {
  const { format } = options.format
    ? { format: options.format }
    : await formatByEnding(file, ENDINGS, parallelTextFormats);
  if (format === 'jsonl') yield* fromRecords(file.name, readJsonLines(file, options), options);
  else if (format === 'json') yield* fromRecords(file.name, readJson(file, options), options);
  else yield* fromTable(file, { ...options, ...tableDialect(format, options) });
}

async function* fromTable(file: ByteSource, options: FileOptions): Rows {
  const { sourceColumn, targetColumn, source, target } = options;
  const choices = [
    { option: 'sourceColumn', given: sourceColumn, usual: namesOf('source', 'src', source) },
    { option: 'targetColumn', given: targetColumn, usual: namesOf('target', 'tgt', target) },
  ];
  const columnsOf = (first: readonly string[], where: string) => {
    if (options.isUntranslated) return { choices: choices.slice(0, 1), positions: true };
    if (first.length < 2) throw oneCell(where, first[0]);
    const { indices } = findColumns(where, first, choices, { header: options.header }, true);
    if (indices[0] === indices[1]) throw sameColumn(where);
    return { choices, positions: true };
  };
  for await (const { cells, where } of readTable(file, options, columnsOf))
    yield options.isUntranslated
      ? sourceParser(cells[0], where)
      : parserOf({ source: cells[0], target: cells[1] }, where);
}

const namesOf = (...names: readonly (string | undefined)[]): string[] =>
  names.flatMap((name) => (name === undefined ? [] : [name.toLowerCase()]));

/** `{"source": "…", "target": "…"}`, `{"de": "…", "en": "…"}`, or either of them as `translation`, as Hugging Face has it. */
async function* fromRecords(name: string, records: AsyncIterable<JsonRecord>, options: FileOptions): Rows {
  for await (const { value, line } of records) {
    const where = `${name} line ${line}`;
    yield () => {
      const { translation } = value;
      const isNested = typeof translation === 'object' && translation !== null && !Array.isArray(translation);
      const record = isNested ? (translation as Record<string, unknown>) : value;
      const side = (given: string | number | undefined, usual: string, language: string | undefined, option: string) =>
        pick(where, record, given ?? (Object.hasOwn(record, usual) ? undefined : language), [usual], option);
      const source = side(options.sourceColumn, 'source', options.source, 'sourceColumn');
      if (options.isUntranslated) return sourceParser(source, where)();
      const target = side(options.targetColumn, 'target', options.target, 'targetColumn');
      return parserOf({ source, target }, where)();
    };
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

function oneCell(where: string, text: string): DataError {
  return new DataError({
    where,
    problem: `the line has no tab: ${show(text)}`,
    expected: 'source and target separated by a tab, or two files',
    fix: ({ option }) =>
      `Write pairs as TSV, name their separator with ${option('delimiter')}, or name two files by their sides: corpus.de and corpus.en`,
  });
}

const sameColumn = (where: string) =>
  new ConfigError({
    where,
    problem: ({ option }) => `${option('sourceColumn')} and ${option('targetColumn')} are the same column`,
    expected: 'two columns',
    fix: ({ set }) => `Pass for example ${set('sourceColumn', 1)} and ${set('targetColumn', 2)}`,
  });
