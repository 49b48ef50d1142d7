/** Settings of a model of polyphonic music. */
import * as v from 'valibot';
import {
  cellName,
  checkResetAfter,
  count,
  layerCount,
  layerSize,
  parseConfig,
  rate,
  trainingEntries,
} from '../settings';
import { positiveNumber } from '../../src/validation';

const schema = v.strictObject({
  ...trainingEntries,
  /** Passes over the training pieces. */
  epochs: v.optional(count, 100),
  /** Pieces in a batch; they have similar lengths. */
  batchSize: v.optional(count, 8),
  /** Step size of the optimizer; with a schedule its largest value. */
  learningRate: v.optional(positiveNumber, 5e-3),
  /** Cell of the recurrent layers. */
  cell: v.optional(cellName, 'lstm'),
  /** GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open. */
  resetAfter: v.optional(v.boolean(), false),
  /** Number of stacked recurrent layers. */
  layers: v.optional(layerCount, 1),
  /** Units of a recurrent layer. */
  hiddenSize: v.optional(layerSize, 150),
  /** Dropout of the keys of a step, the same at all steps of a piece. */
  inputDropout: v.optional(rate, 0),
  /** Dropout after every recurrent layer. */
  dropout: v.optional(rate, 0.5),
  /** Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016). */
  recurrentDropout: v.optional(rate, 0),
  /** Semitones up to which every piece of a batch is transposed, up or down, anew each time; 0 leaves them in their keys. */
  transpose: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(12)), 0),
});

export const polyphonySettings = schema.entries;

/** Settings of a model of polyphonic music; what is left out has its default. */
export type PolyphonyOptions = v.InferInput<typeof schema>;
/** Every setting of a model of polyphonic music, with defaults filled in. */
export type PolyphonyConfig = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range. */
export function parsePolyphony(options: unknown): PolyphonyConfig {
  const config = parseConfig('PolyphonyModel', schema, options);
  checkResetAfter('PolyphonyModel', config);
  return config;
}
