/** An epoch of `tf.sequential().fit()` as everybody writes it; ours differs in the recurrent layer alone. */
import * as tf from '@tensorflow/tfjs';
import type { SequentialWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { makeRecurrent, type System } from './system';

export async function prepareSequential(system: System, work: SequentialWork): Promise<Round> {
  const { batchSize, batches, steps: T, inputSize: D, hiddenSize } = work;
  const N = batches * batchSize;
  const xs = tf.randomNormal([N, T, D], 0, 1, 'float32', 1);
  const labels = tf.randomUniform([N, 1], 0, 2, 'int32', 2).toFloat();
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [T, D] }),
      await makeRecurrent(system, 'lstm', { units: hiddenSize }),
      tf.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  return timed(() => model.fit(xs, labels, { batchSize, epochs: 1, verbose: 0 }));
}
