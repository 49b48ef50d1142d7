/**
 * Which cells are this package's own. A fast kernel has their equations built in, so it must not be misled by a name: a
 * user's cell may be called `lstm` and compute something else, and so may a changed copy of ours.
 */
import type { Cell } from './cell';

const builtIn = new WeakSet<Cell>();

/** Every cell that this package makes passes through here. Frozen, so that it stays what its name says. */
export function asBuiltIn(cell: Cell): Cell {
  builtIn.add(Object.freeze(cell));
  return cell;
}

export const isBuiltIn = (cell: Cell): boolean => builtIn.has(cell);
