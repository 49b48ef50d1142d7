/** A name of the registry or a user's path → examples in their splits, for every kind of data. */
import { ConfigError, DataError, show } from '../../errors';
import { didYouMean } from '../../spelling';
import type { Dataset } from './dataset';
import type { FetchOptions } from './fetch-options';
import { locateFiles } from './cache';
import type { DataHost } from '../bytes/file-host';
import type { Entry, ExampleOf, KindName, RegistryEntry } from './registry/entry';
import { findEntry, registry } from './registry';
import type { ByteSource } from '../bytes/source';
import { splitByKey, type SplitOptions, type Splits } from './splits';

/** How a user's files of one kind of data are read and split. */
export interface FileReading<Kind extends KindName> {
  kind: Kind;
  /** The public functions that open and read it, for messages. */
  opener: string;
  reader: string;
  /** What a directory's `train.*`, `validation.*` and `test.*` are, for messages. */
  formats: string;
  /** Examples that agree in this never stand on two sides of a split. */
  splitBy: string;
  splitKey(example: ExampleOf<Kind>): string;
  /** All examples of one split: mostly one source; parallel text may have two. */
  read(sources: readonly ByteSource[]): Promise<ExampleOf<Kind>[]>;
  /** The files to read together, in order, among those whose names begin like a split; all, if left out. */
  choose?(names: readonly string[], path: string): readonly string[];
  /** The files that a path stands for which is neither a file nor a directory. */
  expand?(path: string, host: DataHost): Promise<readonly string[]>;
}

/**
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit or a data set of another
 * kind
 */
export async function openDataset<Kind extends KindName>(
  nameOrPath: string,
  reading: FileReading<Kind>,
  host: DataHost | undefined,
  options: SplitOptions & FetchOptions,
): Promise<Dataset<ExampleOf<Kind>>> {
  const entry = findEntry(nameOrPath);
  if (entry) {
    if (isOfKind(entry, reading.kind)) return openEntry(entry, reading, host, options);
    throw otherKind(entry, reading);
  }
  if (!host) throw noHost(nameOrPath, reading);
  const { kind } = await host.describe(nameOrPath);
  if (kind === 'directory') return openDirectory(nameOrPath, reading, host);
  const paths = kind === 'file' ? [nameOrPath] : ((await reading.expand?.(nameOrPath, host)) ?? []);
  if (paths.length === 0) throw notFound(nameOrPath, reading);
  return openFiles(nameOrPath, paths, reading, host, options);
}

const isOfKind = <Kind extends KindName>(entry: RegistryEntry, kind: Kind): entry is RegistryEntry & Entry<Kind> =>
  entry.kind === kind;

async function openEntry<Kind extends KindName>(
  entry: Entry<Kind>,
  reading: FileReading<Kind>,
  host: DataHost | undefined,
  options: FetchOptions,
): Promise<Dataset<ExampleOf<Kind>>> {
  if (entry.files.length > 0 && !host) throw noHost(entry.name, reading);
  const files = host ? await locateFiles(entry, host, options) : new Map<string, ByteSource>();
  const { origin, licence, splitRule } = entry;
  return {
    name: entry.name,
    splits: await entry.read(files),
    provenance: { kind: 'registry', from: [...origin], licence, splitRule },
  };
}

async function openFiles<Kind extends KindName>(
  name: string,
  paths: readonly string[],
  reading: FileReading<Kind>,
  host: DataHost,
  options: SplitOptions,
): Promise<Dataset<ExampleOf<Kind>>> {
  const examples = await reading.read(paths.map((path) => sourceAt(path, host)));
  const { validationFraction = 0.1, testFraction = 0.1, splitSeed = 0 } = options;
  const splitRule = `by ${reading.splitBy}: test ${testFraction}, validation ${validationFraction}, seed ${splitSeed}`;
  return {
    name,
    splits: splitByKey(examples, (example) => reading.splitKey(example), options),
    provenance: { kind: 'file', from: [...paths], splitRule },
  };
}

const SPLIT_FILES: Record<keyof Splits<unknown>, readonly string[]> = {
  train: ['train'],
  validation: ['validation', 'valid', 'val', 'dev'],
  test: ['test'],
};

async function openDirectory<Kind extends KindName>(
  path: string,
  reading: FileReading<Kind>,
  host: DataHost,
): Promise<Dataset<ExampleOf<Kind>>> {
  const names = await host.list(path);
  const from: string[] = [];
  const read = async (split: keyof Splits<unknown>): Promise<ExampleOf<Kind>[] | undefined> => {
    const begun = names.filter((name) => SPLIT_FILES[split].some((stem) => name.startsWith(`${stem}.`)));
    const chosen = reading.choose?.(begun, path) ?? begun;
    if (chosen.length === 0 && begun.length === 0) return undefined;
    if (chosen.length === 0 || (chosen.length > 1 && !reading.choose)) throw ambiguous(path, split, begun, reading);
    const paths = chosen.map((name) => `${path}/${name}`);
    from.push(...paths);
    return reading.read(paths.map((one) => sourceAt(one, host)));
  };
  const train = await read('train');
  if (!train) throw noTraining(path, names, reading.formats);
  const validation = await read('validation');
  const test = await read('test');
  const splits = { train, ...(validation && { validation }), ...(test && { test }) };
  return { name: path, splits, provenance: { kind: 'directory', from, splitRule: 'one file a split' } };
}

const sourceAt = (path: string, host: DataHost): ByteSource => ({ name: path, open: () => host.open(path) });

type AnyReading = Pick<FileReading<KindName>, 'kind' | 'opener' | 'reader' | 'formats'>;

function ambiguous(path: string, split: string, found: readonly string[], { formats }: AnyReading): DataError {
  return new DataError({
    where: path,
    problem: `it is not clear which of ${found.join(', ')} is the ${split} split`,
    expected: `for every split ${formats}`,
    fix: 'Rename or move what does not belong to it',
  });
}

function noTraining(path: string, names: string[], formats: string): DataError {
  return new DataError({
    where: path,
    problem: `the directory has no file train.* (it holds ${show(names)})`,
    expected: `train.*, and if there are any validation.* and test.*: ${formats}`,
    fix: 'Name the files so, or pass a single file',
  });
}

function notFound(path: string, { kind }: AnyReading): DataError {
  const names = registry.filter((entry) => entry.kind === kind).map(({ name }) => name);
  return new DataError({
    where: 'data',
    problem: `${show(path)} is neither a data set of the registry nor an existing file or directory`,
    expected: `a path, or one of ${names.join(', ')}`,
    fix: didYouMean(path, names, 'Check the spelling'),
  });
}

function otherKind(entry: RegistryEntry, { kind, opener }: AnyReading): ConfigError {
  const names = registry.filter((other) => other.kind === kind).map(({ name }) => name);
  return new ConfigError({
    where: opener,
    problem: `${entry.name} holds ${entry.kind}`,
    expected: `${kind}, such as ${names.join(', ')}`,
    fix: `Choose one of these, or the task ${entry.task}`,
  });
}

function noHost(name: string, { opener, reader }: AnyReading): ConfigError {
  return new ConfigError({
    where: opener,
    problem: `${show(name)} is read from files, and no place to read them from was passed`,
    expected: `a DataHost (Node has one), or a data set without files`,
    fix: `In a browser pass examples as an array, or read them with ${reader}`,
  });
}
