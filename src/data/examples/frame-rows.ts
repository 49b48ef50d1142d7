/**
 * Frames one by one, as they stand in a file or arrive on a stream: CSV or TSV with a header, a frame a row; or JSON
 * Lines, a frame a line: `{"recording": "a1", "frame": [0.1, 2.5], "label": "Rest"}`.
 */
import { ConfigError, DataError, show } from '../../errors';
import { byName } from '../formats/tables/columns';
import { readRows, type TableDialect, tableDialectNames } from '../formats/tables/csv';
import { formatByEnding, tableDialect } from '../formats/format';
import { readJson } from '../formats/json';
import type { JsonRecord } from '../formats/json-object';
import { type InvalidRowOptions, orInvalid } from '../formats/invalid-lines';
import { readJsonLines } from '../formats/jsonl';
import { lineOptionNames, type LineOptions } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkOptionNames, type OptionNames } from '../../validation';

/** One frame as a row of a file. */
export interface FrameRow {
  /** Its name; without a column for it the name of the file. */
  recording: string;
  values: Float64Array; // [F]
  label?: string;
  /** Of its recording. */
  group?: string;
  /** Names of the features, in tables. */
  features?: readonly string[];
  /** File and line. */
  where: string;
  line: number;
}

/** By the file's ending, or as given. */
export const frameFormats = ['csv', 'tsv', 'jsonl', 'json'] as const;

/** Which columns of a file are labels, recordings, or ignored. */
export interface FrameRowOptions extends LineOptions, TableDialect {
  /** Default: by the file's ending (.csv, .tsv, .jsonl, .json, each also with .gz). */
  format?: (typeof frameFormats)[number];
  /** Column (JSON: key) of the recording's name. Default `recording`, which may be missing. */
  recordingColumn?: string;
  /** Column (JSON: key) of the label. Default: label, class or phase. */
  labelColumn?: string;
  /** Column (JSON: key) of what must not be in two splits, such as the person who was recorded. Default: none. */
  groupColumn?: string;
  /** `optional`: a file without labels is read too. Default `required`. */
  labels?: 'required' | 'optional';
  /** The columns to read, in this order. Default: all but those of recording and label. */
  featureColumns?: readonly string[];
  /** Columns that are no features, such as a time stamp. Default: none. */
  ignoreColumns?: readonly string[];
}

export const frameRowOptionNames: OptionNames<FrameRowOptions> = {
  ...lineOptionNames,
  ...tableDialectNames,
  format: true,
  recordingColumn: true,
  labelColumn: true,
  groupColumn: true,
  labels: true,
  featureColumns: true,
  ignoreColumns: true,
};

const LABEL_NAMES = ['label', 'class', 'phase'];

/**
 * @throws ConfigError for a format or columns that are not clear; DataError with file, line, column and frame for what
 * is no finite number, another number of values than in the first frame, a missing label, and as `readRows` and
 * `readJsonLines`
 */
export async function* readFrameRows(source: ByteSource, options: FrameRowOptions = {}): AsyncGenerator<FrameRow> {
  checkOptionNames('readFrameRows', options, frameRowOptionNames);
  yield* frameRowsOf(source, options);
}

type Options = FrameRowOptions & InvalidRowOptions;

/** The same; with `onInvalid` what is thrown of a row there goes to it, and reading goes on. */
export async function* frameRowsOf(source: ByteSource, options: Options): AsyncGenerator<FrameRow> {
  const format = options.format ?? (await formatByEnding(source, frameEndings, frameFormats)).format;
  if (format === 'jsonl') yield* fromRecords(source.name, readJsonLines(source, options), options);
  else if (format === 'json') yield* fromRecords(source.name, readJson(source, options), options);
  else yield* fromTable(source, { ...options, ...tableDialect(format, options) });
}

