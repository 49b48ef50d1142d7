/** Settings of a classifier of recordings of frames. */
import * as v from 'valibot';
import { frameCentres } from '../../../src/features/standardize';
import { numberOfAtLeast } from '../../../src/validation';
import {
  checkResetAfter,
  count,
  countOrZero,
  layerSize,
  parseConfig,
  rate,
  recurrentEntries,
  trainingEntries,
} from '../../settings';
import { recordingEntries, regularizationEntries, sharedEntries } from '../shared-settings';

export const framesEntries = {
  ...trainingEntries,
  ...recurrentEntries,
  ...sharedEntries,
  /** What a sequence is: a text, or frames of numbers. The training data decide where it is left out. */
  input: v.literal('frames'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 20),
  ...recordingEntries,
  /**
   * What is subtracted from every column: the mean of training, or each recording's own, where columns start elsewhere
   * in each (a person's position before the camera).
   */
  centre: v.optional(v.picklist(frameCentres), 'training'),
  /**
   * Longer recordings are learnt in windows of so many frames, each with the label of the whole, and predicted by the mean of
   * what windows with an overlap are predicted as. 0: recordings are read whole.
   */
  window: v.optional(countOrZero, 0),
  /** Part of a window that the next one has too, where a long recording is predicted. */
  overlap: v.optional(rate, 0.5),
  /** Standard deviation of Gaussian noise that is added to the standardized frames of training. */
  noise: v.optional(numberOfAtLeast(0), 0),
  /** Images: filters of each convolution, after which the image is halved. */
  filters: v.optional(v.pipe(v.array(layerSize), v.maxLength(16, 'at most 16 convolutions')), [8, 16]),
  /** Images: size of the vector that each becomes. */
  imageSize: v.optional(layerSize, 32),
  ...regularizationEntries,
};

const schema = v.strictObject(framesEntries);

export type ClassifierFramesOptions = v.InferInput<typeof schema>;
export type ClassifierFramesConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseFrames(options: unknown): ClassifierFramesConfig {
  const parsed = parseConfig('Classifier of frames', schema, { ...(options as object), input: 'frames' });
  checkResetAfter('Classifier', parsed);
  return parsed;
}
