/** Text with a label, the example of sentiment and text classification, from any of the formats that hold it. */
import { DataError, show } from '../../errors';
import { findColumns, LABEL_NAMES, TEXT_NAMES, type TextColumns } from '../formats/columns';
import { readRows } from '../formats/csv';
import { formatByEnding } from '../formats/format';
import { readJsonLines } from '../formats/jsonl';
import { readLabelFirst } from '../formats/label-first';
import type { LineOptions } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkLabeledText, type LabeledText } from './labeled-text';

/** `label-first`: a label and its text a line, without a delimiter of its own. */
export const labeledTextFormats = ['tsv', 'csv', 'jsonl', 'label-first'] as const;
export type LabeledTextFormat = (typeof labeledTextFormats)[number];

/** Which columns are text and label. */
export interface LabeledTextOptions extends LineOptions, TextColumns {
  /** Default: by the file's ending (.tsv, .csv, .jsonl, each also with .gz). `label-first` has to be given. */
  format?: LabeledTextFormat;
}

/**
 * @throws ConfigError when the format or the columns are not clear; DataError with file and line for a label that is
 * missing or empty, a text that is missing, and as `readLines`, `readRows` and `readJsonLines`.
 */
export async function* readLabeledText(
  source: ByteSource,
  options: LabeledTextOptions = {},
): AsyncGenerator<LabeledText> {
  const format = options.format ?? formatOf(source.name);
  const examples =
    format === 'jsonl'
      ? fromJsonLines(source, options)
      : format === 'label-first'
        ? fromLabelFirst(source, options)
        : fromTable(source, format === 'csv' ? ',' : '\t', options);
  let count = 0;
  for await (const example of examples) {
    count++;
    yield example;
  }
  if (count > 0) return;
  throw new DataError({
    where: source.name,
    problem: 'the file holds no examples',
    expected: 'at least one text with a label',
    fix: 'Check the path and the format',
  });
}

const ENDINGS: Record<string, LabeledTextFormat> = {
  tsv: 'tsv',
  tab: 'tsv',
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};

const formatOf = (name: string) => formatByEnding(name, ENDINGS, labeledTextFormats);

async function* fromTable(
  source: ByteSource,
  delimiter: ',' | '\t',
  options: LabeledTextOptions,
): AsyncGenerator<LabeledText> {
  let columns: { indices: number[]; header: boolean } | undefined;
  for await (const { cells, line } of readRows(source, { ...options, delimiter })) {
    const where = `${source.name} line ${line}`;
    if (!columns) {
      columns = findColumns(where, cells, [
        { option: 'labelColumn', given: options.labelColumn, usual: LABEL_NAMES },
        { option: 'textColumn', given: options.textColumn, usual: TEXT_NAMES },
      ]);
      if (columns.header) continue;
    }
    const [label, text] = columns.indices.map((index) => cells[index]);
    yield labeled(where, text, label);
  }
}

async function* fromJsonLines(source: ByteSource, options: LabeledTextOptions): AsyncGenerator<LabeledText> {
  for await (const { value, line } of readJsonLines(source, options)) {
    const where = `${source.name} line ${line}`;
    const text = pick(where, value, options.textColumn, TEXT_NAMES, 'textColumn');
    const label = pick(where, value, options.labelColumn, LABEL_NAMES, 'labelColumn');
    yield labeled(where, text, typeof label === 'number' || typeof label === 'boolean' ? String(label) : label);
  }
}

/** The value under the given key, else under the only one of the usual keys that is there. */
function pick(
  where: string,
  record: Record<string, unknown>,
  given: string | number | undefined,
  usual: readonly string[],
  option: string,
): unknown {
  const keys = (given === undefined ? usual : [String(given)]).filter((key) => Object.hasOwn(record, key));
  if (keys.length === 1) return record[keys[0]];
  throw new DataError({
    where,
    problem: keys.length ? `both ${keys.join(' and ')} are there` : `the keys are ${show(Object.keys(record))}`,
    expected: given === undefined ? `one of ${usual.join(', ')}` : `the key ${show(given)}`,
    fix: (wording) => `Name the key with ${wording.option(option)}, or correct the line`,
  });
}

async function* fromLabelFirst(source: ByteSource, options: LabeledTextOptions): AsyncGenerator<LabeledText> {
  for await (const { label, text, line } of readLabelFirst(source, options))
    yield labeled(`${source.name} line ${line}`, text, label);
}

function labeled(where: string, text: unknown, label: unknown): LabeledText {
  const example = { text, label: typeof label === 'string' ? label.trim() : label, where };
  checkLabeledText(example, where);
  return example;
}
