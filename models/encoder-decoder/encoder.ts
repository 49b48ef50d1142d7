/**
 * The encoder: source ids → a state for every token, and the states from which the decoder starts.
 *
 *     embedding → recurrent layers, one or both directions → states [B,S,H]
 *     start of decoder layer i = last state of encoder layer i; of both directions: h = tanh([→;←] W + b), c without tanh
 */
import * as tf from '@tensorflow/tfjs';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { Dense } from '../../src/layers/dense';
import { Dropout } from '../../src/layers/dropout';
import type { Embedding } from '../../src/layers/embedding';
import type { Random } from '../../src/random';
import type { EncoderDecoderConfig } from './config';
import type { CallContext, TokenBatch } from '../network';
import { recurrentLayer } from '../recurrent-layers';

/** A tf.layers.Layer called on one tensor; several outputs come as a list. */
const outputsOf = (layer: tf.layers.Layer, x: tf.Tensor, kwargs: object) => layer.apply(x, kwargs) as tf.Tensor[];

export interface EncodedSource {
  states: tf.Tensor3D; // [B,S,H]
  /** For each decoder layer h, and c of an LSTM, each [B,H]. */
  start: tf.Tensor[][];
}

export class Encoder {
  private readonly recurrent: tf.layers.Layer[];
  private readonly bridges: Dense[][] = [];
  private readonly drops: Dropout[];

  constructor(
    private readonly config: EncoderDecoderConfig,
    private readonly embedding: Embedding,
    private readonly random: Random,
  ) {
    const { layers = 1, embeddingDropout = 0, dropout = 0 } = config;
    this.recurrent = Array.from({ length: layers }, (_, i) => this.makeLayer(i));
    this.drops = this.recurrent.map((_, i) => {
      const name = `encoder_dropout_${i + 1}`;
      const rate = i ? dropout : embeddingDropout;
      return new Dropout({ name, rate, noiseShape: [null, 1, null], random: random.fork(name) });
    });
    if (config.bidirectional) this.bridges = this.recurrent.map((_, i) => this.makeBridges(i));
  }

  get layers(): tf.layers.Layer[] {
    return [...this.recurrent, ...this.bridges.flat()];
  }

  read({ ids, mask }: TokenBatch, context: CallContext): EncodedSource {
    const { training, random } = context;
    const start: tf.Tensor[][] = [];
    let x = this.embedding.apply(ids) as tf.Tensor; // [B,S,D]
    this.recurrent.forEach((layer, i) => {
      const kept = this.drops[i].apply(x, { training, random }) as tf.Tensor;
      const [outputs, ...last] = outputsOf(layer, kept, { mask, training, random });
      start.push(this.config.bidirectional ? this.bridge(i, last) : last);
      x = outputs; // [B,S,H]
    });
    return { states: x as tf.Tensor3D, start };
  }

  /** @param last of the forward, then of the backward direction. */
  private bridge(layer: number, last: tf.Tensor[]): tf.Tensor[] {
    const count = last.length / 2;
    return this.bridges[layer].map((dense, i) => dense.apply(tf.concat([last[i], last[count + i]], 1)) as tf.Tensor);
  }

  private makeLayer(i: number): tf.layers.Layer {
    const { cell, hiddenSize, bidirectional, recurrentDropout, resetAfter } = this.config;
    const name = `encoder_${cell.replace('-', '_')}_${i + 1}`;
    const units = bidirectional ? hiddenSize / 2 : hiddenSize;
    const options = { name, units, recurrentDropout, random: this.random.fork(name) };
    const layer = recurrentLayer(cell, { ...options, returnSequences: true, returnState: true }, resetAfter);
    return bidirectional ? new Bidirectional({ layer, name: `encoder_bidirectional_${i + 1}` }) : layer;
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
