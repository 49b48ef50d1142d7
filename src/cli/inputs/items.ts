/** Inputs of `predict`, one a line: arguments, a file, or standard input. */
import type { ByteSource } from '../../data/bytes/source';
import type { DataKind, DataOptions, LocatedInput } from '../../data/example-kind';
import { ConfigError } from '../../errors';
import { fileSource, streamSource } from '../../platform/node-data';
import { dataNote } from '../output/print';
import { news } from '../output/verbosity';

/** `--input FILE`; without it, or with `-`, standard input. */
export function sourceOf(file: string | undefined): { source: ByteSource; isStandard: boolean } {
  if (file !== undefined && file !== '-') return { source: fileSource(file), isStandard: false };
  return { source: streamSource('standard input', process.stdin), isStandard: true };
}

/** @throws ConfigError where both arguments and a file are given. */
export function itemsOf(
  { inputs }: DataKind,
  given: readonly string[],
  file: string | undefined,
  options: DataOptions,
): AsyncIterable<LocatedInput> {
  if (given.length && file !== undefined) {
    throw new ConfigError({
      where: 'tfseq predict',
      problem: `both ${given.length} inputs and --input ${file} are given`,
      expected: 'one of the two',
      fix: 'Leave one out',
    });
  }
  if (given.length) return argumentItems(given);
  const { source, isStandard } = sourceOf(file);
  if (isStandard && process.stdin.isTTY) news('Type one text a line; Ctrl-D ends.');
  return inputs.read(source, options, { onNote: dataNote });
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as a file
async function* argumentItems(inputs: readonly string[]): AsyncGenerator<LocatedInput> {
  for (const [i, input] of inputs.entries()) yield { input, where: `input ${i + 1}` };
}
