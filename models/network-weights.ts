/** The weights of a network as plain arrays, for bundles, checkpoints and averages. */
import * as tf from '@tensorflow/tfjs';
import { BundleError } from '../src/errors';
import type { NamedArray } from '../src/parameters';
import type { WeightedNetwork } from './network';

type Weighted = Pick<WeightedNetwork, 'name' | 'parameters' | 'frozen'>;

const weightsOf = (network: Weighted) => [...network.parameters(), ...(network.frozen?.() ?? [])];

/** Copies of all weights, in the order of `parameters()`, then `frozen()`. */
export function readWeights(network: Weighted): NamedArray[] {
  return weightsOf(network).map(({ name, variable }) => ({
    name,
    shape: variable.shape,
    values: Float32Array.from(variable.dataSync()),
  }));
}

/**
 * Replaces all weights, or none: everything is checked first.
 * @throws BundleError naming a weight that is missing, unknown, given twice or of another shape.
 */
export function writeWeights(network: Weighted, arrays: readonly NamedArray[]): void {
  const parameters = weightsOf(network);
  const given = new Map(arrays.map((array) => [array.name, array]));
  const known = new Set(parameters.map(({ name }) => name));
  const unknown = arrays.find(({ name }) => !known.has(name));
  if (unknown) throw misfit(network, `weight ${unknown.name} is unknown`);
  const names = new Set<string>();
  const twice = arrays.find(({ name }) => names.size === names.add(name).size);
  if (twice) throw misfit(network, `weight ${twice.name} is given twice`);
  for (const { name, variable } of parameters) {
    const array = given.get(name);
    if (!array) throw misfit(network, `weight ${name} is missing`);
    const shape = array.shape.join(',');
    if (shape !== variable.shape.join(',') || array.values.length !== variable.size) {
      const problem = `weight ${name} has shape [${shape}] and ${array.values.length} values`;
      throw misfit(network, problem, `[${variable.shape.join(',')}]`);
    }
  }
  tf.tidy(() => {
    for (const { name, variable } of parameters) {
      variable.assign(tf.tensor((given.get(name) as NamedArray).values.slice(), variable.shape, 'float32'));
    }
  });
}

const misfit = (network: Weighted, problem: string, expected = 'exactly the weights of the network') =>
  new BundleError({
    during: 'load',
    where: network.name,
    problem,
    expected,
    fix: 'Load weights that were saved with the same configuration',
  });
