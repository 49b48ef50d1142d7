/** Running text from a file that is one text, or from a table or JSON with a text a row. */
import { ConfigError } from '../../../errors';
import { checkOptionNames, type OptionNames } from '../../../validation';
import { type LineOptions, lineOptionNames } from '../../bytes/lines';
import type { ByteSource } from '../../bytes/source';
import { readAbcTunes } from '../../formats/abc-tunes';
import { endingOf } from '../../formats/format';
import { readPieces } from '../../formats/text-pieces';
import { type LabeledTextOptions, readTexts } from '../labeled-text-reader';
import type { PlainText } from './example';

/** `text`: the whole file is one text; `abc`: each tune is one. The others hold a text a row. */
export const plainTextFormats = ['text', 'csv', 'tsv', 'jsonl', 'json', 'abc'] as const;
export type PlainTextFormat = (typeof plainTextFormats)[number];

/** How the file is written. */
export interface PlainTextOptions extends Omit<LabeledTextOptions, 'format' | 'labelColumn' | 'skipInvalid'> {
  /** Default: by the file's ending (.csv, .tsv, .jsonl, .json, .abc, each also with .gz), else `text`. */
  format?: PlainTextFormat;
}

export const plainTextOptionNames: OptionNames<PlainTextOptions> = {
  ...lineOptionNames,
  delimiter: true,
  quotes: true,
  header: true,
  textColumn: true,
  format: true,
};

const formatsByEnding: Readonly<Record<string, PlainTextFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  abc: 'abc',
};

/**
 * Texts in the order of the file. One that is the whole file comes in pieces, each of which the next one continues.
 * @throws DataError for an empty file, bytes that are no text, and rows without text; ConfigError for columns that are not clear
 */
export async function* readPlainText(source: ByteSource, options: PlainTextOptions = {}): AsyncGenerator<PlainText> {
  checkOptionNames('readPlainText', options, plainTextOptionNames);
  const { format = formatsByEnding[endingOf(source.name)] ?? 'text', ...rest } = options;
  if (format === 'text') yield* piecesOf(source, readingOf(source, rest));
  else if (format === 'abc') yield* tunesOf(source, readingOf(source, rest));
  else yield* rowsOf(source, { ...rest, format });
}

/** @throws ConfigError for an option of tables. */
function readingOf(source: ByteSource, options: PlainTextOptions): LineOptions {
  const { delimiter, quotes, header, textColumn, ...lines } = options;
  const idle = Object.entries({ delimiter, quotes, header, textColumn }).find(([, value]) => value !== undefined);
  if (idle) throw forTables(source.name, idle[0]);
  return lines;
}

async function* piecesOf(source: ByteSource, options: LineOptions): AsyncGenerator<PlainText> {
  let held: string | undefined;
  for await (const piece of readPieces(source, options)) {
    if (held !== undefined) yield { text: held, continues: true, where: source.name };
    held = piece;
  }
  yield { text: held as string, where: source.name };
}

async function* tunesOf(source: ByteSource, options: LineOptions): AsyncGenerator<PlainText> {
  for await (const { text, line } of readAbcTunes(source, options)) {
    yield { text, where: `${source.name} line ${line}` };
  }
}

async function* rowsOf(source: ByteSource, options: LabeledTextOptions): AsyncGenerator<PlainText> {
  for await (const { input, where, error } of readTexts(source, options)) {
    if (error) throw error;
    yield { text: input as string, where };
  }
}

/** Pieces put together: one example a text. */
export async function* wholeTexts(pieces: AsyncIterable<PlainText>): AsyncGenerator<PlainText> {
  let begun: string[] = [];
  for await (const { text, continues, ...rest } of pieces) {
    begun.push(text);
    if (continues) continue;
    yield { ...rest, text: begun.join('') };
    begun = [];
  }
  if (begun.length) yield { text: begun.join('') };
}

const forTables = (name: string, option: string) =>
  new ConfigError({
    where: name,
    problem: ({ option: named }) => `${named(option)} is given, and the file is no table`,
    expected: 'a table or JSON with it',
    fix: ({ option: named, set }) => `Leave ${named(option)} out, or say ${set('format', 'csv')}`,
  });
