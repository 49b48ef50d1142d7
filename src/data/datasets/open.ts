/** A name of the registry or a user's path → examples in their splits, for every kind of data. */
import type { FileHost } from '../bytes/file-host';
import type { ByteSource } from '../bytes/source';
import { locateFiles } from './cache';
import type { SplitDataset } from './dataset';
import type { FetchOptions } from './fetch-options';
import type { FileReading } from './file-reading';
import type { Holding } from './holding';
import { ambiguous, noHost, noTraining, notFound, otherKind } from './open-errors';
import { findEntry } from './registry';
import type { Entry, ExampleOf, KindName, RegistryEntry } from './registry/entry';
import { mapSplits, splitOptions, type SplitName, type SplitOptions } from './splits';

/**
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit or a data set of another
 * kind
 */
export async function openDataset<Kind extends KindName, Source>(
  nameOrPath: string,
  reading: FileReading<Kind>,
  host: FileHost | undefined,
  options: SplitOptions & FetchOptions,
  holding: Holding<ExampleOf<Kind>, Source>,
): Promise<SplitDataset<Source>> {
  const entry = findEntry(nameOrPath);
  if (entry) {
    if (isOfKind(entry, reading.kind)) return openEntry(entry, reading.adapt?.(entry), reading, host, options, holding);
    throw otherKind(entry, reading);
  }
  if (!host) throw noHost(nameOrPath, reading);
  const { kind } = await host.describe(nameOrPath);
  if (kind === 'directory') return openDirectory(nameOrPath, reading, host, holding);
  const paths = kind === 'file' ? [nameOrPath] : ((await reading.expand?.(nameOrPath, host)) ?? []);
  if (paths.length === 0) throw notFound(nameOrPath, reading);
  return openFiles(nameOrPath, paths, reading, host, options, holding);
}

const isOfKind = <Kind extends KindName>(entry: RegistryEntry, kind: Kind): entry is RegistryEntry & Entry<Kind> =>
  entry.kind === kind;

async function openEntry<Kind extends KindName, Source>(
  entry: Entry<Kind>,
  adapt: ReturnType<NonNullable<FileReading<Kind>['adapt']>>,
  reading: FileReading<Kind>,
  host: FileHost | undefined,
  options: FetchOptions,
  holding: Holding<ExampleOf<Kind>, Source>,
): Promise<SplitDataset<Source>> {
  if (entry.files.length > 0 && !host) throw noHost(entry.name, reading);
  const files = host ? await locateFiles(entry, host, options) : new Map<string, ByteSource>();
  const { origin, licence, splitRule } = entry;
  return {
    name: entry.name,
    splits: mapSplits(await entry.read(files), (examples) => holding.array(adapt ? examples.map(adapt) : examples)),
    provenance: { kind: 'registry', from: [...origin], licence, splitRule },
  };
}

async function openFiles<Kind extends KindName, Source>(
  name: string,
  paths: readonly string[],
  reading: FileReading<Kind>,
  host: FileHost,
  options: SplitOptions,
  holding: Holding<ExampleOf<Kind>, Source>,
): Promise<SplitDataset<Source>> {
  const open = () => reading.read(paths.map((path) => sourceAt(path, host)));
  const { sequence, timeline } = reading;
  const splits = timeline
    ? await holding.splitByTime(open, timeline, options)
    : sequence
      ? await holding.splitInOrder(open, sequence, options)
      : await holding.split(open, (example) => reading.splitKey(example), options);
  const { testFraction, validationFraction, splitSeed } = splitOptions(options);
  const isInOrder = sequence !== undefined || timeline !== undefined;
  const how = isInOrder ? 'in order: training first, then' : `by ${reading.splitBy}:`;
  const which = isInOrder
    ? `validation ${validationFraction}, test ${testFraction}`
    : `test ${testFraction}, validation ${validationFraction}, seed ${splitSeed}`;
  const splitRule = `${how} ${which}`;
  return { name, splits, provenance: { kind: 'file', from: [...paths], splitRule } };
}

const SPLIT_FILES: Record<SplitName, readonly string[]> = {
  train: ['train'],
  validation: ['validation', 'valid', 'val', 'dev'],
  test: ['test'],
};

async function openDirectory<Kind extends KindName, Source>(
  path: string,
  reading: FileReading<Kind>,
  host: FileHost,
  holding: Holding<ExampleOf<Kind>, Source>,
): Promise<SplitDataset<Source>> {
  const names = await host.list(path);
  const from: string[] = [];
  const read = async (split: SplitName): Promise<Source | undefined> => {
    const begun = names.filter((name) => SPLIT_FILES[split].some((stem) => name.startsWith(`${stem}.`)));
    const chosen = reading.choose?.(begun, path) ?? begun;
    if (chosen.length === 0 && begun.length === 0) return undefined;
    if (chosen.length === 0 || (chosen.length > 1 && !reading.choose)) throw ambiguous(path, split, begun, reading);
    const paths = chosen.map((name) => `${path}/${name}`);
    from.push(...paths);
    return holding.hold(() => reading.read(paths.map((one) => sourceAt(one, host))));
  };
  const train = await read('train');
  if (train === undefined) throw noTraining(path, names, reading.formats);
  const validation = await read('validation');
  const test = await read('test');
  const splits = { train, ...(validation !== undefined && { validation }), ...(test !== undefined && { test }) };
  return { name: path, splits, provenance: { kind: 'directory', from, splitRule: 'one file a split' } };
}

const sourceAt = (path: string, host: FileHost): ByteSource => ({ name: path, open: () => host.open(path) });
