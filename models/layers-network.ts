/**
 * A network from layers, written down once: the same assembly runs on tensors (with explicit masks and chance) and on
 * the symbolic inputs of a layers model.
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../src/parameters';
import { checkShape } from '../src/shapes';
import type { CallContext, Network, TokenBatch } from './network';

/** Puts a layer on values: tensors, or symbolic ones. */
export type Apply<X> = (layer: tf.layers.Layer, inputs: X | X[]) => X;
/** From ids [B,T], and evidence [B,K] if there is any, to logits [B,K]. */
export type Assembly = <X>(inputs: { ids: X; evidence?: X }, apply: Apply<X>) => X;

/**
 * Builds all weights. The layers belong to the network from here on.
 * @param takesEvidence if it does: K, and whether a batch may come without.
 */
export function layersNetwork(
  name: string,
  assemble: Assembly,
  takesEvidence?: { size: number; optional: boolean },
): Network {
  const ids = tf.input({ shape: [null], dtype: 'int32', name: 'ids' });
  const evidence = takesEvidence && tf.input({ shape: [takesEvidence.size], name: 'evidence' });
  const symbolic = assemble<tf.SymbolicTensor>({ ids, evidence }, (layer, x) => layer.apply(x) as tf.SymbolicTensor);
  // Not tf.layers.softmax: in a layers model it would use the mask of the ids, which leaks to all later layers.
  const softmax = tf.layers.activation({ activation: 'softmax', name: 'probabilities' });
  const probabilities = softmax.apply(symbolic) as tf.SymbolicTensor;
  const model = tf.model({
    name: name.replaceAll('-', '_'),
    inputs: evidence ? [ids, evidence] : ids,
    outputs: probabilities,
  });
  const parameters: NamedVariable[] = model.trainableWeights.map((weight) => ({
    name: weight.originalName,
    variable: weight.read() as tf.Variable,
  }));

  const logits = ({ ids, mask, evidence }: TokenBatch, { training, random }: CallContext) => {
    const axes = checkShape(name, 'ids', ids.shape, ['B', 'T']);
    checkShape(name, 'mask', mask.shape, ['B', 'T'], axes);
    if (takesEvidence && (evidence || !takesEvidence.optional)) {
      checkShape(name, 'evidence', evidence?.shape ?? [], ['B', takesEvidence.size], axes);
    }
    return tf.tidy(
      () =>
        assemble<tf.Tensor>(
          { ids, evidence },
          (layer, x) => layer.apply(x, { mask, training, random }) as tf.Tensor,
        ) as tf.Tensor2D,
    );
  };

  return {
    name,
    parameters: () => parameters,
    logits,
    toLayersModel: () => model,
    topology: () => model.toJSON(null, false) as object,
    dispose: () => {
      for (const { variable } of parameters) if (!variable.isDisposed) variable.dispose();
    },
  };
}
