/** Text with a label, the example of sentiment and text classification, from any of the formats that hold it. */
import { DataError, show } from '../../errors';
import { firstLineOf } from '../bytes/first-line';
import { lineOptionNames, type LineOptions } from '../bytes/lines';
import { noteOf } from '../bytes/notes';
import type { ByteSource } from '../bytes/source';
import { type HeaderOptions, LABEL_NAMES, TEXT_NAMES, type TextColumns } from '../formats/tables/columns';
import type { InvalidRowOptions, OnInvalid } from '../formats/invalid-lines';
import { type TableDialect, tableDialectNames } from '../formats/tables/csv';
import { isFastText, onlyLabel, readFastText } from '../formats/fasttext';
import { formatByEnding, tableDialect } from '../formats/format';
import { readJson } from '../formats/json';
import type { JsonRecord } from '../formats/json-object';
import { readJsonLines } from '../formats/jsonl';
import { readLabelFirst } from '../formats/label-first';
import { readTable } from '../formats/tables/table';
import type { LocatedInput } from '../example-kind';
import { OddValues } from './label-names';
import { checkLabeledText, type LabeledText } from './labeled-text';
import { checkInputText, locatedInputs, type RowParser, type SkipOptions, validExamples } from './valid-examples';
import { checkOptionNames, type OptionNames } from '../../validation';

/** `label-first`: a label and its text a line, without a separator of its own. `fasttext`: `__label__positive …`. */
export const labeledTextFormats = ['csv', 'tsv', 'jsonl', 'json', 'fasttext', 'label-first'] as const;
export type LabeledTextFormat = (typeof labeledTextFormats)[number];

/** Which columns are text and label, and how the file is written. */
export interface LabeledTextOptions extends LineOptions, TextColumns, TableDialect, HeaderOptions, SkipOptions {
  /**
   * Default: by the file's ending (.csv, .tsv, .jsonl, .json, each also with .gz), else `fasttext` for a file that begins
   * with `__label__`. `label-first` has to be given.
   */
  format?: LabeledTextFormat;
}

export const labeledTextOptionNames: OptionNames<LabeledTextOptions> = {
  ...lineOptionNames,
  ...tableDialectNames,
  header: true,
  skipInvalid: true,
  textColumn: true,
  labelColumn: true,
  format: true,
};

/**
 * @throws ConfigError when the format or the columns are not clear; DataError with file and line for labels and texts
 * that are missing or empty (of all rows together), and as `readLines`, `readRows` and `readJsonLines`.
 */
export async function* readLabeledText(
  source: ByteSource,
  options: LabeledTextOptions = {},
): AsyncGenerator<LabeledText> {
  checkOptionNames('readLabeledText', options, labeledTextOptionNames);
  const { format, source: opened } = await formatOf(source, options);
  const odd = new OddValues();
  const rows = (onInvalid: OnInvalid) => rowsOf(opened, format, { ...options, onInvalid });
  for await (const example of validExamples(source.name, 'rows', options, rows, nothing)) {
    odd.label(example.label);
    odd.text(example.text);
    yield example;
  }
  odd.note(source.name, options);
}

/** Texts for `predict`, from a file as training reads it. Labels may be missing, and are not read. @throws as `readLabeledText` */
export async function* readTexts(source: ByteSource, options: LabeledTextOptions = {}): AsyncGenerator<LocatedInput> {
  const { format, source: opened } = await formatOf(source, options);
  const rows = (onInvalid: OnInvalid) => rowsOf(opened, format, { ...options, onInvalid, isUnlabeled: true });
  yield* locatedInputs(source.name, rows, ({ text }) => text);
}

const nothing = {
  problem: 'the file holds no examples',
  expected: 'at least one text with a label',
  fix: 'Check the path and the format',
};

const ENDINGS: Record<string, LabeledTextFormat> = {
  tsv: 'tsv',
  tab: 'tsv',
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
};

