/** What a RecurrentStepper can be made of, checked before it takes memory. */
import * as tf from '@tensorflow/tfjs';
import type { Named } from '../../cells/cell';
import { ConfigError, ShapeError } from '../../errors';
import { checkCount } from '../../validation';
import { mapEach } from '../../recurrence/time-loop';
import { Bidirectional } from './bidirectional';
import { cellWeights, type RecurrentLayer } from './recurrent-layer';

/** @throws ConfigError, ShapeError */
export function checkStack(
  where: string,
  layers: readonly (RecurrentLayer | Bidirectional)[],
): { layer: RecurrentLayer; inputSize: number }[] {
  if (layers.length === 0) throw new ConfigError({ where, problem: 'there are no layers', expected: 'at least one' });
  let width: number | undefined;
  return layers.map((given) => {
    const layer = checkLayer(where, given);
    const inputSize = tf.tidy(() => cellWeights(layer).kernel.shape[0]);
    if (width !== undefined && inputSize !== width) {
      throw new ShapeError({
        where,
        problem: `${layer.name} takes ${inputSize} numbers a step`,
        expected: `${width}, the hidden size of the layer before it`,
        fix: 'Give the layers in their order',
      });
    }
    width = layer.equations.hiddenSize;
    return { layer, inputSize };
  });
}

function checkLayer(where: string, layer: RecurrentLayer | Bidirectional): RecurrentLayer {
  if (layer instanceof Bidirectional || layer.goBackwards) {
    throw new ConfigError({
      where,
      problem: `${layer.name} also reads from the end, which is not there yet`,
      expected: 'layers that read forwards',
      fix: 'Train a model with bidirectional: false, or give the whole sequence to the layer itself',
    });
  }
  if (!layer.equations) {
    throw new ConfigError({
      where,
      problem: `${layer.name} is a ${layer.getClassName()} of another package`,
      expected: 'SimpleRNN, LSTM or GRU of this package',
    });
  }
  if (!layer.built) {
    throw new ConfigError({
      where,
      problem: `${layer.name} has no weights yet`,
      fix: 'Apply the layer, or load its weights, before',
    });
  }
  return layer;
}

export function checkBatchSize(where: string, batchSize: number): number {
  checkCount(where, 'batchSize', batchSize);
  return batchSize;
}

/** By the names of the cell. */
export function weightValues(layer: RecurrentLayer): Named<Float32Array> {
  let values: Named<Float32Array> = {};
  tf.tidy(() => {
    values = mapEach(cellWeights(layer), (weight) => weight.dataSync<'float32'>());
  }); // what a tidy returns is searched for tensors, number by number
  return values;
}
