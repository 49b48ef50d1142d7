/** The weights of layers as named variables. A name is unique within a network, and the same in every process. */
import type * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../src/parameters';

/** Trained weights, in the order of the layers; a layer that is used twice counts once. */
export const trainableVariables = (layers: readonly tf.layers.Layer[]): NamedVariable[] =>
  [...new Set(layers)].flatMap((layer) => named(layer.trainableWeights));

/** Names of the trained weights of each group of layers. */
export const layerGroupsOf = (groups: readonly (readonly tf.layers.Layer[])[]): string[][] =>
  groups.map((layers) => trainableVariables(layers).map(({ name }) => name));

/** Weights of layers that are not trained. */
export const frozenVariables = (layers: readonly tf.layers.Layer[]): NamedVariable[] =>
  layers.flatMap((layer) => named(layer.nonTrainableWeights));

/** Does nothing for those that are disposed of already. */
export function disposeVariables(variables: readonly NamedVariable[]): void {
  for (const { variable } of variables) if (!variable.isDisposed) variable.dispose();
}

const named = (weights: readonly tf.LayerVariable[]): NamedVariable[] =>
  weights.map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable }));