async function* fromTable(source: ByteSource, options: Options): AsyncGenerator<FrameRow> {
  let columns: Columns | undefined;
  const counter = new FrameCounter();
  const rowOf = (
    { features, indices, ...places }: Columns,
    cells: readonly string[],
    where: string,
  ): Omit<FrameRow, 'line'> => {
    const recording = places.recording === undefined ? recordingOf(source.name) : cells[places.recording].trim();
    if (recording === '') throw noRecording(where);
    const frame = counter.next(recording);
    const values = Float64Array.from(indices, (place, f) => {
      return toNumber(cells[place], () => `${where} column ${features[f]} (recording ${recording}, frame ${frame})`);
    });
    const label = places.label === undefined ? undefined : nameOf(where, 'label', cells[places.label]);
    const group = places.group === undefined ? undefined : nameOf(where, 'group', cells[places.group]);
    return {
      ...{ recording, values, features, where },
      ...(label !== undefined && { label }),
      ...(group !== undefined && { group }),
    };
  };
  for await (const { cells, line } of readRows(source, options)) {
    const where = `${source.name} line ${line}`;
    if (!columns) {
      columns = findFrameColumns(where, cells, options);
      continue;
    }
    const found = columns;
    const row = orInvalid(options, () => rowOf(found, cells, where));
    if (row) yield { ...row, line };
  }
}

async function* fromRecords(
  name: string,
  records: AsyncIterable<JsonRecord>,
  options: Options,
): AsyncGenerator<FrameRow> {
  const { recordingColumn = 'recording', labelColumn = 'label', groupColumn, labels = 'required' } = options;
  const counter = new FrameCounter();
  let size: number | undefined;
  const rowOf = (value: JsonRecord['value'], where: string): Omit<FrameRow, 'line'> => {
    const named = value[recordingColumn];
    const recording = typeof named === 'string' || typeof named === 'number' ? String(named) : recordingOf(name);
    const frame = counter.next(recording);
    const { frame: list } = value;
    if (!Array.isArray(list) || list.length === 0) throw noValues(where, list);
    size ??= list.length;
    if (list.length !== size) throw otherSize(where, list.length, size);
    const values = Float64Array.from(list, (number: unknown, f) => {
      return toNumber(number, () => `${where} value ${f + 1} (recording ${recording}, frame ${frame})`);
    });
    const given = value[labelColumn];
    const label = given === undefined && labels === 'optional' ? undefined : nameOf(where, 'label', given);
    const group =
      groupColumn === undefined || labels === 'optional' ? undefined : nameOf(where, 'group', value[groupColumn]);
    return { recording, values, ...(label !== undefined && { label }), ...(group !== undefined && { group }), where };
  };
  for await (const { value, line } of records) {
    const row = orInvalid(options, () => rowOf(value, `${name} line ${line}`));
    if (row) yield { ...row, line };
  }
}

interface Columns {
  recording?: number;
  label?: number;
  group?: number;
  indices: number[];
  features: string[];
}

function findFrameColumns(where: string, header: readonly string[], options: FrameRowOptions): Columns {
  const {
    recordingColumn,
    labelColumn,
    groupColumn,
    labels = 'required',
    ignoreColumns = [],
    featureColumns,
  } = options;
  const find = (option: string, given: string | undefined, usual: readonly string[]) =>
    byName(where, header, { option, given, usual, fix: (wording) => `Name it with ${wording.option(option)}` });
  const names = header.map((name) => name.trim().toLowerCase());
  const has = (usual: readonly string[]) => usual.some((name) => names.includes(name.trim().toLowerCase()));
  const hasLabel = labels === 'required' || has(labelColumn === undefined ? LABEL_NAMES : [labelColumn]);
  const label = hasLabel ? find('labelColumn', labelColumn, LABEL_NAMES) : undefined;
  const hasRecording = recordingColumn !== undefined || has(['recording']);
  const recording = hasRecording ? find('recordingColumn', recordingColumn, ['recording']) : undefined;
  const isThere = (name: string) => labels === 'required' || has([name]); // what is predicted may lack what training ignored
  const hasGroup = groupColumn !== undefined && isThere(groupColumn);
  const group = hasGroup ? find('groupColumn', groupColumn, []) : undefined;
  const ignored = ignoreColumns.filter(isThere).map((name) => find('ignoreColumns', name, []));
  const others = [label, recording, group, ...ignored];
  const left = header.map((_, i) => i).filter((i) => !others.includes(i));
  const fix = 'It is one of featureColumns, for a trained model those of training: add or rename it';
  const feature = (given: string) => byName(where, header, { option: 'featureColumns', given, usual: [], fix });
  const indices = featureColumns?.map(feature) ?? left;
  if (indices.length === 0) throw noFeatures(where, header);
  const twice = firstRepeated(indices);
  if (twice !== undefined) throw oneForTwo(where, header[twice], featureColumns ?? []);
  const features = featureColumns ? [...featureColumns] : indices.map((i) => header[i].trim());
  const repeated = firstRepeated(features);
  if (repeated !== undefined) throw repeatedName(where, header, repeated);
  return { recording, label, group, indices, features };
}

