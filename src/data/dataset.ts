/** A name of the registry or a user's path → labelled texts in their splits. */
import { ConfigError, DataError, show } from '../errors';
import type { FetchOptions } from './fetch';
import { locateFiles } from './fetch';
import type { DataHost } from './host';
import type { LabeledText, LabeledTextOptions } from './labeled-text';
import { readLabeledText } from './labeled-text';
import type { RegistryEntry } from './registry';
import { findEntry, registry } from './registry';
import { didYouMean } from '../spelling';
import type { ByteSource } from './source';
import type { SplitOptions, Splits } from './splits';
import { splitByText, toArray } from './splits';

export type { LabeledText } from './labeled-text';

export interface Dataset<Example> {
  name: string;
  splits: Splits<Example>;
  provenance: Provenance;
}

export type LabeledTextDataset = Dataset<LabeledText>;

/** What a task may be told about a user's file: the columns it is to read, counted from 1 or by name; and so on. */
export interface ReadOptions extends Pick<FetchOptions, 'onProgress'> {
  [option: string]: string | number | undefined | FetchOptions['onProgress'];
  textColumn?: string | number;
  labelColumn?: string | number;
}

/** Where examples came from, for the bundle and the model card. */
export interface Provenance {
  kind: 'registry' | 'file' | 'directory';
  /** `owner/name@commit` of the registry's origins, or the path. */
  from: string[];
  licence?: string;
  splitRule: string;
}

export type OpenOptions = LabeledTextOptions & SplitOptions & FetchOptions;

/**
 * @param nameOrPath a name of the registry; else a file (split by `splitByText`) or a directory with `train.*` and,
 * where they exist, `validation.*` (or `dev.*`, `valid.*`) and `test.*`
 * @param host needed for everything but data that the package brings itself
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit
 */
export async function openLabeledText(
  nameOrPath: string,
  host?: DataHost,
  options: OpenOptions = {},
): Promise<LabeledTextDataset> {
  const entry = findEntry(nameOrPath);
  if (entry) return openEntry(entry, host, options);
  if (!host) throw noHost(nameOrPath);
  const { kind } = await host.describe(nameOrPath);
  if (kind === 'missing') throw notFound(nameOrPath);
  return kind === 'file' ? openFile(nameOrPath, host, options) : openDirectory(nameOrPath, host, options);
}

async function openEntry(
  entry: RegistryEntry,
  host: DataHost | undefined,
  options: OpenOptions,
): Promise<LabeledTextDataset> {
  if (entry.files.length > 0 && !host) throw noHost(entry.name);
  const files = host ? await locateFiles(entry, host, options) : new Map<string, ByteSource>();
  const provenance: Provenance = {
    kind: 'registry',
    from: [...entry.origin],
    licence: entry.licence,
    splitRule: entry.splitRule,
  };
  return { name: entry.name, splits: await entry.read(files), provenance };
}

async function openFile(path: string, host: DataHost, options: OpenOptions): Promise<LabeledTextDataset> {
  const examples = await toArray(readLabeledText(sourceAt(path, host), options));
  const { validationFraction = 0.1, testFraction = 0.1, splitSeed = 0 } = options;
  const splitRule = `by text: test ${testFraction}, validation ${validationFraction}, seed ${splitSeed}`;
  return {
    name: path,
    splits: splitByText(examples, options),
    provenance: { kind: 'file', from: [path], splitRule },
  };
}

const SPLIT_FILES: Record<keyof Splits<LabeledText>, readonly string[]> = {
  train: ['train'],
  validation: ['validation', 'valid', 'dev'],
  test: ['test'],
};

async function openDirectory(path: string, host: DataHost, options: OpenOptions): Promise<LabeledTextDataset> {
  const names = await host.list(path);
  const from: string[] = [];
  const read = async (split: keyof Splits<LabeledText>): Promise<LabeledText[] | undefined> => {
    const found = names.filter((name) => SPLIT_FILES[split].some((stem) => name.startsWith(`${stem}.`)));
    if (found.length > 1) throw ambiguous(path, split, found);
    if (found.length === 0) return undefined;
    from.push(`${path}/${found[0]}`);
    return toArray(readLabeledText(sourceAt(`${path}/${found[0]}`, host), options));
  };
  const train = await read('train');
  if (!train) throw noTraining(path, names);
  const validation = await read('validation');
  const test = await read('test');
  const splits = { train, ...(validation && { validation }), ...(test && { test }) };
  return { name: path, splits, provenance: { kind: 'directory', from, splitRule: 'one file a split' } };
}

const sourceAt = (path: string, host: DataHost): ByteSource => ({ name: path, open: () => host.open(path) });

function ambiguous(path: string, split: string, found: string[]): DataError {
  return new DataError({
    where: path,
    problem: `${found.join(' and ')} could both be the ${split} split`,
    expected: 'one file a split',
    fix: 'Rename or move the others',
  });
}

function noTraining(path: string, names: string[]): DataError {
  return new DataError({
    where: path,
    problem: `the directory has no file train.* (it holds ${show(names)})`,
    expected: 'train.*, and if there are any validation.* and test.*, in TSV, CSV or JSON Lines',
    fix: 'Name the files so, or pass a single file',
  });
}

function notFound(path: string): DataError {
  return new DataError({
    where: 'data',
    problem: `${show(path)} is neither a data set of the registry nor an existing file or directory`,
    expected: `a path, or one of ${registry.map(({ name }) => name).join(', ')}`,
    fix: didYouMean(
      path,
      registry.map(({ name }) => name),
      'Check the spelling',
    ),
  });
}

function noHost(name: string): ConfigError {
  return new ConfigError({
    where: 'openLabeledText',
    problem: `${show(name)} is read from files, and no place to read them from was passed`,
    expected: 'a DataHost (Node has one), or a data set without files such as sentiment-sample',
    fix: 'In a browser pass examples as an array, or read them with readLabeledText',
  });
}
