/**
 * A table of files of sound: `path,label[,split][,speaker]`. Paths are taken from the folder of the table; what is in the
 * column `split` (train, validation or dev, test) decides where it is there.
 */
import { DataError, show } from '../../../errors';
import type { FileHost } from '../../bytes/file-host';
import type { LineOptions } from '../../bytes/lines';
import type { ByteSource } from '../../bytes/source';
import { endingOf, tableDialect } from '../../formats/format';
import { type ColumnChoice, LABEL_NAMES } from '../../formats/tables/columns';
import type { TableDialect } from '../../formats/tables/csv';
import { readTable } from '../../formats/tables/table';
import type { SplitName } from '../../datasets/splits';
import type { LabeledAudio } from './example';
import { checkAudioName, soundFile } from './sound-file';

export interface ManifestOptions extends LineOptions, TableDialect {
  /** Default: path, file, filename or audio. */
  pathColumn?: string;
  /** Default: label or class. */
  labelColumn?: string;
  /** Default: split, where there is one. */
  splitColumn?: string;
  /** What must not be in two splits, such as the speaker. Default: none. */
  groupColumn?: string;
}

/** A row. */
export interface ManifestEntry {
  example: LabeledAudio;
  split?: SplitName;
}

const PATH_NAMES = ['path', 'file', 'filename', 'audio'];
const SPLIT_NAMES: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
};

/** @throws DataError with file and line; ConfigError for columns */
export async function readManifest(
  source: ByteSource,
  host: FileHost,
  options: ManifestOptions = {},
): Promise<ManifestEntry[]> {
  const folder = source.name.includes('/') ? source.name.slice(0, source.name.lastIndexOf('/') + 1) : '';
  const dialect = tableDialect(endingOf(source.name) === 'csv' ? 'csv' : 'tsv', options);
  const entries: ManifestEntry[] = [];
  let choices: readonly Choice[] = [];
  const columnsOf = (header: readonly string[]) => ({ choices: (choices = choicesOf(options, header)) });
  for await (const { cells, where } of readTable(source, { ...options, ...dialect }, columnsOf)) {
    const cell = (name: Choice['name']) => {
      const index = choices.findIndex((choice) => choice.name === name);
      return index < 0 ? undefined : filled(cells[index].trim(), name, where);
    };
    const path = cell('path') ?? '';
    const [label, split, group] = [cell('label') ?? '', cell('split'), cell('group')];
    const place = /^(\/|[A-Za-z]:[\\/])/.test(path) ? path : folder + path;
    checkAudioName(place);
    const { kind, bytes } = await host.describe(place);
    if (kind !== 'file')
      throw bad(where, `there is no file ${show(place)}`, 'a path from the folder of the table', 'Correct the path');
    const audio = soundFile({ name: place, open: () => host.open(place) }, bytes, { onNote: options.onNote });
    entries.push({
      example: { audio, label, where, ...(group !== undefined && { group }) },
      ...(split !== undefined && { split: splitNamed(split, where) }),
    });
  }
  if (entries.length > 0) return entries;
  throw bad(source.name, 'the table names no files', 'at least one row with path and label', 'Check the path');
}

interface Choice extends ColumnChoice {
  name: 'path' | 'label' | 'split' | 'group';
}

function choicesOf(options: ManifestOptions, header: readonly string[]): Choice[] {
  const { pathColumn, labelColumn, splitColumn, groupColumn } = options;
  const hasSplit = splitColumn !== undefined || header.some((name) => name.trim().toLowerCase() === 'split');
  return [
    { name: 'path', option: 'pathColumn', given: pathColumn, usual: PATH_NAMES },
    { name: 'label', option: 'labelColumn', given: labelColumn, usual: LABEL_NAMES },
    ...(hasSplit ? [{ name: 'split', option: 'splitColumn', given: splitColumn, usual: ['split'] } as const] : []),
    ...(groupColumn === undefined
      ? []
      : [{ name: 'group', option: 'groupColumn', given: groupColumn, usual: [] } as const]),
  ];
}

function filled(cell: string, name: string, where: string): string {
  if (cell !== '') return cell;
  throw bad(where, `the ${name} is missing`, `a ${name} in every row`, 'Fill it in, or remove the row');
}

function splitNamed(name: string, where: string): SplitName {
  const key = name.toLowerCase();
  if (Object.hasOwn(SPLIT_NAMES, key)) return SPLIT_NAMES[key];
  throw bad(where, `the split is ${show(name)}`, Object.keys(SPLIT_NAMES).join(', '), 'Correct the column');
}

const bad = (where: string, problem: string, expected: string, fix: string) =>
  new DataError({ where, problem, expected, fix });
