/** One step of a stream, B 1: state in, state out. */
import * as tf from '@tensorflow/tfjs';
import type { RecurrentWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { makeRecurrent, type System } from './system';

/** So many in a round: one alone is too short for the clock. */
const repeats = 200;

export async function prepareStep(system: System, work: RecurrentWork): Promise<Round> {
  const { inputSize: D, hiddenSize: H } = work;
  const layer = await makeRecurrent(system, work.cell, { units: H, returnState: true });
  if (!system.ours) return stockSteps(layer, D, H, work.cell === 'lstm' ? 2 : 1);
  tf.dispose(layer.apply(tf.zeros([1, 1, D])) as tf.Tensor[]); // makes the weights
  const { RecurrentStepper } = await import('../../../src/layers/recurrent/stepper');
  const stepper = new RecurrentStepper([
    layer as tf.layers.Layer as ConstructorParameters<typeof RecurrentStepper>[0][number],
  ]);
  const x = new Float32Array(D).fill(0.1);
  return timed(() => void stepper.step(x), repeats);
}

function stockSteps(layer: tf.layers.Layer, D: number, H: number, states: number): Round {
  const values = new Float32Array(D).fill(0.1);
  let state = Array.from({ length: states }, () => tf.zeros([1, H]));
  return timed(async () => {
    const next = tf.tidy(() => layer.apply([tf.tensor3d(values, [1, 1, D]), ...state]) as tf.Tensor[]);
    tf.dispose(state);
    state = next.slice(1); // h itself, for an LSTM then c
    await state[0].data();
    if (next[0] !== state[0]) next[0].dispose();
  }, repeats);
}
