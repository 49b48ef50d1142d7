/** The gradient of an embedding, with the look-up. */
import * as tf from '@tensorflow/tfjs';
import type { EmbeddingWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { Skip, type System } from './system';

export function prepareEmbedding({ backend, ours }: System, work: EmbeddingWork): Round {
  if (!ours && backend === 'wasm') throw new Skip("stock wasm has no gradient of a look-up ('UnsortedSegmentSum')");
  const { vocabularySize: V, ids: N, size: D } = work;
  const ids = tf.randomUniform([N], 0, V, 'int32', 1);
  const table = tf.randomNormal([V, D], 0, 1, 'float32', 2);
  const gradient = tf.grad((w) => tf.sum(tf.gather(w, ids)));
  return timed(async () => {
    const dTable = gradient(table);
    await tf.slice(dTable, [0, 0], [1, 1]).data();
    dTable.dispose();
  });
}
