/** Settings that taggers of words and of frames have both. */
import * as v from 'valibot';
import { layerRateEntries, rate, recurrentEntries, trainingEntries } from '../settings';
import { classWeightsEntry } from '../targets/class-weights';

export const sharedEntries = {
  ...trainingEntries,
  ...recurrentEntries,
  ...layerRateEntries,
  /**
   * A second recurrent layer reads from the end. A model of frames without it can stream: it predicts before a
   * recording has ended.
   */
  bidirectional: v.optional(v.boolean(), true),
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`:
   * equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the
   * most probable, if that makes macro-F1 better and accuracy no worse on the validation data. Not with a CRF.
   */
  classWeights: classWeightsEntry,
  /** Fraction of the target probability that is spread over all labels; not with a CRF. */
  labelSmoothing: v.optional(rate, 0),
};
