/** What a kernel accepts, checked before work starts. */
import type * as tf from '@tensorflow/tfjs';
import type { Cell } from '../cells/cell';
import { ShapeError, show } from '../errors';
import type { RecurrenceInputs } from '../recurrence/recurrence';
import { type Axes, checkShape, type ShapePattern } from '../shapes';

/** @throws ShapeError naming the argument, its shape and the expected letters with the sizes known so far. */
export function checkTensors(where: string, cell: Cell, inputs: RecurrenceInputs<tf.Tensor, tf.Tensor>): void {
  const { xs, weights, initialState, mask, recurrentDropout } = inputs;
  const axes: Axes = { H: cell.hiddenSize };
  const check = (name: string, tensor: tf.Tensor | undefined, pattern: ShapePattern) => {
    if (!tensor?.shape) {
      throw new ShapeError({
        where,
        problem: `${name} is ${show(tensor)}`,
        expected: `a tensor [${pattern.join(',')}]`,
      });
    }
    checkShape(where, name, tensor.shape, pattern, axes);
  };
  check('xs', xs, ['B', 'T', 'I']);
  if (axes.T === 0) throw new ShapeError({ where, problem: 'xs has no step', expected: 'T ≥ 1' });
  for (const { name, shape } of cell.parameters(axes.I)) check(`weights.${name}`, weights[name], shape);
  if (initialState) for (const part of cell.stateNames) check(`initialState.${part}`, initialState[part], ['B', 'H']);
  if (mask) check('mask', mask, ['B', 'T']);
  if (recurrentDropout) check('recurrentDropout', recurrentDropout, ['B', 'H']);
}
