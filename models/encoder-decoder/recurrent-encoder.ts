/**
 * An encoder of sequences: tokens, words or frames → a state for every step, and the states from which a decoder of as
 * many layers starts.
 *
 *     embedder → recurrent layers, one or both directions → states [B,S,H]
 *     start of decoder layer i = last state of encoder layer i; of both directions: h = tanh([→;←] W + b), c without tanh
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { Dense } from '../../src/layers/dense';
import type { NamedVariable } from '../../src/parameters';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkSizes } from '../check-sizes';
import type { Embedder, MaskedBatch } from '../embedders/embedder';
import type { CallContext } from '../network';
import { type RecurrentConfig, RecurrentStack, stateNamesOf, variationalDropout } from '../recurrent-stack';
import type { EncodedSource, Encoder } from './encoder';

/** `hiddenSize` is H of the states: a bidirectional layer has H/2 units in each direction. */
export interface RecurrentEncoderConfig extends Omit<RecurrentConfig, 'merge'> {
  /** On the vectors of the embedder. All dropout keeps its mask through a sequence (Gal & Ghahramani 2016). */
  embeddingDropout?: number;
  /** Between recurrent layers. */
  dropout?: number;
}

export class RecurrentEncoder<Batch extends MaskedBatch> implements Encoder<Batch> {
  private readonly stack: RecurrentStack;
  private readonly bridges: Dense[][] = [];

  /** @throws ConfigError for a size that is no whole number above 0, or an odd one with both directions. */
  constructor(
    private readonly config: RecurrentEncoderConfig,
    private readonly embedder: Embedder<Batch>,
    private readonly random: Random,
  ) {
    const { hiddenSize, layers = 1, bidirectional, embeddingDropout, dropout } = config;
    checkSizes('encoder', { hiddenSize, layers });
    if (bidirectional && hiddenSize % 2) throw oddSize(hiddenSize);
    this.stack = new RecurrentStack({ ...config, hiddenSize: bidirectional ? hiddenSize / 2 : hiddenSize }, random, {
      prefix: 'encoder_',
      returnState: true,
      dropoutBefore: (i) => variationalDropout(`encoder_dropout_${i + 1}`, i ? dropout : embeddingDropout, random),
    });
    if (bidirectional) this.bridges = this.stack.layers.map((_, i) => this.createBridges(i));
  }

  get layers(): tf.layers.Layer[] {
    return [...this.embedder.layers, ...this.stack.layers, ...this.bridges.flat()];
  }

  frozen(): NamedVariable[] {
    return this.embedder.frozen();
  }

  encode(batch: Batch, context: CallContext): EncodedSource {
    const { mask } = batch;
    const vectors = this.embedder.embed(batch, context);
    checkShape('encoder', 'mask', mask.shape, vectors.shape.slice(0, 2));
    const { outputs: states, last } = this.stack.run(vectors, mask, context);
    const start = this.config.bidirectional ? last.map((states, i) => this.bridge(i, states)) : last;
    return { states, mask, start };
  }

  example(): Batch {
    return this.embedder.example();
  }

  /** @param last of the forward, then of the backward direction. */
  private bridge(layer: number, last: tf.Tensor[]): tf.Tensor[] {
    const count = last.length / 2;
    return this.bridges[layer].map((dense, i) => dense.apply(tf.concat([last[i], last[count + i]], 1)) as tf.Tensor);
  }

  private createBridges(i: number): Dense[] {
    const { cell, hiddenSize: units } = this.config;
    const states = stateNamesOf(cell);
    return states.map((state) => {
      const name = `bridge_${i + 1}_${state}`;
      const activation = state === 'h' ? 'tanh' : 'linear'; // c of an LSTM is not bounded
      return new Dense({ name, units, activation, random: this.random.fork(name) });
    });
  }
}

const oddSize = (hiddenSize: number) =>
  new ConfigError({
    where: 'encoder',
    problem: `hiddenSize is ${hiddenSize}`,
    expected: 'an even number: each direction of the encoder has half of it',
    fix: 'Change hiddenSize, or set bidirectional: false',
  });