function firstRepeated<Item>(items: readonly Item[]): Item | undefined {
  const known = new Set<Item>();
  return items.find((item) => known.size === known.add(item).size);
}

/** Numbers the frames of each recording, from 1. */
class FrameCounter {
  private readonly frames = new Map<string, number>();

  next(recording: string): number {
    const frame = (this.frames.get(recording) ?? 0) + 1;
    this.frames.set(recording, frame);
    return frame;
  }
}

const numeral = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** Finite also as a 32-bit number. */
function toNumber(value: unknown, where: () => string): number {
  const text = typeof value === 'string' ? value.trim() : '';
  const number = typeof value === 'number' ? value : numeral.test(text) ? Number(text) : NaN;
  if (Number.isFinite(Math.fround(number))) return number;
  throw new DataError({
    where: where(),
    problem: value === '' ? 'the cell is empty' : `${show(value)} is no finite number`,
    expected: 'a number such as -0.25 or 1e-3',
    fix: ({ option }) =>
      `Correct or remove the frame; if the column is no feature, name it in ${option('ignoreColumns')}`,
  });
}

function nameOf(where: string, what: 'label' | 'group', value: unknown): string {
  const name = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof name === 'string' && name.trim() !== '') return name.trim();
  throw new DataError({
    where,
    problem: name === undefined || name === '' ? `the ${what} is missing` : `the ${what} is ${show(value)}`,
    expected: `a ${what} for every frame`,
    fix: 'Correct or remove the frame',
  });
}

/** `data/a1.csv.gz` → `a1` */
const recordingOf = (name: string) => name.replace(/^.*[/\\]/, '').replace(/(\.[^.]+?)?(\.gz)?$/i, '');

export const frameEndings = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
} as const;

const oneForTwo = (where: string, column: string, names: readonly string[]) =>
  new DataError({
    where,
    problem: `the column ${show(column.trim())} would be read for ${names.filter((name) => name.toLowerCase() === column.trim().toLowerCase()).join(' and ')}`,
    expected: 'a column for each, written as in training',
    fix: 'Add or rename it',
  });

const repeatedName = (where: string, header: readonly string[], name: string) =>
  new DataError({
    where,
    problem: `the header ${show(header)} has two features named ${name}`,
    expected: 'columns of different names: a trained model finds its columns by them',
    fix: ({ option }) => `Rename one; by its name neither can be left out (${option('ignoreColumns')})`,
  });

function noRecording(where: string): DataError {
  return new DataError({
    where,
    problem: 'the name of the recording is empty',
    expected: 'a name for every frame',
    fix: 'Fill it in; a file with one recording needs no such column',
  });
}

function noFeatures(where: string, header: readonly string[]): ConfigError {
  return new ConfigError({
    where,
    problem: `no column is left for the features: ${show(header)}`,
    expected: 'at least one column beside recording and label',
    fix: ({ option, choose }) => `Check the delimiter, ${option('ignoreColumns')}${choose(' and featureColumns', '')}`,
  });
}

function noValues(where: string, found: unknown): DataError {
  return new DataError({
    where,
    problem: `frame is ${show(found)}`,
    expected: 'a list of numbers',
    fix: 'Write {"recording": "a1", "frame": [0.1, 2.5], "label": "Rest"}',
  });
}

function otherSize(where: string, found: number, size: number): DataError {
  return new DataError({
    where,
    problem: `the frame has ${found} values`,
    expected: `${size}, as the first one`,
    fix: 'Correct or remove the frame',
  });
}
