/** What all tasks offer together. */
import type { DataKind } from '../../data/example-kind';
import { tasks } from '../../../tasks';

/** The kinds of data that tasks train on, each once. */
export const kindsOfTasks: readonly DataKind[] = [...new Set(tasks.flatMap(({ kinds }) => kinds))];

/** `a, b or c` */
export function oneOf(names: readonly string[]): string {
  const [last, ...others] = [...names].reverse();
  return others.length ? `${others.reverse().join(', ')} or ${last}` : last;
}
