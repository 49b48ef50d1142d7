/**
 * A PyTorch state dict as the weights of a network, and back: `nn.RNN`, `nn.LSTM`, `nn.GRU` with any layers and
 * directions, and the `nn.Linear` that usually follows.
 *
 *     rnn.weight_ih_l0           → 0.forward.…       fc.weight [K,H] → output.kernel = weightᵀ
 *     rnn.weight_hh_l1_reverse   → 1.backward.…      fc.bias [K]     → output.bias
 *
 * Strict, as `load_state_dict` is: the entries of the named modules must be those of these layers, no more and no fewer.
 * Entries of other modules are not looked at. A module without any bias was made with bias=False: its biases are 0.
 * Not strict, what is unexpected is left out and what is missing stays missing, a direction of a layer as a whole.
 * Sizes have to fit in either case.
 */
import type { Named } from '../../cells/cell';
import { type Matrix, matrix, transpose } from '../../cells/float64';
import { checkPyTorchCell, fromPyTorch, type PyTorchWeights, toPyTorch } from '../../cells/pytorch-weights';
import { DataError } from '../../errors';
import type { Axes } from '../../shapes';
import type { StackLayer } from '../stack';
import {
  checkEntry,
  directionsOf,
  isOfModules,
  join,
  patternOf,
  type StateDict,
  type StateDictEntry,
  type StateDictNames,
  stateDictNames,
} from './entries';
import { checkOptionNames } from '../../validation';

export type { StateDict, StateDictEntry, StateDictNames } from './entries';

/** Entries of the named modules that do not agree with the layers: PyTorch's `_IncompatibleKeys`. */
export interface IncompatibleKeys {
  missing: string[];
  unexpected: string[];
}

const PARTS = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;

/**
 * @throws DataError where entries are missing or unexpected, all of them listed; ShapeError for one whose size does not
 * fit; ConfigError for a cell that PyTorch does not have.
 */
export function fromStateDict(
  layers: readonly StackLayer[],
  dict: StateDict,
  names: StateDictNames = {},
): Named<Matrix> {
  checkOptionNames('fromStateDict', names, stateDictNames);
  const { weights, ...keys } = readStateDict(layers, dict, names);
  checkKeys(keys, dict);
  return weights;
}

/**
 * Without being strict: the weights that are there, and the entries that are missing and unexpected.
 * @param inputSize of the first layer, where it is known
 * @throws ShapeError for an entry whose size does not fit; ConfigError for a cell that PyTorch does not have.
 */
export function readStateDict(
  layers: readonly StackLayer[],
  dict: StateDict,
  names: StateDictNames = {},
  inputSize?: number,
): IncompatibleKeys & { weights: Named<Matrix> } {
  layers.forEach(({ cell }) => checkPyTorchCell(cell));
  const weights: Named<Matrix> = {};
  const expected: string[] = [];
  const has = (name: string) => Object.hasOwn(dict, name);
  const hasBias = directionsOf(layers, names).some(({ theirs }) => has(theirs('bias_ih')) || has(theirs('bias_hh')));
  const parts = hasBias ? PARTS : PARTS.slice(0, 2);
  const axes: Axes = inputSize === undefined ? {} : { I: inputSize };
  for (const { layer, index, ours, theirs } of directionsOf(layers, names)) {
    const wanted = parts.map(theirs);
    expected.push(...wanted);
    for (const part of parts) {
      if (has(theirs(part)))
        checkEntry(theirs(part), dict[theirs(part)], patternOf(part, layer.cell, layers, index), axes);
    }
    if (!wanted.every(has)) continue;
    const given = Object.fromEntries(parts.map((part) => [part, toMatrix(dict[theirs(part)])]));
    const own = fromPyTorch(layer.cell, given as unknown as PyTorchWeights);
    for (const [name, value] of Object.entries(own)) weights[`${ours}.${name}`] = value;
  }
  expected.push(...readLinear(dict, names, weights));
  const unexpected = Object.keys(dict).filter((name) => isOfModules(name, names) && !expected.includes(name));
  return { weights, missing: expected.filter((name) => !has(name)), unexpected };
}

/** @returns the names that it expects. */
function readLinear(dict: StateDict, { linear }: StateDictNames, weights: Named<Matrix>): string[] {
  if (linear === undefined) return [];
  const [weight, bias] = [join(linear, 'weight'), join(linear, 'bias')];
  const axes: Axes = {};
  if (Object.hasOwn(dict, weight)) {
    checkEntry(weight, dict[weight], ['K', 'H'], axes);
    const kernel = transpose(toMatrix(dict[weight]));
    weights['output.kernel'] = kernel;
    weights['output.bias'] = matrix(1, kernel.columns, new Float64Array(kernel.columns));
  }
  if (!Object.hasOwn(dict, bias)) return [weight];
  checkEntry(bias, dict[bias], ['K'], axes);
  weights['output.bias'] = toMatrix(dict[bias]);
  return [weight, bias];
}

/** @throws DataError that lists what is missing and unexpected, if anything is. */
export function checkKeys({ missing, unexpected }: IncompatibleKeys, dict: StateDict): void {
  if (missing.length + unexpected.length === 0) return;
  const list = (what: string, names: readonly string[]) => (names.length ? [`${what}: ${names.join(', ')}`] : []);
  throw new DataError({
    where: 'state dict',
    problem: [...list('missing', missing), ...list('unexpected', unexpected)].join('; '),
    ...(missing.length > 0 && { expected: `these among ${Object.keys(dict).join(', ')}` }),
    fix: 'Check the names of the modules, the number of layers and the directions, or pass strict: false to loadStateDict',
  });
}

/** The inverse: `model.load_state_dict` takes the result. */
export function toStateDict(
  layers: readonly StackLayer[],
  weights: Named<Matrix>,
  names: StateDictNames = {},
): StateDict {
  checkOptionNames('toStateDict', names, stateDictNames);
  const dict: StateDict = {};
  for (const { layer, ours, theirs } of directionsOf(layers, names)) {
    const { cell } = layer;
    const own = Object.fromEntries(cell.parameters(1).map(({ name }) => [name, weights[`${ours}.${name}`]]));
    const parts = toPyTorch(cell, own);
    for (const part of PARTS) dict[theirs(part)] = toEntry(parts[part], part.startsWith('bias'));
  }
  if (names.linear !== undefined) {
    dict[join(names.linear, 'weight')] = toEntry(transpose(weights['output.kernel']), false);
    dict[join(names.linear, 'bias')] = toEntry(weights['output.bias'], true);
  }
  return dict;
}

const toMatrix = ({ shape, values }: StateDictEntry): Matrix =>
  shape.length === 1 ? matrix(1, shape[0], values) : matrix(shape[0], shape[1], values);

const toEntry = ({ rows, columns, values }: Matrix, isVector: boolean): StateDictEntry => ({
  shape: isVector ? [columns] : [rows, columns],
  values,
});
