/**
 * The contract of a network: real TensorFlow.js layers, called with explicit masks and explicit chance. A task trains
 * it through `parameters` and `logits`, and saves it as the ordinary layers model `toLayersModel` gives.
 */
import type * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../src/parameters';
import type { Random } from '../src/random';

/** Sequences of ids, padded on the right with 0. */
export interface TokenBatch {
  /** [B,T], int32. */
  ids: tf.Tensor2D;
  /** [B,T], 1 for a real token, 0 for padding. */
  mask: tf.Tensor2D;
  /** [B,K]: what is known about the classes beside the sequence, for a network that was built to take it. */
  evidence?: tf.Tensor2D;
}

export interface CallContext {
  /** Dropout is on. */
  training: boolean;
  /** Where dropout draws from; needed while training, and another fork at every step. */
  random?: Random;
}

/** What training, checkpoints and bundles need of any network. */
export interface WeightedNetwork {
  readonly name: string;
  /** In the order of the layers, always the same. */
  parameters(): NamedVariable[];
  /** Weights that are saved with the others, but not trained: given vectors. None if left out. */
  frozen?(): NamedVariable[];
  /** `modelTopology` of the bundle: where stock layers can express the network, what `tf.loadLayersModel` opens. */
  topology(): object;
  /** Frees all weights. Again is harmless. */
  dispose(): void;
}

/** A network that sees a batch whole and gives scores of K classes. */
export interface Network<Inputs = TokenBatch> extends WeightedNetwork {
  /** [B,K]. The caller owns it. @throws ShapeError if the inputs do not fit. */
  logits(inputs: Inputs, context: CallContext): tf.Tensor2D;
  /**
   * The same layers and weights as a layers model from ids [B,T] (and evidence [B,K], for a network that takes it) to
   * probabilities [B,K]. It belongs to the network: do not dispose it.
   */
  toLayersModel(): tf.LayersModel;
}
