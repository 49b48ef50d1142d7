/** Settings of a tagger of frames. */
import * as v from 'valibot';
import { frameCentres } from '../../../src/features/standardize';
import { numberOfAtLeast, positiveNumber } from '../../../src/validation';
import { checkResetAfter, count, countOrZero, layerSize, parseConfig, rate } from '../../settings';
import { correctedClassWeightsEntry } from '../../targets/class-weights';
import { sharedEntries } from '../shared-settings';

export const framesEntries = {
  ...sharedEntries,
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`:
   * equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the
   * most probable, if that makes macro-F1 better and accuracy no worse on the validation data. Not with a CRF.
   */
  classWeights: correctedClassWeightsEntry,
  /** What a step is: a word or a frame. The training data decide where it is left out. */
  input: v.literal('frames'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 40),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 3e-3),
  /**
   * Sentences, or windows of recordings, of a batch; they have similar lengths. Without it few sentences are read in
   * smaller batches.
   */
  batchSize: v.optional(count, 8),
  /** Units of each direction of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 64),
  /**
   * What is subtracted from every column: the mean of training, or each recording's own, where columns start elsewhere
   * in each (a person's position before the camera). The latter cannot stream. Without it the training recordings decide
   * for a model of both directions.
   */
  centre: v.optional(v.picklist(frameCentres), 'training'),
  /**
   * Frames of a training sequence that count in the loss. Shorter recordings are one window; predictions take
   * recordings whole.
   */
  window: v.optional(count, 100),
  /**
   * Frames before (and for both directions after) a window that are read without counting in the loss: they build up
   * the state.
   */
  context: v.optional(countOrZero, 25),
  /** Standard deviation of Gaussian noise that is added to the standardized frames of training. */
  noise: v.optional(numberOfAtLeast(0), 0),
  /** Images: filters of each convolution, after which the image is halved. */
  filters: v.optional(v.pipe(v.array(layerSize), v.maxLength(16, 'at most 16 convolutions')), [8, 16]),
  /** Images: size of the vector that each becomes. */
  imageSize: v.optional(layerSize, 32),
  /** Dropout of components of what a step is read as, the same at all steps of a sequence. */
  inputDropout: v.optional(rate, 0.1),
  /** Dropout after each recurrent layer. */
  dropout: v.optional(rate, 0.5),
};

const framesSchema = v.strictObject(framesEntries);

export type FramesOptions = v.InferInput<typeof framesSchema>;
export type FramesConfig = v.InferOutput<typeof framesSchema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parseFrames(options: unknown): FramesConfig {
  const parsed = parseConfig('Tagger of frames', framesSchema, { ...(options as object), input: 'frames' });
  checkResetAfter('Tagger', parsed);
  return parsed;
}
