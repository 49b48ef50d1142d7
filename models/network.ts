/**
 * The contract of a network: real TensorFlow.js layers, called with explicit masks and explicit randomness. A task
 * trains it through `parameters` and `logits`, and saves its weights beside its `topology`.
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
}

export interface CallContext {
  /** Dropout is on. */
  training: boolean;
  /** What dropout draws from; needed while training, and another fork at every step. */
  random?: Random;
}

/** What training, checkpoints and bundles need of any network. */
export interface WeightedNetwork {
  readonly name: string;
  /** In the order of the layers, always the same. */
  parameters(): NamedVariable[];
  /** Weights that are saved with the others, but not trained: given vectors. None if left out. */
  frozen?(): NamedVariable[];
  /**
   * Names of the trained weights by layer: the embedder, each recurrent layer, then all that follows. What is in none of
   * them belongs to the last. For learning rates of their own; a network without such an order leaves it out.
   */
  layerGroups?(): string[][];
  /** `modelTopology` of the bundle: what `tf.loadLayersModel` opens; empty where stock layers cannot express the network. */
  topology(): object;
  /** Frees all weights. A second call does nothing. */
  dispose(): void;
}

/** Two factors that no training step changes. */
export interface FittedFactors {
  read(): Promise<readonly [number, number]>;
  write(factors: readonly [number, number]): void;
}

/** A network that gives scores of K classes for each sequence of a batch. */
export interface Network<Batch = TokenBatch> extends WeightedNetwork {
  /** [B,K]. The caller owns it. @throws ShapeError if the batch does not fit. */
  logits(batch: Batch, context: CallContext): tf.Tensor2D;
  /** Of the network's own scores and of those that a batch brings, where both are weighed after training. */
  readonly factors?: FittedFactors;
  /**
   * The same layers and weights as a layers model from ids [B,T] or frames [B,T,F] to probabilities [B,K]. It belongs
   * to the network: do not dispose it. Ids of 0 are padding there; frames have no mask, give it those of equal length.
   * @throws ConfigError where stock layers cannot express the embedder.
   */
  toLayersModel(): tf.LayersModel;
}
