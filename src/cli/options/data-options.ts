/** `--data` and the options of the kinds of examples, with a download's progress on standard error. */
import type { Command } from 'commander';
import { flagOf } from '../../wording';
import type { StreamedDataset } from '../../data/datasets/dataset';
import type { Splits } from '../../data/datasets/splits';
import type { DataKind, DataOption, DataOptions } from '../../data/example-kind';
import { openExamples, streamExamples } from '../../data/open-examples';
import type { Dataset } from '../../node';
import { nodeFileHost } from '../../platform/node-data';
import { downloadNews } from '../output/verbosity';
import { oneOf } from '../../display/format';
import { dataNote } from '../output/print';
import { addGroupedOptions } from './grouped-options';

export interface DataFlags {
  data: string;
  /** Where a task takes several kinds of data and the ending of the file does not tell which. */
  inputKind?: string;
}

type OptionsOf = (kind: DataKind) => readonly DataOption[];

/** A flag for every option of these kinds. */
export function addDataOptions(command: Command, kinds: readonly DataKind[], optionsOf: OptionsOf): Command {
  const rows = kinds.flatMap((kind) =>
    optionsOf(kind).flatMap(({ flag, help }) => (flag === undefined ? [] : [{ flag, help, group: kind.name }])),
  );
  return addGroupedOptions(command, rows, kinds.length);
}

/** `--data`, `--input-kind` and a flag for every option of the kinds that these tasks train on. */
export function withData(command: Command, tasks: readonly { name: string; kinds: readonly DataKind[] }[]): Command {
  const kinds = [...new Set(tasks.flatMap((task) => task.kinds))];
  const from = 'a data set (tfseq data list), a CSV, TSV or JSON Lines file, or a folder';
  command.requiredOption('--data <name|path>', from);
  addDataOptions(command, kinds, ({ options }) => options);
  const rows = tasks
    .filter((task) => task.kinds.length > 1)
    .map((task) => ({
      flag: '--input-kind <kind>',
      help: `${oneOf(task.kinds.map(({ input }) => input))}, if the file name does not tell`,
      group: task.name,
    }));
  return addGroupedOptions(command, rows, tasks.length);
}

/** The options of these kinds among the flags of a command, as their own parsers read them. @throws ConfigError */
export function dataOptionsOf(flags: object, options: readonly DataOption[]): DataOptions {
  const given = new Map<string, unknown>(Object.entries(flags));
  const known = new Map(options.map((option) => [option.name, option]));
  return Object.fromEntries(
    [...known.values()].flatMap(({ name, flag }) => {
      const value = flag === undefined ? undefined : given.get(name);
      return typeof value === 'string' || value === true ? [[name, value]] : [];
    }),
  );
}

export const optionsOfAll = (kinds: readonly DataKind[]): DataOption[] => kinds.flatMap(({ options }) => options);

export function openData(
  kinds: readonly DataKind[],
  { data, inputKind }: DataFlags,
  options: DataOptions,
  host = nodeFileHost(),
): Promise<Dataset<object>> {
  const events = { onProgress: downloadNews(), onNote: dataNote };
  return openExamples(kinds, data, host, { ...options, input: inputKind }, events);
}

/** The same without the test split; of a directory, `test.*` is not even read. */
export async function openWithoutTest(
  kinds: readonly DataKind[],
  flags: DataFlags,
  options: DataOptions,
): Promise<Dataset<object>> {
  const host = nodeFileHost();
  const list = async (path: string) => (await host.list(path)).filter((name) => !name.startsWith('test.'));
  const { splits, ...data } = await openData(kinds, flags, options, { ...host, list });
  const { train, validation } = splits;
  return { ...data, splits: { train, ...(validation && { validation }) } };
}

/** The same splits, read from the files again for every pass. */
export function streamData(
  kinds: readonly DataKind[],
  { data, inputKind }: DataFlags,
  options: DataOptions,
): Promise<StreamedDataset<object>> {
  const events = { onProgress: downloadNews(), onNote: dataNote };
  return streamExamples(kinds, data, nodeFileHost(), { ...options, input: inputKind }, events);
}

/** The same options again, for a command that reads the same data. */
export const asFlags = (options: DataOptions): string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : value === true ? [flagOf(name)] : [flagOf(name), String(value)],
  );

/** Examples of each split, in the order in which they are used. */
export function splitSizes(splits: Splits<unknown>): Record<string, number> {
  const { train, validation, test } = splits;
  const lists = Object.entries({ train, validation, test });
  return Object.fromEntries(lists.flatMap(([split, examples]) => (examples ? [[split, examples.length]] : [])));
}

export const describeSplits = (splits: Splits<unknown>): string =>
  Object.entries(splitSizes(splits))
    .map(([split, examples]) => `${split} ${examples.toLocaleString('en')}`)
    .join(', ');
