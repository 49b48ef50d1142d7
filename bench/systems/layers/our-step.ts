/** A training step as the tasks of this library make it: the loop's own step, with its Adam. */
import type * as tf from '@tensorflow/tfjs';
import { type Round, timed } from '../child-loop';
import { makeOurs } from './system';

/** @param loss of all `weight` units. */
export async function ourStep(
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
  weight: number,
  clipNorm?: number,
): Promise<Round> {
  const { Random } = await makeOurs();
  const { createOptimizer } = await import('../../../src/training/optimizers/create-optimizer');
  const { trainStep } = await import('../../../src/training/step');
  const parameters = variables.map((variable, i) => ({ name: `${i}`, variable }));
  const model = {
    parameters: () => parameters,
    loss: () => ({ loss: loss() }),
    countUnits: () => weight,
    countTokens: () => weight,
  };
  const optimizer = createOptimizer({ kind: 'adam' }, parameters);
  const random = Random.fromSeed(1);
  let step = 0;
  return timed(() => trainStep(model, 0, { optimizer, learningRate: 0.001, clipNorm, step: ++step, random }));
}
