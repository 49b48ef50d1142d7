/**
 * Frames one by one, as they stand in a file or arrive on a stream: CSV or TSV with a header, a frame a row; or JSON
 * Lines, a frame a line: `{"recording": "a1", "frame": [0.1, 2.5], "label": "Rest"}`.
 */
import { DataError, show } from '../../errors';
import { findFrameColumns, type FrameColumnOptions, type FrameColumns } from '../formats/tables/frame-columns';
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
export interface FrameRowOptions extends FrameColumnOptions, LineOptions, TableDialect {
  /** Default: by the file's ending (.csv, .tsv, .jsonl, .json, each also with .gz). */
  format?: (typeof frameFormats)[number];
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
  let columns: FrameColumns | undefined;
  const counter = new FrameCounter();
  const rowOf = (
    { features, indices, ...places }: FrameColumns,
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

function noRecording(where: string): DataError {
  return new DataError({
    where,
    problem: 'the name of the recording is empty',
    expected: 'a name for every frame',
    fix: 'Fill it in; a file with one recording needs no such column',
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
