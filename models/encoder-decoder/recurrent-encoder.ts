/**
 * The encoder: source ids → a state for every token, and the states from which the decoder starts.
 *
 *     embedding → recurrent layers, one or both directions → states [B,S,H]
 *     start of decoder layer i = last state of encoder layer i; of both directions: h = tanh([→;←] W + b), c without tanh
 */
import * as tf from '@tensorflow/tfjs';
import { Dense } from '../../src/layers/dense';
import type { Embedding } from '../../src/layers/embedding';
import type { Random } from '../../src/random';
import type { EncoderDecoderConfig } from './config';
import type { CallContext, TokenBatch } from '../network';
import { RecurrentStack, variationalDropout } from '../recurrent-stack';

export interface EncodedSource {
  states: tf.Tensor3D; // [B,S,H]
  /** For each decoder layer h, and c of an LSTM, each [B,H]. */
  start: tf.Tensor[][];
}

export class Encoder {
  private readonly stack: RecurrentStack;
  private readonly bridges: Dense[][] = [];

  constructor(
    private readonly config: EncoderDecoderConfig,
    private readonly embedding: Embedding,
    private readonly random: Random,
  ) {
    const { hiddenSize, bidirectional, embeddingDropout, dropout } = config;
    this.stack = new RecurrentStack({ ...config, hiddenSize: bidirectional ? hiddenSize / 2 : hiddenSize }, random, {
      prefix: 'encoder_',
      returnState: true,
      dropoutBefore: (i) => variationalDropout(`encoder_dropout_${i + 1}`, i ? dropout : embeddingDropout, random),
    });
    if (bidirectional) this.bridges = this.stack.layers.map((_, i) => this.makeBridges(i));
  }

  get layers(): tf.layers.Layer[] {
    return [...this.stack.layers, ...this.bridges.flat()];
  }

  read({ ids, mask }: TokenBatch, context: CallContext): EncodedSource {
    const { outputs, last } = this.stack.run(this.embedding.apply(ids) as tf.Tensor, mask, context);
    const start = this.config.bidirectional ? last.map((states, i) => this.bridge(i, states)) : last;
    return { states: outputs, start };
  }

  /** @param last of the forward, then of the backward direction. */
  private bridge(layer: number, last: tf.Tensor[]): tf.Tensor[] {
    const count = last.length / 2;
    return this.bridges[layer].map((dense, i) => dense.apply(tf.concat([last[i], last[count + i]], 1)) as tf.Tensor);
  }

  private makeBridges(i: number): Dense[] {
    const { cell, hiddenSize: units } = this.config;
    const states = cell === 'lstm' ? ['h', 'c'] : ['h'];
    return states.map((state) => {
      const name = `bridge_${i + 1}_${state}`;
      const activation = state === 'h' ? 'tanh' : 'linear'; // c of an LSTM is not bounded
      return new Dense({ name, units, activation, random: this.random.fork(name) });
    });
  }
}
