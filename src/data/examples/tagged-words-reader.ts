/** Sentences with a tag for every word, the example of word tagging, from any of the formats that hold them. */
import { ConfigError, show } from '../../errors';
import { firstLineOf } from '../bytes/first-line';
import { lineOptionNames, type LineOptions } from '../bytes/lines';
import { noteOf } from '../bytes/notes';
import type { ByteSource } from '../bytes/source';
import { readConll } from '../formats/conll';
import { type Conll2012Tag, isConll2012, readConll2012 } from '../formats/conll2012';
import { type ConlluTag, readConllu } from '../formats/conllu';
import { formatByEnding, type FoundFormat, tableDialect } from '../formats/format';
import { readJson } from '../formats/json';
import { readJsonLines } from '../formats/jsonl';
import type { HeaderOptions } from '../formats/tables/columns';
import type { InvalidRowOptions, OnInvalid } from '../formats/invalid-lines';
import { type TableDialect, tableDialectNames } from '../formats/tables/csv';
import type { LocatedInput } from '../example-kind';
import { OddValues } from './label-names';
import { readTaggedRecords, type TagNameOptions } from './tagged-records';
import { isTaggedTable, readTaggedTable, type TaggedTableColumns } from './tagged-tables';
import { checkTaggedWords, type TaggedWords } from './tagged-words';
import { locatedInputs, type RowParser, type SkipOptions, validExamples } from './valid-examples';
import { checkOptionNames, type OptionNames } from '../../validation';

/**
 * `conll`: columns separated by spaces or tabs, a word a line, a blank line after each sentence. `csv`, `tsv`: a word a
 * row, with a header. `jsonl`, `json`: `{"words": […], "tags": […]}`.
 */
export const taggedWordsFormats = ['conll', 'conllu', 'conll2012', 'csv', 'tsv', 'jsonl', 'json'] as const;
export type TaggedWordsFormat = (typeof taggedWordsFormats)[number];

/** Which columns are words and tags, and how the file is written. */
export interface TaggedWordsOptions
  extends LineOptions, TaggedTableColumns, TagNameOptions, TableDialect, HeaderOptions, SkipOptions {
  /**
   * Default: by the file's ending (.conllu, .csv, .jsonl, .json, .conll, .bio, .iob, .txt, .tsv, each also with .gz);
   * `conll2012` by its first line, `tsv` by a header that names words and tags.
   */
  format?: TaggedWordsFormat;
  /** Column of a CoNLL-U file (default `upos`) or of CoNLL-2012 (default `ner`). */
  tag?: ConlluTag | Conll2012Tag;
}

export const taggedWordsOptionNames: OptionNames<TaggedWordsOptions> = {
  ...lineOptionNames,
  ...tableDialectNames,
  header: true,
  skipInvalid: true,
  wordColumn: true,
  tagColumn: true,
  sentenceColumn: true,
  tagNames: true,
  format: true,
  tag: true,
};

/**
 * Tags are left as they are in the file.
 * @throws ConfigError when the format or the columns are not clear; DataError with file and line for what does not
 * follow the format (all of it, the first ten places listed; with `skipInvalid` those sentences are left out), a file
 * without sentences, and as `readLines`
 */
export async function* readTaggedWords(
  source: ByteSource,
  options: TaggedWordsOptions = {},
): AsyncGenerator<TaggedWords> {
  checkOptionNames('readTaggedWords', options, taggedWordsOptionNames);
  const { format, source: opened } = await formatOf(source, options);
  const odd = new OddValues();
  const rows = (onInvalid: OnInvalid) => rowsOf(opened, format, { ...options, onInvalid });
  for await (const sentence of validExamples(source.name, 'sentences', options, rows, nothing)) {
    sentence.tags.forEach((tag) => odd.label(tag));
    yield sentence;
  }
  odd.note(source.name, options);
}

/** Words for `predict`, from a file as training reads it; the tags are not used. @throws as `readTaggedWords` */
export async function* readSentences(
  source: ByteSource,
  options: TaggedWordsOptions = {},
): AsyncGenerator<LocatedInput> {
  const { format, source: opened } = await formatOf(source, options);
  const rows = (onInvalid: OnInvalid) => rowsOf(opened, format, { ...options, onInvalid });
  yield* locatedInputs(source.name, rows, ({ words }) => ({ words }));
}

