/**
 * Recordings of sound with labels: a data set by name, a table of files, a folder whose sub-folders are labels, or one with a
 * folder or table for each split.
 */
import { ConfigError } from '../../../errors';
import type { FileHost } from '../../bytes/file-host';
import type { NoteOptions } from '../../bytes/notes';
import { keyOfAudio, type LabeledAudio } from '../../examples/labeled-audio/example';
import { readLabelFolder } from '../../examples/labeled-audio/folder';
import { type ManifestOptions, readManifest } from '../../examples/labeled-audio/manifest';
import { replayable, type ReplayableSource } from '../../example-source';
import { checkOptionNames, type OptionNames } from '../../../validation';
import { lineOptionNames } from '../../bytes/lines';
import { tableDialectNames } from '../../formats/tables/csv';
import type { Dataset, Provenance, StreamedDataset } from '../dataset';
import { fetchOptionNames, type FetchOptions } from '../fetch-options';
import type { FileReading } from '../file-reading';
import { inArrays } from '../holding';
import { openDataset } from '../open';
import { findEntry } from '../registry';
import { mapSplits, splitByKey, splitOptionNames, splitOptions, type SplitOptions, type Splits } from '../splits';

/** Recordings in their splits. */
export type LabeledAudioDataset = Dataset<LabeledAudio>;
/** Which columns a table of files has, and where progress is reported. */
export type OpenAudioOptions = ManifestOptions & SplitOptions & FetchOptions;

const openAudioNames: OptionNames<OpenAudioOptions> = {
  ...lineOptionNames,
  ...tableDialectNames,
  ...splitOptionNames,
  ...fetchOptionNames,
  pathColumn: true,
  labelColumn: true,
  splitColumn: true,
  groupColumn: true,
};

/**
 * Files are decoded when they are used, not here. What has no splits of its own is split by file, or by group
 * (`groupColumn` of a table).
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit
 */
export async function openLabeledAudio(
  nameOrPath: string,
  host?: FileHost,
  options: OpenAudioOptions = {},
): Promise<LabeledAudioDataset> {
  checkOptionNames('openLabeledAudio', options, openAudioNames);
  if (!findEntry(nameOrPath) && host) {
    const { kind } = await host.describe(nameOrPath);
    if (kind === 'file') return openManifest(nameOrPath, host, options);
    if (kind === 'directory' && !(await hasTables(nameOrPath, host))) return openFolder(nameOrPath, host, options);
  }
  return openDataset(nameOrPath, audioFiles(host, options), host, options, inArrays());
}

/** The same as sources that can be read again: the list of files is in memory, what is in them is not. @throws as `openLabeledAudio` */
export async function streamLabeledAudio(
  nameOrPath: string,
  host?: FileHost,
  options: OpenAudioOptions = {},
): Promise<StreamedDataset<LabeledAudio>> {
  const { splits, ...rest } = await openLabeledAudio(nameOrPath, host, options);
  return { ...rest, splits: mapSplits(splits, again) };
}

function again(examples: readonly LabeledAudio[]): ReplayableSource<LabeledAudio> {
  return replayable(async function* () {
    for (const example of examples) yield await Promise.resolve(example);
  });
}

/** Of a folder with train.csv, validation.csv and test.csv; and what messages say. */
const audioFiles = (host: FileHost | undefined, options: OpenAudioOptions): FileReading<'labelled audio'> => ({
  kind: 'labelled audio',
  opener: 'openLabeledAudio',
  reader: 'decodeAudio',
  formats: 'one table with the columns path and label',
  splitBy: 'file',
  splitKey: keyOfAudio,
  async *read([source]) {
    if (host) for (const { example } of await readManifest(source, host, manifestOptions(options))) yield example;
  },
});

const hasTables = async (folder: string, host: FileHost) =>
  (await host.list(folder)).some((name) => /^train\.(csv|tsv)$/.test(name));

async function openManifest(path: string, host: FileHost, options: OpenAudioOptions): Promise<LabeledAudioDataset> {
  const source = { name: path, open: () => host.open(path) };
  const entries = await readManifest(source, host, manifestOptions(options));
  const provenance = (splitRule: string): Provenance => ({ kind: 'file', from: [path], splitRule });
  if (entries.every(({ split }) => split === undefined)) {
    const examples = entries.map(({ example }) => example);
    const by = options.groupColumn ?? 'file';
    return {
      name: path,
      splits: splitByKey(examples, keyOfAudio, options),
      provenance: provenance(ruleBy(by, options)),
    };
  }
  const splits: Required<Splits<LabeledAudio>> = { train: [], validation: [], test: [] };
  for (const { split = 'train', example } of entries) splits[split].push(example);
  return { name: path, splits: nonEmpty(splits), provenance: provenance('as its column says') };
}

const SPLIT_FOLDERS = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val', 'dev'],
  test: ['test'],
};

async function openFolder(path: string, host: FileHost, options: OpenAudioOptions): Promise<LabeledAudioDataset> {
  if (options.groupColumn !== undefined) throw noGroups(path);
  const events: NoteOptions = { onNote: options.onNote };
  const names = await host.list(path);
  const folderOf = (split: keyof typeof SPLIT_FOLDERS) => names.find((name) => SPLIT_FOLDERS[split].includes(name));
  const train = folderOf('train');
  if (train === undefined) {
    const examples = await readLabelFolder(path, host, events);
    const provenance: Provenance = { kind: 'directory', from: [path], splitRule: ruleBy('file', options) };
    return { name: path, splits: splitByKey(examples, keyOfAudio, options), provenance };
  }
  const read = async (name: string | undefined) =>
    name === undefined ? [] : readLabelFolder(`${path}/${name}`, host, events);
  const splits = {
    train: await read(train),
    validation: await read(folderOf('validation')),
    test: await read(folderOf('test')),
  };
  const provenance: Provenance = { kind: 'directory', from: [path], splitRule: 'one folder a split' };
  return { name: path, splits: nonEmpty(splits), provenance };
}

function nonEmpty({ train, validation, test }: Required<Splits<LabeledAudio>>): Splits<LabeledAudio> {
  return { train, ...(validation.length && { validation }), ...(test.length && { test }) };
}

function ruleBy(key: string, options: SplitOptions): string {
  const { testFraction, validationFraction, splitSeed } = splitOptions(options);
  return `by ${key}: test ${testFraction}, validation ${validationFraction}, seed ${splitSeed}`;
}

function manifestOptions(options: OpenAudioOptions): ManifestOptions {
  const { pathColumn, labelColumn, splitColumn, groupColumn, encoding, delimiter, quotes, onNote } = options;
  return { pathColumn, labelColumn, splitColumn, groupColumn, encoding, delimiter, quotes, onNote };
}

const noGroups = (where: string) =>
  new ConfigError({
    where,
    problem: ({ option }) => `${option('groupColumn')} is given, and this is a folder`,
    expected: 'a table of files with a column for groups',
    fix: 'Write one: path,label,speaker',
  });
