/** Which columns of a table of frames are features, and which are the recording, its label and its group. */
import { ConfigError, DataError, show } from '../../../errors';
import { byName } from './columns';

/** Which columns of a file are labels, recordings, or ignored. */
export interface FrameColumnOptions {
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

/** Places among the cells of a row. */
export interface FrameColumns {
  recording?: number;
  label?: number;
  group?: number;
  indices: number[];
  features: string[];
}

const LABEL_NAMES = ['label', 'class', 'phase'];

/** @throws DataError or ConfigError for columns that are not there, or not clear. */
export function findFrameColumns(where: string, header: readonly string[], options: FrameColumnOptions): FrameColumns {
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

function noFeatures(where: string, header: readonly string[]): ConfigError {
  return new ConfigError({
    where,
    problem: `no column is left for the features: ${show(header)}`,
    expected: 'at least one column beside recording and label',
    fix: ({ option, choose }) => `Check the delimiter, ${option('ignoreColumns')}${choose(' and featureColumns', '')}`,
  });
}
