/**
 * A probe: seeded inputs, weights and lengths for a cell, and the linear loss
 *
 *     L = Σ_t ⟨dhs_t, h_t⟩ + Σ ⟨dLastState, last state⟩
 *
 * whose gradients with respect to the outputs are just these coefficients. One probe is put to every implementation.
 * Nothing in it is constant or symmetric: equal gates or a square kernel would hide a swap or a transposition.
 */
import type { Cell, Named } from '../cells/cell';
import { type Matrix, matrix } from '../cells/float64';
import type { Random } from '../random';
import { sizeOf } from '../shapes';
import { lengthsToMask } from './masking';
import type { RecurrenceInputs, RecurrenceOutputs } from './recurrence';
import { mapEach } from './time-loop';

export interface ProbeSizes {
  batchSize: number;
  steps: number;
  inputSize: number;
  /** One per example; without it every step is real and there is no mask. */
  lengths?: readonly number[];
}

export interface Probe extends RecurrenceInputs<Matrix[], Matrix> {
  initialState: Named<Matrix>;
  dhs: Matrix[];
  dLastState: Named<Matrix>;
}

export function probe(cell: Cell, { batchSize, steps, inputSize, lengths }: ProbeSizes, random: Random): Probe {
  const draw = (name: string, rows: number, columns: number, deviation = 1) =>
    matrix(rows, columns, random.fork(name).normalArray(rows * columns, deviation));
  const perStep = (name: string, columns: number) =>
    Array.from({ length: steps }, (_, t) => draw(`${name}[${t}]`, batchSize, columns));
  const state = (name: string) =>
    Object.fromEntries(cell.stateNames.map((part) => [part, draw(`${name}.${part}`, batchSize, cell.hiddenSize)]));
  const weights = cell.parameters(inputSize).map(({ name, shape }) => {
    const columns = shape[shape.length - 1];
    return [name, draw(name, sizeOf(shape) / columns, columns, 0.5)] as const;
  });
  return {
    xs: perStep('x', inputSize),
    weights: Object.fromEntries(weights),
    initialState: state('initialState'),
    mask: lengths && lengthsToMask(lengths, steps),
    dhs: perStep('dh', cell.hiddenSize),
    dLastState: state('dLastState'),
  };
}

/** L, see above. */
export function probeLoss(
  { dhs, dLastState }: Pick<Probe, 'dhs' | 'dLastState'>,
  { hs, lastState }: Pick<RecurrenceOutputs<Matrix[], Matrix, unknown>, 'hs' | 'lastState'>,
): number {
  const states = Object.values(mapEach(dLastState, (d, name) => dot(d, lastState[name])));
  return [...hs.map((h, t) => dot(dhs[t], h)), ...states].reduce((sum, term) => sum + term, 0);
}

const dot = (a: Matrix, b: Matrix): number => a.values.reduce((sum, x, i) => sum + x * b.values[i], 0);
