/** Settings of a classifier of recordings of frames. */
import * as v from 'valibot';
import { type SequenceClassifierConfig, sequenceClassifierNames } from '../../../models/sequence-classifier';
import { frameCentres } from '../../../src/features/standardize';
import { numberOfAtLeast, pickOptions, positiveNumber } from '../../../src/validation';
import {
  cellName,
  checkResetAfter,
  count,
  countOrZero,
  layerSize,
  parseConfig,
  rate,
  recurrentEntries,
  trainingEntries,
} from '../../settings';
import { correctedClassWeightsEntry } from '../../targets/class-weights';
import { sharedEntries } from '../shared-settings';

export const framesEntries = {
  ...trainingEntries,
  ...recurrentEntries,
  ...sharedEntries,
  /** What a sequence is: a text, or frames of numbers. The training data decide where it is left out. */
  input: v.literal('frames'),
  /** Passes over the training examples. Without it there are more than the default where an epoch has few updates. */
  epochs: v.optional(count, 20),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 5e-3),
  /** Examples in a batch; they have similar lengths. Without it few are read in smaller batches. */
  batchSize: v.optional(count, 32),
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'gru'),
  /** Units of each direction of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 64),
  /**
   * How the states of all steps become one vector: the last one, their mean, their maximum, a learnt weighted mean, or
   * two of these. `last` alone opens in stock TensorFlow.js without this library.
   */
  pooling: v.optional(v.picklist(['last', 'mean', 'max', 'attention', 'mean+max']), 'mean+max'),
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
  /** Dropout of components of what a step is read as, the same at all steps of a sequence. */
  inputDropout: v.optional(rate, 0),
  /** Dropout between recurrent layers and before the output layer. */
  dropout: v.optional(rate, 0.3),
  /** Fraction of the target probability that is spread over all labels. */
  labelSmoothing: v.optional(rate, 0),
  /**
   * Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`:
   * equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the
   * most probable, if that makes macro-F1 better and accuracy no worse on the validation data.
   */
  classWeights: correctedClassWeightsEntry,
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

/** What `sequenceClassifier` takes. */
export const networkOptions = (
  { inputDropout, ...config }: ClassifierFramesConfig,
  classes: number,
): SequenceClassifierConfig =>
  pickOptions<SequenceClassifierConfig>(
    { ...config, classes, embeddingDropout: inputDropout },
    sequenceClassifierNames,
  );
