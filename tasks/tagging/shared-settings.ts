/** Settings that taggers of words and of frames have both. */
import * as v from 'valibot';
import { layerCount, rate, trainingEntries } from '../settings';
import { classWeightsEntry } from '../targets/class-weights';

export const sharedEntries = {
  ...trainingEntries,
  /** Cell of the recurrent layers. */
  cell: v.optional(v.picklist(['lstm', 'gru', 'simple-rnn']), 'lstm'),
  /** GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /**
   * A second recurrent layer reads from the end. A model of frames without it can stream: it predicts before a
   * recording has ended.
   */
  bidirectional: v.optional(v.boolean(), true),
  /** How the outputs of the two directions are joined: concatenated, summed, averaged or multiplied. */
  merge: v.optional(v.picklist(['concat', 'sum', 'ave', 'mul']), 'concat'),
  /** Number of stacked recurrent layers. */
  layers: v.optional(layerCount, 1),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label; not with
   * a CRF.
   */
  classWeights: classWeightsEntry,
  /** Part of the target probability that is spread over all labels; not with a CRF. */
  labelSmoothing: v.optional(rate, 0),
};