async function formatOf(
  source: ByteSource,
  options: LabeledTextOptions,
): Promise<{ format: LabeledTextFormat; source: ByteSource }> {
  const { format } = options;
  if (format !== undefined) return { format, source };
  return formatByEnding(source, ENDINGS, labeledTextFormats, async () => {
    const head = await firstLineOf(source, options);
    if (!isFastText(head.first)) return undefined;
    options.onNote?.(noteOf(source.name, ({ set }) => `read as ${set('format', 'fasttext')}, by its first line`));
    return { format: 'fasttext', source: head.source };
  });
}

type Rows = AsyncGenerator<RowParser<LabeledText>>;
/** `isUnlabeled`: only texts are read. */
type RowOptions = LabeledTextOptions & InvalidRowOptions & { isUnlabeled?: boolean };

function rowsOf(source: ByteSource, format: LabeledTextFormat, options: RowOptions): Rows {
  if (format === 'jsonl') return fromRecords(source.name, readJsonLines(source, options), options);
  if (format === 'json') return fromRecords(source.name, readJson(source, options), options);
  if (format === 'fasttext') return fromFastText(source, options);
  if (format === 'label-first') return fromLabelFirst(source, options);
  return fromTable(source, { ...options, ...tableDialect(format, options) });
}

async function* fromTable(source: ByteSource, options: RowOptions): Rows {
  const choices = [
    { option: 'textColumn', given: options.textColumn, usual: TEXT_NAMES },
    { option: 'labelColumn', given: options.labelColumn, usual: LABEL_NAMES },
  ];
  const wanted = options.isUnlabeled ? choices.slice(0, 1) : choices;
  for await (const { cells, where } of readTable(source, options, () => ({ choices: wanted })))
    yield () => labeled(where, cells[0], options.isUnlabeled ? noLabel : cells[1], options.isUnlabeled);
}

async function* fromRecords(name: string, records: AsyncIterable<JsonRecord>, options: RowOptions): Rows {
  for await (const { value, line } of records) {
    const where = `${name} line ${line}`;
    yield () => {
      const text = pick(where, value, options.textColumn, TEXT_NAMES, 'textColumn');
      const label = options.isUnlabeled ? noLabel : pick(where, value, options.labelColumn, LABEL_NAMES, 'labelColumn');
      const name = typeof label === 'number' || typeof label === 'boolean' ? String(label) : label;
      return labeled(where, text, name, options.isUnlabeled);
    };
  }
}

/** The value under the given key, else under the only one of the usual keys that is there. @throws DataError */
export function pick(
  where: string,
  record: Record<string, unknown>,
  given: string | number | undefined,
  usual: readonly string[],
  option: string,
  flag = option,
): unknown {
  const keys = (given === undefined ? usual : [String(given)]).filter((key) => Object.hasOwn(record, key));
  if (keys.length === 1) return record[keys[0]];
  throw new DataError({
    where,
    problem: keys.length ? `both ${keys.join(' and ')} are there` : `the keys are ${show(Object.keys(record))}`,
    expected: given === undefined ? `one of ${usual.join(', ')}` : `the key ${show(given)}`,
    fix: (wording) => `Name the key with ${wording.option(option, flag)}, or correct the line`,
  });
}

async function* fromFastText(source: ByteSource, options: RowOptions): Rows {
  for await (const line of readFastText(source, options)) {
    const where = `${source.name} line ${line.line}`;
    yield () => labeled(where, line.text, options.isUnlabeled ? noLabel : onlyLabel(line, where), options.isUnlabeled);
  }
}

async function* fromLabelFirst(source: ByteSource, options: RowOptions): Rows {
  for await (const { label, text, line } of readLabelFirst(source, options))
    yield () => labeled(`${source.name} line ${line}`, text, label);
}

/** In place of labels that are not read. */
const noLabel = 'none';

function labeled(where: string, text: unknown, label: unknown, isUnlabeled = false): LabeledText {
  if (isUnlabeled) checkInputText(text, where);
  const example = { text, label: typeof label === 'string' ? label.trim() : label, where };
  checkLabeledText(example, where);
  return example;
}
