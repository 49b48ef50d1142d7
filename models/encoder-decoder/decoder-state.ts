/** What a decoder carries from step to step. Types, not interfaces: `tf.tidy` lets only such through. */
import type * as tf from '@tensorflow/tfjs';
import type { AttentionMemory } from '../../src/layers/attention';

/** Before a step: the states of the layers, and what is constant within a sequence. Every tensor has B rows. */
export type DecoderState = {
  /** For each layer h, and c of an LSTM, each [B,H]. */
  layers: tf.Tensor[][];
  /** With input feeding: r of the step before. */
  feed?: tf.Tensor3D; // [B,1,R]
  /** With `contextEveryStep`. */
  context?: tf.Tensor3D; // [B,1,H]
  memory?: AttentionMemory;
};

export type DecoderSteps = {
  readouts: tf.Tensor3D; // [B,T,R]
  /** With attention: of every state of the source, 1 in sum. */
  weights?: tf.Tensor3D; // [B,T,S]
  state: DecoderState;
};
