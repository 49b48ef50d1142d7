/** Loss and gradient of a CRF. */
import * as tf from '@tensorflow/tfjs';
import type { CrfWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { Skip, type System } from './system';

export async function prepareCrf({ ours }: System, work: CrfWork): Promise<Round> {
  if (!ours) throw new Skip('stock TensorFlow.js has no CRF');
  const { crfLoss } = await import('../../../src/layers/crf/kernel');
  const { batchSize: B, steps: T, tags: K } = work;
  const emissions = tf.randomNormal([B, T, K], 0, 1, 'float32', 1);
  const transitions = tf.randomNormal([K, K], 0, 1, 'float32', 2);
  const [start, end] = [3, 4].map((seed) => tf.randomNormal([K], 0, 1, 'float32', seed));
  const gold = {
    tags: Int32Array.from({ length: B * T }, (_, i) => (7 * i) % K),
    lengths: new Int32Array(B).fill(T),
  };
  const gradients = tf.grads((...[e, t, s, n]: tf.Tensor[]) =>
    crfLoss({ emissions: e, transitions: t, start: s, end: n }, gold),
  );
  return timed(() => void tf.tidy(() => void gradients([emissions, transitions, start, end])));
}
