/** Small encoder–decoders and a ragged batch for them. */
import * as tf from '@tensorflow/tfjs';
import type { EncoderDecoder } from '../../../models/encoder-decoder/encoder-decoder';
import { textToText, type TextToTextConfig } from '../../../models/encoder-decoder/text-to-text';
import type { ForcedBatch } from '../../../models/encoder-decoder/teacher-forcing';
import { Random } from '../../../src/random';
import { batch } from '../support';

export const small: TextToTextConfig = {
  sourceVocabularySize: 12,
  targetVocabularySize: 9,
  embeddingSize: 3,
  cell: 'gru',
  hiddenSize: 4,
};

/** One of each kind that computes differently. */
export const kinds: Record<string, Partial<TextToTextConfig>> = {
  context: {},
  'context, LSTM, two layers': { cell: 'lstm', layers: 2 },
  'context at every step': { contextEveryStep: true, cell: 'simple-rnn' },
  'context, both directions, LSTM': { cell: 'lstm', bidirectional: true },
  'context, tied': { tying: 'target' },
  general: { attention: 'general', bidirectional: true, resetAfter: true },
  additive: { attention: 'additive', layers: 2, bidirectional: true },
  'scaled dot, all tied': { attention: 'scaled-dot', tying: 'all', sourceVocabularySize: 9 },
  'input feeding': { attention: 'general', inputFeeding: true, bidirectional: true },
  'input feeding, tied, LSTM': { attention: 'additive', inputFeeding: true, tying: 'target', cell: 'lstm' },
};

/** With weights so large that no two predictions are equal by coincidence. */
export function makeModel(changes: Partial<TextToTextConfig> = {}): EncoderDecoder {
  const model = textToText({ ...small, ...changes }, Random.fromSeed(4));
  for (const { name, variable } of model.parameters()) {
    const values = Random.fromSeed(9).fork(name).normalArray(variable.size, 0.6);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  return model;
}

export const sources = [[5, 4, 7], [8, 6, 4, 5], [7]];
/** After the begin token 2. */
export const targets = [
  [2, 5, 8, 4],
  [2, 6],
  [2, 7, 4],
];

export function forcedBatch(rows: readonly number[] = [0, 1, 2]): ForcedBatch {
  const { ids: inputs, mask } = batch(rows.map((row) => targets[row]));
  const real = [...mask.dataSync()].flatMap((one, position) => (one ? [position] : []));
  return { source: batch(rows.map((row) => sources[row])), inputs, positions: Int32Array.from(real) };
}
