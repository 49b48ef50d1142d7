/** `tfseq train TASK --help`: the settings that `--set` takes, with their defaults, from the task itself. */
import { taskClass } from '../node';
import { table } from './table';

/** What a schema of valibot says about one setting. */
interface Entry {
  wrapped?: { type: string; options?: readonly unknown[] };
}

/** @throws ConfigError for a task that there is not. */
export function settingsHelp(taskName: string): string {
  const Task = taskClass(taskName);
  const { config, task } = new Task();
  const entries = (task.settings ?? {}) as Record<string, Entry>;
  const rows = Object.entries(config).map(([name, value]) => [name, JSON.stringify(value), choices(entries[name])]);
  return `\nSettings of ${taskName} for --set and --config, and their defaults:\n${table(rows)}`;
}

function choices(entry: Entry | undefined): string {
  if (entry?.wrapped?.type === 'boolean') return 'true, false';
  return entry?.wrapped?.options?.every((one) => typeof one === 'string') ? entry.wrapped.options.join(', ') : '';
}
