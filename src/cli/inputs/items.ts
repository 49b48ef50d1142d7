/** Inputs of `predict`, one a line: arguments, a file, or standard input. */
import type { ByteSource } from '../../data/bytes/source';
import type { DataKind, DataOptions, LocatedInput } from '../../data/example-kind';
import { ConfigError } from '../../errors';
import { fileSource, nodeFileHost, streamSource } from '../../platform/node-data';
import { dataNote } from '../output/print';
import { news } from '../output/verbosity';

/** `--input FILE`; without it, or with `-`, standard input. */
export function sourceOf(file: string | undefined): { source: ByteSource; isStandard: boolean } {
  if (file !== undefined && file !== '-') return { source: fileSource(file), isStandard: false };
  return { source: streamSource('standard input', process.stdin), isStandard: true };
}

interface Places {
  input?: string;
  data?: string;
}

/** @throws ConfigError where several of arguments, `--input` and `--data` are given. */
export function itemsOf(
  { inputs }: DataKind,
  given: readonly string[],
  { input: file, data }: Places,
  options: DataOptions,
): AsyncIterable<LocatedInput> {
  const places = [
    ...(given.length ? [`${given.length} inputs`] : []),
    ...(file === undefined ? [] : [`--input ${file}`]),
    ...(data === undefined ? [] : [`--data ${data}`]),
  ];
  if (places.length > 1) throw severalGiven(places[0], places[1]);
  if (data !== undefined) {
    return (inputs.readData ?? inputs.read)(fileSource(data), options, { onNote: dataNote });
  }
  if (given.length) return inputs.readPath ? pathItems(inputs, given, options) : argumentItems(given);
  const { source, isStandard } = sourceOf(file);
  if (isStandard && process.stdin.isTTY) news('Type one text a line; Ctrl-D ends.');
  return inputs.read(source, options, { onNote: dataNote });
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as a file
async function* argumentItems(inputs: readonly string[]): AsyncGenerator<LocatedInput> {
  for (const [i, input] of inputs.entries()) yield { input, where: `input ${i + 1}` };
}

async function* pathItems(
  inputs: DataKind['inputs'],
  paths: readonly string[],
  options: DataOptions,
): AsyncGenerator<LocatedInput> {
  for (const path of paths) yield* inputs.readPath?.(path, nodeFileHost(), options, { onNote: dataNote }) ?? [];
}

export const severalGiven = (one: string, other: string): ConfigError =>
  new ConfigError({
    where: 'tfseq predict',
    problem: `both ${one} and ${other} are given`,
    expected: 'one of the two',
    fix: 'Leave one out',
  });
