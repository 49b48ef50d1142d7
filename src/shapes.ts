/**
 * Shape checks at the edge. A pattern names its axes (`['B', 'T', 64]`): a letter is bound where it first occurs and
 * must agree afterwards, a number must be met exactly.
 */
import { ShapeError } from './errors';

export type ShapePattern = readonly (string | number)[];
/** Sizes bound to letters so far: `{ B: 32, T: 50 }`. */
export type Axes = Record<string, number>;

/**
 * Checks one shape and binds its letters into `axes`.
 * @throws ShapeError naming `where`, the argument, its shape, and the expected letters with the sizes known so far.
 */
export function checkShape(
  where: string,
  name: string,
  shape: readonly number[],
  pattern: ShapePattern,
  axes: Axes = {},
): Axes {
  const fits =
    shape.length === pattern.length &&
    pattern.every((axis, i) => shape[i] === (typeof axis === 'number' ? axis : (axes[axis] ?? shape[i])));
  if (!fits) {
    throw new ShapeError({
      where,
      problem: `${name} has shape [${shape.join(',')}]`,
      expected: `[${pattern.join(',')}]${describeBound(pattern, axes)}`,
      fix: `Check ${name} and the sizes it must agree with`,
    });
  }
  pattern.forEach((axis, i) => {
    if (typeof axis === 'string') axes[axis] = shape[i];
  });
  return axes;
}

function describeBound(pattern: ShapePattern, axes: Axes): string {
  const bound = pattern.filter((axis): axis is string => typeof axis === 'string' && axis in axes);
  return bound.length ? ` with ${bound.map((axis) => `${axis}=${axes[axis]}`).join(', ')}` : '';
}

/** Number of entries of a shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
