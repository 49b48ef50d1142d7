/** Small taggers over words and frames, their batches, and what training sees of them. */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch, FrameEmbedderConfig } from '../../../models/embedders/frames';
import type { CallContext } from '../../../models/network';
import type { SequenceTagger } from '../../../models/sequence-tagger/sequence-tagger';
import type { SequenceTaggerConfig } from '../../../models/sequence-tagger/config';
import type { MaskedBatch } from '../../../models/embedders/embedder';
import type { WordBatch, WordEmbedderConfig } from '../../../models/embedders/words';
import { Random } from '../../../src/random';
import { softmaxCrossEntropy } from '../../../src/training/losses';

export const K = 3;
export const lengths = [5, 1, 3];

export const words: SequenceTaggerConfig & { embedder: WordEmbedderConfig } = {
  tags: K,
  cell: 'lstm',
  hiddenSize: 4,
  bidirectional: true,
  embedder: {
    vocabularySize: 12,
    embeddingSize: 5,
    vectors: { count: 6, size: 2 },
    features: [
      { name: 'case', count: 4, size: 2 },
      { name: 'suffix', count: 7, size: 3 },
    ],
    characters: { vocabularySize: 8, embeddingSize: 3, size: 4, encoder: 'bilstm' },
  },
};

export const frames: SequenceTaggerConfig & { embedder: FrameEmbedderConfig } = {
  tags: K,
  cell: 'gru',
  hiddenSize: 4,
  bidirectional: true,
  embedder: { columns: 3 },
};

const seed = Random.fromSeed(11);

/** [B,T], padded with 0; row b has its length. */
const ids = (name: string, below: number, of: readonly number[], T: number, first = 0) =>
  tf.tensor2d(
    of.map((length, b) => {
      const random = seed.fork(name).fork(first + b);
      return Array.from({ length: T }, (_, t) => (t < length ? 1 + random.integer(below - 1) : 0));
    }),
    undefined,
    'int32',
  );

export const maskOf = (of: readonly number[], T: number) =>
  tf.tensor2d(of.map((length) => Array.from({ length: T }, (_, t) => Number(t < length))));

/** @param first index of the first row: the same rows alone and together. */
export function wordBatch(of: readonly number[], T: number, first = 0): WordBatch {
  const W = 7;
  const spelt = Array.from({ length: W }, (_, w) => 1 + (w % 4));
  return {
    ids: ids('ids', 12, of, T, first),
    mask: maskOf(of, T),
    vectors: ids('vectors', 6, of, T, first),
    features: [ids('case', 4, of, T, first), ids('suffix', 7, of, T, first)],
    spellings: { characters: ids('letters', 8, spelt, 4), rows: ids('rows', W, of, T, first) },
  };
}

/** Padding is large, so that a model that reads it fails. */
export function frameBatch(of: readonly number[], T: number, first = 0, columns = 3): FrameBatch {
  const rows = of.map((length, b) => {
    const random = seed.fork('xs').fork(first + b);
    return Array.from({ length: T }, (_, t) =>
      Array.from({ length: columns }, () => (t < length ? random.normal() : 100)),
    );
  });
  return { xs: tf.tensor3d(rows), mask: maskOf(of, T) };
}

/** Targets of the rows from `first` on. */
export const targetsOf = (of: readonly number[], T: number, first = 0) =>
  Int32Array.from(
    of.flatMap((length, b) => Array.from({ length: T }, (_, t) => (t < length ? (first + b + t) % K : 99))),
  );

/** Sum of the loss over all real steps. */
export function lossOf<Batch extends MaskedBatch>(
  tagger: SequenceTagger<Batch>,
  batch: Batch,
  of: readonly number[],
  first = 0,
  context: CallContext = { training: false },
): tf.Scalar {
  const emissions = tagger.emissions(batch, context);
  const [, T] = emissions.shape;
  const targets = targetsOf(of, T, first);
  if (tagger.crf) return tagger.crf.loss(emissions, { tags: targets, lengths: Int32Array.from(of) });
  const mask = batch.mask.dataSync();
  const steps = of.reduce((a, b) => a + b);
  return tf.mul(softmaxCrossEntropy(emissions, { targets, mask }), steps);
}

/** Loss and all gradients by name. */
export function gradientsOf<Batch extends MaskedBatch>(
  tagger: SequenceTagger<Batch>,
  ...rest: [Batch, readonly number[], number?, CallContext?]
): Record<string, Float32Array> {
  const parameters = tagger.parameters();
  const { value, grads } = tf.variableGrads(
    () => lossOf(tagger, ...rest),
    parameters.map(({ variable }) => variable),
  );
  const named = parameters.map(({ name, variable }) => [name, grads[variable.name].dataSync() as Float32Array]);
  return { loss: value.dataSync() as Float32Array, ...(Object.fromEntries(named) as Record<string, Float32Array>) };
}

/** Larger weights than at the start, so that no two values are equal by coincidence. */
export function spread<Batch extends MaskedBatch>(tagger: SequenceTagger<Batch>): SequenceTagger<Batch> {
  for (const { name, variable } of [...tagger.parameters(), ...tagger.frozen()]) {
    tf.tidy(() => variable.assign(tf.tensor(seed.fork(name).normalArray(variable.size, 0.6), variable.shape)));
  }
  return tagger;
}
