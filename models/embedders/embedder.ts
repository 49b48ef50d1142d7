/** How a tagger reads its steps: from words or frames to a vector for each. */
import type * as tf from '@tensorflow/tfjs';
import type { CallContext, Parameter } from '../network';

export interface TaggerFront<Batch> {
  /** In the order of their weights. */
  readonly layers: tf.layers.Layer[];
  /** Weights that are saved with the others, but not trained. */
  frozen(): Parameter[];
  /** [B,T,D]. @throws ShapeError if the batch does not fit. */
  read(batch: Batch, context: CallContext): tf.Tensor3D;
  /** A batch of one step: layers get their weights with their first call. */
  example(): Batch;
  /** The same for a layers model, from its one input; undefined where stock layers cannot express it. */
  symbolic(): { input: tf.SymbolicTensor; vectors: tf.SymbolicTensor } | undefined;
}

/** What every batch has. */
export interface MaskedBatch {
  /** [B,T], 1 for a real step, 0 for padding. */
  mask: tf.Tensor2D;
}
