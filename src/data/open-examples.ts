/** Examples for a task: which of the kinds that it accepts a name or path holds, and the examples themselves. */
import { ConfigError, DataError, show } from '../errors';
import { didYouMean } from '../spelling';
import type { FileHost } from './bytes/file-host';
import { firstLineOf } from './bytes/first-line';
import type { Dataset, StreamedDataset } from './datasets/dataset';
import { findEntry } from './datasets/registry';
import type { DataKind, DataOptions, OpenEvents } from './example-kind';
import { endingOf } from './formats/format';

/**
 * By the registry, by the first line of the file (of a directory: of its `train.*`), or by its ending.
 * @param kinds that a task accepts, at least one
 * @param given its `input` in place of what the ending says
 * @throws ConfigError where nothing says which
 */
export async function chooseKind<Example extends object>(
  kinds: readonly DataKind<Example>[],
  nameOrPath: string,
  host: FileHost | undefined,
  given?: string,
): Promise<DataKind<Example>> {
  if (given !== undefined) return kinds.find(({ input }) => input === given) ?? refuseInput(kinds, given);
  if (kinds.length === 1) return kinds[0];
  const entry = findEntry(nameOrPath);
  if (entry) return kinds.find(({ name }) => name === entry.kind) ?? kinds[0]; // which then says what it wants
  const isDirectory = (await host?.describe(nameOrPath))?.kind === 'directory';
  const names = isDirectory ? ((await host?.list(nameOrPath)) ?? []) : [];
  const train = names.find((one) => one.startsWith('train.'));
  const name = train ?? nameOrPath;
  const line = await firstLineAt(train === undefined ? nameOrPath : `${nameOrPath}/${train}`, host);
  const [like, ...alike] = kinds.filter((kind) => line !== undefined && kind.startsLike?.(line));
  if (like !== undefined && alike.length === 0) return like;
  const [kind, ...others] = kinds.filter(({ endings }) => endings.includes(endingOf(name)));
  if (kind !== undefined && others.length === 0) return kind;
  throw unclear(kinds, name);
}

/** An array may be one line. */
const MAX_JSON_BYTES = 2 ** 26;

/** Nothing where it cannot be read: whoever reads it says why. */
async function firstLineAt(path: string, host: FileHost | undefined): Promise<string | undefined> {
  if ((await host?.describe(path))?.kind !== 'file' || !host) return undefined;
  try {
    return (await firstLineOf({ name: path, open: () => host.open(path) }, { maximumLineBytes: MAX_JSON_BYTES })).first;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

/**
 * @param options of the kind that it holds; `input` says which kind, where the ending does not. Texts are parsed as on
 * the command line.
 * @throws DataError, ConfigError
 */
export async function openExamples<Example extends object>(
  kinds: readonly DataKind<Example>[],
  nameOrPath: string,
  host: FileHost | undefined,
  { input, ...options }: DataOptions & { input?: string },
  events?: OpenEvents,
): Promise<Dataset<Example>> {
  const kind = await chooseKind(kinds, nameOrPath, host, input);
  refuseOtherOptions(kind, kinds, nameOrPath, options);
  return kind.open(nameOrPath, host, options, events);
}

/** Like `openExamples`, in the same splits, but read from the files again for every pass. @throws DataError, ConfigError */
export async function streamExamples<Example extends object>(
  kinds: readonly DataKind<Example>[],
  nameOrPath: string,
  host: FileHost | undefined,
  { input, ...options }: DataOptions & { input?: string },
  events?: OpenEvents,
): Promise<StreamedDataset<Example>> {
  const kind = await chooseKind(kinds, nameOrPath, host, input);
  refuseOtherOptions(kind, kinds, nameOrPath, options);
  return kind.stream(nameOrPath, host, options, events);
}

/** @throws ConfigError for an option that this kind of data does not have. */
function refuseOtherOptions(
  kind: DataKind,
  kinds: readonly DataKind[],
  nameOrPath: string,
  options: DataOptions,
): void {
  const hasOption = ({ options: known }: DataKind, name: string) => known.some((option) => option.name === name);
  const name = Object.keys(options).find((one) => options[one] !== undefined && !hasOption(kind, one));
  if (name === undefined) return;
  const why = kind.whyNot?.[name];
  if (why !== undefined) {
    throw new ConfigError({
      where: nameOrPath,
      problem: ({ option }) => `it holds ${kind.input}, and ${option(name)} is not for them: ${why}`,
      expected: `${kind.plural} without gaps`,
      fix: ({ option }) => `Leave ${option(name)} out, and correct what is reported then`,
    });
  }
  const other = kinds.find((one) => hasOption(one, name));
  const known = kind.options.map((option) => option.name);
  throw new ConfigError({
    where: nameOrPath,
    problem: other
      ? `it holds ${kind.input}, and ${name}, which is for ${other.input}, is ${show(options[name])}`
      : `${name} is ${show(options[name])}, and ${kind.name} has no such option`,
    expected: other ? other.plural : known.join(', '),
    fix: other ? `Leave the option out, or give ${other.plural}` : didYouMean(name, known, 'Leave it out'),
  });
}

function refuseInput(kinds: readonly DataKind[], given: string): never {
  const inputs = kinds.map(({ input }) => input);
  throw new ConfigError({
    where: 'data',
    problem: ({ option }) => `${option('input', 'inputKind')} is ${show(given)}`,
    expected: inputs.join(' or '),
    fix: didYouMean(given, inputs, 'Leave it out, or name one of these'),
  });
}

function unclear(kinds: readonly DataKind[], name: string): ConfigError {
  const all = kinds.flatMap(({ endings }) => endings);
  const inputs = kinds.map(({ input }) => input);
  return new ConfigError({
    where: name,
    problem: `the ending of the name does not say whether it holds ${inputs.join(' or ')}`,
    expected: `one of ${all.filter((ending, i) => all.lastIndexOf(ending) === i && all.indexOf(ending) === i).join(', ')}, or an option that says it`,
    fix: ({ set }) => `Say ${inputs.map((input) => set('input', input, 'inputKind')).join(' or ')}`,
  });
}
