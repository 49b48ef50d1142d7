/** Names and sizes of the entries that PyTorch's recurrent and linear modules have in a state dict. */
import type { Cell } from '../../cells/cell';
import { ShapeError } from '../../errors';
import { type Axes, checkShape, sizeOf, type ShapePattern } from '../../shapes';
import type { StackLayer } from '../stack';
import { type OptionNames } from '../../validation';

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

export const stateDictNames: OptionNames<StateDictNames> = { recurrent: true, linear: true };

const WHERE = 'state dict';

/** One direction of a layer: a recurrence with weights of its own. */
interface Direction {
  layer: StackLayer;
  index: number;
  /** `0.forward` */
  ours: string;
  /** `rnn.weight_ih_l0` from `weight_ih`. */
  theirs: (part: string) => string;
}

export function directionsOf(layers: readonly StackLayer[], { recurrent = '' }: StateDictNames): Direction[] {
  return layers.flatMap((layer, index) => {
    const of = (ours: string, suffix: string): Direction => ({
      ...{ layer, index, ours: `${index}.${ours}` },
      theirs: (part) => join(recurrent, `${part}_l${index}${suffix}`),
    });
    return layer.merge ? [of('forward', ''), of('backward', '_reverse')] : [of('forward', '')];
  });
}

/** Whether an entry belongs to one of the modules that are read. */
export function isOfModules(name: string, { recurrent = '', linear }: StateDictNames): boolean {
  const isOf = (module: string) => module === '' || name.startsWith(`${module}.`);
  return isOf(recurrent) || (linear !== undefined && isOf(linear));
}

/** Of a part of a layer, as PyTorch has it; I is that of the first layer. */
export function patternOf(part: string, cell: Cell, layers: readonly StackLayer[], index: number): ShapePattern {
  const { gates, hiddenSize: H } = cell;
  if (part.startsWith('bias')) return [gates * H];
  if (part === 'weight_hh') return [gates * H, H];
  const below = index > 0 ? layers[index - 1] : undefined;
  return [gates * H, below ? (below.merge === 'concat' ? 2 : 1) * below.cell.hiddenSize : 'I'];
}

/** @throws ShapeError in the names and the order of the file. */
export function checkEntry(name: string, { shape, values }: StateDictEntry, pattern: ShapePattern, axes: Axes): void {
  checkShape(WHERE, name, shape, pattern, axes);
  if (values.length === sizeOf(shape)) return;
  const problem = `${name} has ${values.length} values`;
  throw new ShapeError({ where: WHERE, problem, expected: `${sizeOf(shape)} for [${shape.join(',')}]` });
}

export const join = (module: string | undefined, part: string): string => (module ? `${module}.${part}` : part);
