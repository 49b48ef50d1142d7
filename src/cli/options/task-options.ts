/** Options that tasks bring: how predictions are found, and files that training takes. */
import type { Command } from 'commander';
import { flagOf } from '../../wording';
import { ConfigError, show } from '../../errors';
import type { ByteSource } from '../../data/bytes/source';
import { fileSource } from '../../platform/node-data';
import { addGroupedOptions } from './grouped-options';
import { type AnyTask, tasks } from '../../../tasks';

/** How predictions are found; `evaluate` offers what has an effect on metrics. */
export function withPredictOptions(command: Command, commandName: 'predict' | 'evaluate'): Command {
  const rows = tasks.flatMap(({ name: group, predictFlags = [] }) =>
    predictFlags
      .filter(({ predictOnly = false }) => commandName === 'predict' || !predictOnly)
      .map(({ name, help }) => ({ flag: `${flagOf(name)} <n>`, help, group })),
  );
  return addGroupedOptions(command, rows, tasks.length);
}

/** @throws ConfigError for what is not a number, or not an option of this task. */
export function predictOptionsOf(task: AnyTask, flags: object): Record<string, number> {
  const given = new Map<string, unknown>(Object.entries(flags));
  const names = new Set(tasks.flatMap(({ predictFlags = [] }) => predictFlags.map(({ name }) => name)));
  const own = new Set(task.predictFlags?.map(({ name }) => name));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const text = given.get(name);
      if (typeof text !== 'string') return [];
      if (!own.has(name)) throw notForTask(flagOf(name), task, ({ predictFlags }) => predictFlags);
      return [[name, numberOf(flagOf(name), text)]];
    }),
  );
}

/** Files for `fit`; `bundles` too where the command does not choose settings itself. */
export function withFitFiles(
  command: Command,
  shown: readonly AnyTask[] = tasks,
  { bundles }: { bundles: boolean } = { bundles: true },
): Command {
  const rows = shown.flatMap(({ name: group, fitFiles = [] }) =>
    fitFiles
      .filter(({ form }) => bundles || form !== 'bundle')
      .map(({ name, form, help }) => ({
        flag: `${flagOf(name)} <${form === 'bundle' ? 'dir' : 'file'}>`,
        help,
        group,
      })),
  );
  return addGroupedOptions(command, rows, shown.length);
}

/** Files and places of bundles for `fit`, by the names of its options. @throws ConfigError for a task that takes none of this name. */
export function fitFilesOf(task: AnyTask, flags: object): Record<string, ByteSource | string> {
  const given = new Map<string, unknown>(Object.entries(flags));
  const names = new Set(tasks.flatMap(({ fitFiles = [] }) => fitFiles.map(({ name }) => name)));
  const own = new Map(task.fitFiles?.map((file) => [file.name, file]));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const path = given.get(name);
      if (typeof path !== 'string') return [];
      const file = own.get(name);
      if (!file) throw notForTask(flagOf(name), task, ({ fitFiles }) => fitFiles);
      return [[name, file.form === 'bundle' ? path : fileSource(path)]];
    }),
  );
}

/** The same files again, for a command that trains on the same data. */
export function fitFlags({ fitFiles = [] }: AnyTask, flags: object): string[] {
  const given = new Map<string, unknown>(Object.entries(flags));
  return fitFiles.flatMap(({ name }) => {
    const path = given.get(name);
    return typeof path === 'string' ? [flagOf(name), path] : [];
  });
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError({
    where: flag,
    problem: `${flag} is ${show(text)}`,
    expected: 'a number',
    fix: `Give for example ${flag} 5`,
  });
}

function notForTask(
  flag: string,
  { name: task }: AnyTask,
  rowsOf: (task: AnyTask) => readonly { name: string }[] | undefined,
): ConfigError {
  const others = tasks.filter((one) => rowsOf(one)?.some(({ name }) => flagOf(name) === flag));
  return new ConfigError({
    where: flag,
    problem: `the task is ${task}`,
    expected: others.map(({ name }) => name).join(' or '),
    fix: `Leave ${flag} out`,
  });
}
