/**
 * A PyTorch state dict as the weights of a network, and back: `nn.RNN`, `nn.LSTM`, `nn.GRU` with any layers and
 * directions, and the `nn.Linear` that usually follows.
 *
 *     rnn.weight_ih_l0           → 0.forward.…       fc.weight [K,H] → output.kernel = weightᵀ
 *     rnn.weight_hh_l1_reverse   → 1.backward.…      fc.bias [K]     → output.bias
 */
import type { Named } from '../cells/cell';
import { type Matrix, matrix, transpose } from '../cells/float64';
import { fromPyTorch, type PyTorchWeights, toPyTorch } from '../cells/pytorch-weights';
import { DataError } from '../errors';
import { checkWeights } from './checks';
import type { StackLayer } from './stack';

/** One tensor: from JSON, safetensors, or a NamedArray. */
export interface StateDictEntry {
  shape: readonly number[];
  values: ArrayLike<number>;
}
/** The tensors of a PyTorch module by their names. */
export type StateDict = Record<string, StateDictEntry>;

/** What the modules are called in the model that the state dict is of. */
export interface StateDictNames {
  /** Name of the recurrent module in the model, '' if it is the model itself. */
  recurrent?: string;
  /** Name of the linear module; left out where there is none. */
  linear?: string;
}

const PARTS = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;

/** @throws DataError for an entry that is missing; ShapeError for one whose size does not fit; ConfigError for the cell. */
export function fromStateDict(
  layers: readonly StackLayer[],
  dict: StateDict,
  names: StateDictNames = {},
): Named<Matrix> {
  const weights: Named<Matrix> = {};
  forEachDirection(layers, names, ({ cell }, ours, theirs) => {
    const parts: Partial<PyTorchWeights> = {};
    for (const part of PARTS) {
      const entry = dict[theirs(part)];
      if (entry) parts[part] = toMatrix(entry);
      else if (part.startsWith('weight')) throw missing(theirs(part), dict);
    }
    const own = fromPyTorch(cell, parts as PyTorchWeights);
    checkWeights(`state dict, ${theirs('*')}`, cell, own, own.kernel.rows);
    for (const [name, value] of Object.entries(own)) weights[`${ours}.${name}`] = value;
  });
  if (names.linear !== undefined) {
    const [weight, bias] = ['weight', 'bias'].map((part) => join(names.linear, part));
    if (!dict[weight]) throw missing(weight, dict);
    const kernel = transpose(toMatrix(dict[weight]));
    weights['output.kernel'] = kernel;
    weights['output.bias'] = dict[bias]
      ? toMatrix(dict[bias])
      : matrix(1, kernel.columns, new Float64Array(kernel.columns));
  }
  return weights;
}

/** The inverse: `model.load_state_dict` takes the result. */
export function toStateDict(
  layers: readonly StackLayer[],
  weights: Named<Matrix>,
  names: StateDictNames = {},
): StateDict {
  const dict: StateDict = {};
  forEachDirection(layers, names, ({ cell }, ours, theirs) => {
    const own = Object.fromEntries(cell.parameters(1).map(({ name }) => [name, weights[`${ours}.${name}`]]));
    const parts = toPyTorch(cell, own);
    for (const part of PARTS) dict[theirs(part)] = toEntry(parts[part], part.startsWith('bias'));
  });
  if (names.linear !== undefined) {
    dict[join(names.linear, 'weight')] = toEntry(transpose(weights['output.kernel']), false);
    dict[join(names.linear, 'bias')] = toEntry(weights['output.bias'], true);
  }
  return dict;
}

function forEachDirection(
  layers: readonly StackLayer[],
  { recurrent = '' }: StateDictNames,
  visit: (layer: StackLayer, ours: string, theirs: (part: string) => string) => void,
): void {
  layers.forEach((layer, i) => {
    visit(layer, `${i}.forward`, (part) => join(recurrent, `${part}_l${i}`));
    if (layer.merge) visit(layer, `${i}.backward`, (part) => join(recurrent, `${part}_l${i}_reverse`));
  });
}

const join = (module: string | undefined, part: string): string => (module ? `${module}.${part}` : part);

const toMatrix = ({ shape, values }: StateDictEntry): Matrix =>
  shape.length === 1 ? matrix(1, shape[0], values) : matrix(shape[0], shape[1], values);

const toEntry = ({ rows, columns, values }: Matrix, isVector: boolean): StateDictEntry => ({
  shape: isVector ? [columns] : [rows, columns],
  values,
});

const missing = (name: string, dict: StateDict) =>
  new DataError({
    where: 'state dict',
    problem: `${name} is missing`,
    expected: `it among ${Object.keys(dict).join(', ')}`,
    fix: 'Check the names of the modules, the number of layers and the directions',
  });
