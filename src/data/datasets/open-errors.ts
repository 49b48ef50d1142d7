/** Why a name or a path cannot be opened. */
import { ConfigError, DataError, show } from '../../errors';
import { didYouMean } from '../../spelling';
import type { KindDescription } from './file-reading';
import { registry } from './registry';
import type { RegistryEntry } from './registry/entry';

export function ambiguous(
  path: string,
  split: string,
  found: readonly string[],
  { formats }: KindDescription,
): DataError {
  return new DataError({
    where: path,
    problem: `it is not clear which of ${found.join(', ')} is the ${split} split`,
    expected: `for every split ${formats}`,
    fix: 'Rename or move what does not belong to it',
  });
}

export function noTraining(path: string, names: string[], formats: string): DataError {
  return new DataError({
    where: path,
    problem: `the directory has no file train.* (it holds ${show(names)})`,
    expected: `train.*, and if there are any validation.* and test.*: ${formats}`,
    fix: 'Name the files so, or pass a single file',
  });
}

export function notFound(path: string, { kind }: KindDescription): DataError {
  const names = registry.filter((entry) => entry.kind === kind).map(({ name }) => name);
  return new DataError({
    where: 'data',
    problem: `${show(path)} is neither a data set of the registry nor an existing file or directory`,
    expected: `a path, or one of ${names.join(', ')}`,
    fix: didYouMean(path, names, 'Check the spelling'),
  });
}

export function otherKind(entry: RegistryEntry, { kind, opener }: KindDescription): ConfigError {
  const names = registry.filter((other) => other.kind === kind).map(({ name }) => name);
  return new ConfigError({
    where: opener,
    problem: `${entry.name} holds ${entry.kind}`,
    expected: `${kind}, such as ${names.join(', ')}`,
    fix: `Choose one of these, or the task ${entry.task}`,
  });
}

export function noHost(name: string, { opener, reader }: KindDescription): ConfigError {
  return new ConfigError({
    where: opener,
    problem: `${show(name)} is read from files, and no FileHost to read them with was passed`,
    expected: `a FileHost (Node has one), or a data set without files`,
    fix: `In a browser pass examples as an array, or read them with ${reader}`,
  });
}
