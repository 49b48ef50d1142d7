/** `tfseq train TASK --help`: the settings that `--set` takes, with their defaults, from the task itself. */
import { taskClass } from '../../node';
import { table } from '../output/table';

/** One setting in a valibot schema. */
interface Entry {
  default?: unknown;
  wrapped?: { type: string; options?: readonly unknown[] };
}

/** @throws ConfigError for a task that there is not. */
export function settingsHelp(taskName: string): string {
  const Task = taskClass(taskName);
  const { config, task } = new Task();
  const entries = (task.settings ?? {}) as Record<string, Entry>;
  const row = ([name, value]: [string, unknown]) => [name, JSON.stringify(value) ?? '–', choices(entries[name])];
  const others = Object.entries(entries).filter(([name]) => !Object.hasOwn(config, name));
  const parts = [`\nSettings of ${taskName} for --set and --config, and their defaults:`];
  parts.push(table(Object.entries(config).map(row)));
  if (others.length) parts.push('\nOnly with other kinds of data:');
  if (others.length) parts.push(table(others.map(([name, entry]) => row([name, entry.default]))));
  return parts.join('\n');
}

function choices(entry: Entry | undefined): string {
  if (entry?.wrapped?.type === 'boolean') return 'true, false';
  return entry?.wrapped?.options?.every((one) => typeof one === 'string') ? entry.wrapped.options.join(', ') : '';
}
