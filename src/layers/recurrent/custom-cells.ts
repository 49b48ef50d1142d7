/**
 * Cells by name. A saved layer or bundle states the name of its cell, and a cell is code: what a program has made itself
 * (examples/custom-cell.ts) it registers, before it loads what was saved with it.
 */
import type { Cell } from '../../cells/cell';
import { gru } from '../../cells/gru';
import { lstm } from '../../cells/lstm';
import { simpleRnn } from '../../cells/simple-rnn';
import { ConfigError, show } from '../../errors';
import { isCount } from '../../validation';

/** Makes a cell of any size. Its name is the same for all. */
export type CellFactory = (hiddenSize: number) => Cell;

declare const registeredCell: unique symbol;
/** The name of a cell that `registerCell` knows. */
export type RegisteredCell = string & { readonly [registeredCell]: true };

const ofThisPackage: readonly CellFactory[] = [
  (hiddenSize) => lstm({ hiddenSize }),
  (hiddenSize) => gru({ hiddenSize }),
  (hiddenSize) => gru({ hiddenSize, resetAfter: false }),
  (hiddenSize) => simpleRnn({ hiddenSize }),
  (hiddenSize) => simpleRnn({ hiddenSize, activation: 'relu' }),
];
const builtIn = new Map(ofThisPackage.map((make) => [make(1).name, make]));
const registered = new Map<string, CellFactory>();

/**
 * Makes a cell known by its name, for `cell` of the tasks and for what was saved with it. Again is harmless: the last one
 * of a name counts.
 * @returns its name @throws ConfigError for what makes no cell, or one with the name of a cell of this package
 */
export function registerCell(make: CellFactory): RegisteredCell {
  const cell = typeof make === 'function' ? make(1) : undefined;
  checkIsCell('registerCell', cell);
  const { name } = cell;
  if (builtIn.has(name)) {
    throw new ConfigError({
      where: 'registerCell',
      problem: `the name is ${show(name)}`,
      expected: `none of ${[...builtIn.keys()].join(', ')}, which are cells of this package`,
      fix: 'Give the cell a name of its own',
    });
  }
  registered.set(name, make);
  return name as RegisteredCell;
}

/** Whether a cell was registered under this name. */
export const isRegisteredCell = (name: string): boolean => registered.has(name);

/** A cell by its name. @throws ConfigError for one that is not known, with what to do. */
export function cellNamed(where: string, name: string, hiddenSize: number): Cell {
  const make = builtIn.get(name) ?? registered.get(name);
  if (make) return make(hiddenSize);
  throw new ConfigError({
    where,
    problem: `the cell ${show(name)} is not known`,
    expected: `one of ${[...builtIn.keys(), ...registered.keys()].join(', ')}`,
    fix: 'Call registerCell with the function that makes it, before loading',
  });
}

/** @throws ConfigError for what is no cell. */
export function checkIsCell(where: string, cell: unknown): asserts cell is Cell {
  const { name, hiddenSize, gates, stateNames, ...rest } = (cell ?? {}) as Partial<Cell>;
  const functions = [rest.parameters, rest.step, rest.stepBackward];
  const fits =
    typeof name === 'string' && isCount(hiddenSize) && isCount(gates) && Array.isArray(stateNames) && stateNames.length;
  if (fits && functions.every((one) => typeof one === 'function')) return;
  throw new ConfigError({
    where,
    problem: `cell is ${show(cell)}`,
    expected: 'a cell: name, hiddenSize, gates, stateNames, parameters, step, stepBackward',
    fix: 'See examples/custom-cell.ts',
  });
}
