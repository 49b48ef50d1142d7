/** One recurrent layer: a whole training step, or all h of a forward pass. */
import * as tf from '@tensorflow/tfjs';
import type { RecurrentWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { ourStep } from './our-step';
import { makeRecurrent, type System } from './system';

/** Forward, backward, Adam; it ends when the loss has been read. */
export async function prepareTraining(system: System, work: Omit<RecurrentWork, 'kind'>): Promise<Round> {
  const { batchSize: B, steps: T, inputSize: D } = work;
  const xs = tf.randomNormal([B, T, D], 0, 1, 'float32', 1);
  const targets = tf.randomNormal([B, 1], 0, 1, 'float32', 2);
  const layer = await makeRecurrent(system, work.cell, { units: work.hiddenSize });
  const head = tf.layers.dense({ units: 1 });
  const loss = (): tf.Scalar => tf.losses.meanSquaredError(targets, head.apply(layer.apply(xs)) as tf.Tensor);
  tf.dispose(loss()); // makes the variables
  const variables = [layer, head].flatMap(({ trainableWeights }) => trainableWeights.map((weight) => weight.read()));
  if (system.ours) return ourStep(variables as tf.Variable[], loss, B);
  const optimizer = tf.train.adam(0.001);
  return timed(async () => {
    const value = optimizer.minimize(loss, true) as tf.Scalar;
    await value.data();
    value.dispose();
  });
}

export async function prepareForward(system: System, work: RecurrentWork): Promise<Round> {
  const { batchSize: B, steps: T, inputSize: D } = work;
  const xs = tf.randomNormal([B, T, D], 0, 1, 'float32', 1);
  const layer = await makeRecurrent(system, work.cell, { units: work.hiddenSize, returnSequences: true });
  return timed(async () => {
    const hs = layer.apply(xs) as tf.Tensor;
    await hs.data();
    hs.dispose();
  });
}

/** All h, and the gradients of x and of all weights from dh; no optimizer. */
export async function prepareGradient(system: System, work: RecurrentWork): Promise<Round> {
  const { batchSize: B, steps: T, inputSize: D, hiddenSize: H } = work;
  const xs = tf.randomNormal([B, T, D], 0, 1, 'float32', 1);
  const dhs = tf.randomNormal([B, T, H], 0, 1, 'float32', 2);
  const layer = await makeRecurrent(system, work.cell, { units: H, returnSequences: true });
  tf.dispose(layer.apply(xs) as tf.Tensor);
  const weights = layer.trainableWeights.map((weight) => weight.read());
  return timed(() => {
    tf.tidy(() => tf.grads((...[x]: tf.Tensor[]) => layer.apply(x) as tf.Tensor)([xs, ...weights], dhs));
  });
}
