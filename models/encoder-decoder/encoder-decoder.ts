/**
 * Many-to-many, asynchronous: any source → token ids, by an encoder and a decoder with or without attention
 * (Sutskever et al. 2014; Cho et al. 2014; Luong et al. 2015). The encoder is handed in: of text (`textToText`), or of
 * anything that has states. The layers belong to the network.
 */
import * as tf from '@tensorflow/tfjs';
import { Embedding } from '../../src/layers/embedding';
import type { NamedVariable } from '../../src/parameters';
import { disposeVariables, trainableVariables } from '../layer-variables';
import type { CallContext, TokenBatch, WeightedNetwork } from '../network';
import type { DecoderState } from './decoder-state';
import type { Encoder } from './encoder';
import type { RecurrentDecoder } from './recurrent-decoder';

export class EncoderDecoder<Batch = TokenBatch> implements WeightedNetwork {
  readonly name = 'encoder-decoder';
  private readonly trained: NamedVariable[];
  private readonly given: NamedVariable[];

  /** Creates all weights, by encoding an example and decoding one step. */
  constructor(
    readonly encoder: Encoder<Batch>,
    readonly decoder: RecurrentDecoder,
  ) {
    tf.tidy(() => {
      const state = this.start(encoder.example(), { training: false });
      const { readouts } = decoder.advance(tf.zeros([1, 1], 'int32'), state, { training: false });
      decoder.logits(tf.squeeze(readouts, [1]));
    });
    const layers = [...encoder.layers, ...decoder.layers];
    const isEmbedding = (layer: tf.layers.Layer) => layer instanceof Embedding;
    // Embeddings come first in saved models.
    this.trained = trainableVariables([...layers.filter(isEmbedding), ...layers]);
    this.given = encoder.frozen();
  }

  parameters(): NamedVariable[] {
    return this.trained;
  }

  frozen(): NamedVariable[] {
    return this.given;
  }

  /** Encodes the sources. @returns the state before the first step @throws ShapeError if the batch does not fit. */
  start(source: Batch, context: CallContext): DecoderState {
    return tf.tidy(() => this.decoder.start(this.encoder.encode(source, context)));
  }

  /** Stock layers have neither attention nor a decoder that reads its own output, so that they cannot open it. */
  topology(): object {
    return {};
  }

  dispose(): void {
    this.decoder.dispose();
    disposeVariables([...this.trained, ...this.given]);
  }
}
