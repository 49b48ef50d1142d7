import type { DataKind } from '../../data/example-kind';
import { tasks } from '../../../tasks';

/** The kinds of data that tasks train on, each once. */
export const kindsOfTasks: readonly DataKind[] = [...new Set(tasks.flatMap(({ kinds }) => kinds))];

export const asksHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

/** Help on one task is about its options alone. */
export function tasksShown([task, ...rest]: readonly string[]): typeof tasks {
  const own = tasks.filter(({ name }) => name === task);
  return own.length && asksHelp(rest) ? own : tasks;
}
