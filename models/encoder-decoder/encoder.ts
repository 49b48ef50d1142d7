/** The contract of an encoder: whatever a batch is, a decoder sees a sequence of states and a state to start from. */
import type * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import type { CallContext } from '../network';

export interface EncodedSource {
  states: tf.Tensor3D; // [B,S,E]
  /** 1 for a real state, 0 for padding; every row has a real one. */
  mask: tf.Tensor2D; // [B,S]
  /** For each decoder layer h, and c of an LSTM, each [B,H]. */
  start: tf.Tensor[][];
}

export interface Encoder<Batch> {
  /** Layers with trainable weights, in the order in which these are saved. */
  readonly layers: tf.layers.Layer[];
  /** Weights that are saved with the others, but not trained. */
  frozen(): NamedVariable[];
  /** @throws ShapeError if the batch does not fit. */
  encode(batch: Batch, context: CallContext): EncodedSource;
  /** A batch of one source: layers create their weights when they are first called. */
  example(): Batch;
}
