/** Loss and gradient of CTC. */
import * as tf from '@tensorflow/tfjs';
import type { CtcWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { Skip, type System } from './system';

export async function prepareCtc({ ours }: System, work: CtcWork): Promise<Round> {
  if (!ours) throw new Skip('stock TensorFlow.js has no CTC');
  const { ctcLoss } = await import('../../../src/layers/ctc/ctc');
  const { batchSize: B, steps: T, outputs: K, labels: L } = work;
  const logits = tf.randomNormal([B, T, K], 0, 1, 'float32', 1);
  const labels = Array.from({ length: B }, (_, b) =>
    Array.from({ length: L }, (__, i) => 1 + ((7 * b + 3 * i) % (K - 1))),
  );
  const lengths = new Int32Array(B).fill(T);
  const gradient = tf.grad((z: tf.Tensor) => ctcLoss(z, { labels, lengths, reduction: 'sum' }));
  return timed(() => void tf.tidy(() => void gradient(logits)));
}
