/** Settings that classifiers of several kinds of input have. */
import * as v from 'valibot';
import { type SequenceClassifierConfig, sequenceClassifierNames } from '../../models/sequence-classifier';
import { pickOptions, positiveNumber } from '../../src/validation';
import { cellName, count, layerSize, rate } from '../settings';
import { correctedClassWeightsEntry } from '../targets/class-weights';

/** Of any kind of input: how far probabilities can be trusted. */
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

/** The network of recordings, of frames and of sound, and how it is trained. */
export const recordingEntries = {
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
};

export const regularizationEntries = {
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

/** What `sequenceClassifier` takes, for recordings. */
export const networkOptions = (
  { inputDropout, ...config }: Omit<SequenceClassifierConfig, 'classes'> & { readonly inputDropout: number },
  classes: number,
): SequenceClassifierConfig =>
  pickOptions<SequenceClassifierConfig>(
    { ...config, classes, embeddingDropout: inputDropout },
    sequenceClassifierNames,
  );
