/**
 * The start of a network's weights from those of a language model.
 *
 *   embedding   rows of its tokens; a word that it does not know starts from its row of unknown words
 *   recurrent   the layer's weights; of two directions the forward one. Inputs that the model's layer did not have (letters
 *               of a word, the backward direction below) have weights of 0, so that the layer computes what it computes there
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import type { NamedArray, NamedVariable } from '../../src/parameters';
import { unknownId } from '../../src/text/vocabulary';
import type { Pretrained } from './pretrained';

/** @throws ConfigError for a network without a layer of the model, or with one of another size. */
export function startFrom({ table, recurrent, vocabulary, location }: Pretrained, variables: readonly NamedVariable[]) {
  const starts = [{ ...table, fill: unknownRow(table) }, ...recurrent.map((array) => ({ ...array, fill: undefined }))];
  for (const { name, shape, values, fill } of starts) {
    const target = variableFor(name, variables);
    const wanted = target?.variable.shape ?? [];
    const [, ...columns] = wanted;
    const rows = fill ? vocabulary.size : shape[0]; // labels of a conditional model come behind the vocabulary
    const fits = wanted.length === shape.length && wanted[0] >= rows && columns.join() === shape.slice(1).join();
    if (!target || !fits) throw misfit(location, { name, shape }, target);
    const width = values.length / shape[0];
    const start = new Float32Array(wanted[0] * width);
    start.set(values.subarray(0, rows * width));
    if (fill) for (let row = rows; row < wanted[0]; row++) start.set(fill, row * width);
    tf.tidy(() => target.variable.assign(tf.tensor(start, wanted)));
  }
}

function unknownRow({ values, shape }: NamedArray): Float32Array {
  const size = shape[1];
  return values.subarray(unknownId * size, (unknownId + 1) * size);
}

/** Of the same name, or in the forward direction of a layer of both. */
function variableFor(name: string, variables: readonly NamedVariable[]): NamedVariable | undefined {
  return variables.find((one) => one.name === name || one.name.endsWith(`/forward_${name}`));
}

const misfit = (location: string, { name, shape }: Pick<NamedArray, 'name' | 'shape'>, target?: NamedVariable) =>
  new ConfigError({
    where: 'init',
    problem: `${name} of the language model ${location} has the shape [${shape.join(',')}], and the network ${target ? `[${target.variable.shape.join(',')}]` : 'has no such weight'}`,
    expected: 'the same cell, sizes and vocabulary',
    fix: 'Start from the language model with which the run began',
  });
