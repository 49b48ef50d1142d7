/** Settings of classifiers of any kind of input: how far their probabilities can be trusted. */
import * as v from 'valibot';
import { rate } from '../settings';

export const sharedEntries = {
  /**
   * `temperature`: after training the logits are divided by a number that makes the probabilities of the validation examples as
   * right as possible (Guo et al. 2017); the labels stay the same. Without validation examples, and where n-grams are
   * weighed beside the network, which fits their scale too, there is none.
   */
  calibration: v.optional(v.picklist(['temperature', 'none']), 'temperature'),
  /** A label that is less probable than this is predicted as `unknown`. 0: never. */
  unknownBelow: v.optional(rate, 0),
};
