/** Variables of a model by name, and how they are read into plain arrays and written from them. */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../errors';
import type { NamedArray, NamedVariable } from '../parameters';

/** A variable of zeros beside each of these, named `name/suffix`: the state of an optimizer. Not trainable. */
export function zerosBeside(variables: readonly NamedVariable[], suffix: string): NamedVariable[] {
  return variables.map(({ name, variable }) => ({
    name: `${name}/${suffix}`,
    variable: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
  }));
}

export function disposeVariables(variables: readonly NamedVariable[]): void {
  for (const { variable } of variables) variable.dispose();
}

/** Copies of the values, in the order of `variables`. */
export async function readVariables(variables: readonly NamedVariable[]): Promise<NamedArray[]> {
  return Promise.all(
    variables.map(async ({ name, variable }) => ({
      name,
      shape: [...variable.shape],
      values: Float32Array.from(await variable.data()), // a copy: the cpu backend hands out its own array
    })),
  );
}

/**
 * The inverse of `readVariables`.
 * @throws ShapeError, before anything is written, unless names and shapes agree one by one.
 */
export function writeVariables(
  where: string,
  variables: readonly NamedVariable[],
  arrays: readonly NamedArray[],
): void {
  checkAgree(where, variables, arrays);
  variables.forEach(({ variable }, i) => {
    tf.tidy(() => variable.assign(tf.tensor(arrays[i].values.slice(), variable.shape, 'float32')));
  });
}

/** @throws ShapeError unless names and shapes agree one by one. */
export function checkAgree(where: string, variables: readonly NamedVariable[], arrays: readonly NamedArray[]): void {
  const describe = (name: string, shape: readonly number[]) => `${name} [${shape.join(',')}]`;
  for (let i = 0; i < Math.max(variables.length, arrays.length); i++) {
    const wanted = variables[i] && describe(variables[i].name, variables[i].variable.shape);
    const found = arrays[i] && describe(arrays[i].name, arrays[i].shape);
    if (wanted === found) continue;
    throw new ShapeError({
      where,
      problem: `array ${i} is ${found ?? 'missing'}`,
      expected: wanted ?? `only ${variables.length} arrays`,
      fix: 'Use arrays that come from a model and an optimizer of the same configuration',
    });
  }
}
