import type { DataKind } from '../../data/example-kind';
import { tasks } from '../../../tasks';

/** The kinds of data that tasks train on, each once. */
export const kindsOfTasks: readonly DataKind[] = [...new Set(tasks.flatMap(({ kinds }) => kinds))];
