/**
 * The first stage of a model: steps of any kind (tokens, words with their letters, frames) → a vector for each step,
 * [B,T,D]. A model takes any embedder, and knows its batches only as far as the mask.
 */
import type * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import type { CallContext } from '../network';

/** What every batch of sequences has. */
export interface MaskedBatch {
  /** [B,T], 1 for a real step, 0 for padding. */
  mask: tf.Tensor2D;
}

/** The first stage of a model: a batch of steps of any kind → a vector for each step, [B,T,D]. */
export interface Embedder<Batch extends MaskedBatch> {
  /** Layers with trainable weights, in the order in which these are saved. */
  readonly layers: tf.layers.Layer[];
  /** Weights that are saved with the others, but not trained, such as word vectors read from a file. */
  frozen(): NamedVariable[];
  /** @returns [B,T,D]; values at padded steps are arbitrary. @throws ShapeError if the batch does not fit. */
  embed(batch: Batch, context: CallContext): tf.Tensor3D;
  /** A batch of one sequence with one step: layers create their weights when they are first called. */
  example(): Batch;
  /** The same layers on symbolic tensors, for a saved layers model; undefined where stock layers cannot express it. */
  symbolic(): SymbolicEmbedding | undefined;
}

export interface SymbolicEmbedding {
  input: tf.SymbolicTensor;
  vectors: tf.SymbolicTensor; // [B,T,D]
}