const nothing = {
  problem: 'the file holds no sentences',
  expected: 'at least one word with a tag',
  fix: 'Check the path and the format',
};

const ENDINGS: Record<string, TaggedWordsFormat> = {
  conllu: 'conllu',
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  conll: 'conll',
  bio: 'conll',
  iob: 'conll',
  txt: 'conll',
  tsv: 'conll',
};

async function formatOf(source: ByteSource, options: TaggedWordsOptions): Promise<FoundFormat<TaggedWordsFormat>> {
  if (options.format !== undefined) return { format: options.format, source };
  const byName = await formatByEnding(source, ENDINGS, taggedWordsFormats, () => byFirstLine(source, options));
  return byName.format === 'conll' ? ((await byFirstLine(source, options)) ?? byName) : byName;
}

/** Of columns, which kind; nothing for those that the first line does not tell apart. */
async function byFirstLine(
  source: ByteSource,
  options: TaggedWordsOptions,
): Promise<FoundFormat<TaggedWordsFormat> | undefined> {
  const { first, source: again } = await firstLineOf(source, options);
  const format = isConll2012(first) ? 'conll2012' : isTaggedTable(first.split('\t')) ? 'tsv' : undefined;
  if (format === undefined) return endsLikeConll(source.name) ? { format: 'conll', source: again } : undefined;
  options.onNote?.(noteOf(source.name, ({ set }) => `read as ${set('format', format)}, by its first line`));
  return { format, source: again };
}

const endsLikeConll = (name: string) => /\.(conll|bio|iob|txt|tsv)(\.gz)?$/i.test(name);

type Rows = AsyncGenerator<RowParser<TaggedWords>>;

function rowsOf(source: ByteSource, format: TaggedWordsFormat, options: TaggedWordsOptions & InvalidRowOptions): Rows {
  if (format === 'csv' || format === 'tsv')
    return parsers(readTaggedTable(source, { ...options, ...tableDialect(format, options) }));
  if (format === 'jsonl') return readTaggedRecords(source.name, readJsonLines(source, options), options);
  if (format === 'json') return readTaggedRecords(source.name, readJson(source, options), options);
  const { wordColumn, tagColumn, tag } = options;
  const numbers = { wordColumn: numberOf('wordColumn', wordColumn), tagColumn: numberOf('tagColumn', tagColumn) };
  if (format === 'conll') return parsers(readConll(source, { ...options, ...numbers }));
  if (format === 'conllu')
    return parsers(readConllu(source, { ...options, tag: tagOf(tag, ['upos', 'xpos'] as const) }));
  return parsers(readConll2012(source, { ...options, tag: tagOf(tag, ['ner', 'pos'] as const) }));
}

async function* parsers(sentences: AsyncIterable<TaggedWords>): Rows {
  for await (const sentence of sentences)
    yield () => {
      checkTaggedWords(sentence, 'sentence');
      return sentence;
    };
}

/** @throws ConfigError for a name: these columns have none */
function numberOf(option: 'wordColumn' | 'tagColumn', given: string | number | undefined): number | undefined {
  if (typeof given !== 'string') return given;
  throw new ConfigError({
    where: 'data',
    problem: (wording) =>
      `${wording.option(option, option === 'wordColumn' ? 'textColumn' : 'labelColumn')} is ${show(given)}`,
    expected: 'the number of a column, counted from 1: the columns of this format have no names',
    fix: ({ set }) => `Pass a number; of a table with a header, pass ${set('format', 'tsv')}`,
  });
}

/** @throws ConfigError for one that the format does not have */
function tagOf<Tag extends string>(tag: string | undefined, known: readonly Tag[]): Tag {
  const found = tag === undefined ? known[0] : known.find((one) => one === tag);
  if (found) return found;
  throw new ConfigError({
    where: 'data',
    problem: ({ option }) => `${option('tag', 'labelColumn')} is ${show(tag)}`,
    expected: known.join(' or '),
    fix: ({ set }) => `Pass ${set('tag', known[0], 'labelColumn')}`,
  });
}
