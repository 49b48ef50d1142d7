/**
 * The decoder: target ids → what it would say next, for any number of steps at one go.
 *
 *     e_t = embedding of token t
 *     h_t = recurrent layers over [e_t; feed]
 *     r_t = tanh([h_t; c_t] W + b)                with attention (Luong et al. 2015, eq. 5): c_t is what h_t looks at
 *     r_t = tanh([h_t; c; e_t] W + b)             with the encoder's context c at every step (Cho et al. 2014, §2.2)
 *     logits = r_t V + b                          else r_t = h_t
 *
 * `feed` is nothing, c, or with input feeding r_{t-1}. But for the last one, h does not depend on attention: all
 * steps of a known target are one run of the recurrent layers and one look at the source.
 */
import * as tf from '@tensorflow/tfjs';
import { Attention, type AttentionMemory } from '../../src/layers/attention';
import { Dense } from '../../src/layers/dense';
import type { Dropout } from '../../src/layers/dropout';
import type { Embedding } from '../../src/layers/embedding';
import { isWorthPreparing, PreparedDecoder } from '../../src/layers/recurrent/prepared-decoder';
import type { RecurrentLayer } from '../../src/layers/recurrent/recurrent-layer';
import { TokenLogits } from '../../src/layers/token-logits';
import type { Random } from '../../src/random';
import type { EncoderDecoderConfig } from './config';
import type { EncodedSource } from './recurrent-encoder';
import type { CallContext } from '../network';
import { RecurrentStack, variationalDropout } from '../recurrent-stack';

/** Where the decoder stands, and what it can look at. Every tensor has B rows. (A type: `tf.tidy` takes no interface.) */
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
  /** With attention: of every source state. */
  weights?: tf.Tensor3D; // [B,T,S]
  state: DecoderState;
};

export class Decoder {
  readonly attention?: Attention;
  private readonly stack: RecurrentStack;
  private readonly readout?: Dense;
  private readonly output: TokenLogits;
  private readonly embeddingDropout: Dropout;
  private readonly readoutDropout: Dropout;
  private prepared?: PreparedDecoder;

  constructor(
    private readonly config: EncoderDecoderConfig,
    private readonly embedding: Embedding,
    random: Random,
  ) {
    const { attention = 'none', contextEveryStep, tying = 'none', hiddenSize, embeddingSize } = config;
    const fork = (name: string) => ({ name, random: random.fork(name) });
    const { layers = 1, embeddingDropout, dropout } = config;
    const drop = (i: number, rate?: number) => variationalDropout(`decoder_dropout_${i + 1}`, rate, random);
    this.embeddingDropout = drop(0, embeddingDropout);
    this.stack = new RecurrentStack({ ...config, bidirectional: false }, random, {
      prefix: 'decoder_',
      returnState: true,
      dropoutBefore: (i) => (i ? drop(i, dropout) : undefined),
    });
    this.readoutDropout = drop(layers, dropout);
    if (attention !== 'none') this.attention = new Attention({ ...fork('attention'), score: attention });
    const isTied = tying !== 'none';
    const units = isTied ? embeddingSize : hiddenSize;
    if (this.attention || contextEveryStep || units !== hiddenSize) {
      this.readout = new Dense({ ...fork('readout'), units, activation: 'tanh' });
    }
    const tied = isTied ? { embedding } : {};
    this.output = new TokenLogits({ ...fork('token_logits'), vocabularySize: config.targetVocabularySize, ...tied });
  }

  get layers(): tf.layers.Layer[] {
    const { stack, attention, readout, output } = this;
    return [...stack.layers, ...(attention ? [attention] : []), ...(readout ? [readout] : []), output];
  }

  /** Before the first step. @param mask of the source [B,S] */
  start({ states, start }: EncodedSource, mask: tf.Tensor2D): DecoderState {
    const { inputFeeding, contextEveryStep, tying = 'none', embeddingSize, hiddenSize } = this.config;
    const [B] = states.shape;
    const top = start.at(-1) as tf.Tensor[];
    return {
      layers: start,
      memory: this.attention && this.remember(this.attention, states, mask),
      context: contextEveryStep ? tf.expandDims<tf.Tensor3D>(top[0], 1) : undefined,
      feed: inputFeeding ? tf.zeros([B, 1, tying === 'none' ? hiddenSize : embeddingSize]) : undefined,
    };
  }

  /**
   * Its weights as they are now, packed for steps of so many rows; undefined where the backend has no faster way. It
   * belongs to the decoder, is made anew when weights have changed, and goes with `dispose`.
   */
  prepare(rows: number): PreparedDecoder | undefined {
    const recurrent = this.stack.layers as RecurrentLayer[]; // of one direction
    const { output } = this;
    const isWorth = isWorthPreparing({ recurrent, output });
    if (isWorth && this.prepared?.serves(rows)) return this.prepared;
    this.dispose();
    if (isWorth) this.prepared = new PreparedDecoder({ recurrent, output }, rows);
    return this.prepared;
  }

  dispose(): void {
    this.prepared?.dispose();
    this.prepared = undefined;
  }

  /** Reads T tokens [B,T] after one another; with input feeding T is 1. @param prepared for inference with T of 1. */
  advance(
    tokens: tf.Tensor2D,
    { layers, feed, ...source }: DecoderState,
    context: CallContext,
    prepared?: PreparedDecoder,
  ): DecoderSteps {
    const [, T] = tokens.shape;
    const { memory, context: c } = source;
    const embedded = dropped(this.embeddingDropout, this.embedding.apply(tokens), context); // [B,T,D]
    const everyStep = c && tf.tile(c, [1, T, 1]); // [B,T,H]
    const x = tf.concat(present(embedded, everyStep, feed), 2);
    const { outputs, last } = prepared ? prepared.step(x, layers) : this.stack.run(x, undefined, context, layers); // [B,T,H]
    const seen = memory && this.attention?.attend(outputs, memory);
    const joined = present(outputs, seen?.contexts, everyStep, everyStep && embedded);
    const readouts = this.readout ? this.readout.apply(tf.concat(joined, 2)) : outputs;
    const kept = dropped(this.readoutDropout, readouts, context); // [B,T,R]
    return {
      readouts: kept,
      weights: seen?.weights,
      state: { ...source, layers: last, feed: feed && kept },
    };
  }

  /** [N,R] → [N,V] */
  logits(readouts: tf.Tensor2D): tf.Tensor2D {
    return this.output.apply(readouts) as tf.Tensor2D;
  }

  /** Keys need the layer's weights, which it gets with its first call. */
  private remember(attention: Attention, states: tf.Tensor3D, mask: tf.Tensor2D): AttentionMemory {
    if (!attention.built) attention.apply([tf.zeros([1, 1, this.config.hiddenSize]), states]);
    return attention.remember(states, mask);
  }
}

const dropped = (layer: Dropout, x: ReturnType<Dropout['apply']>, context: CallContext) =>
  layer.apply(x, { ...context }) as tf.Tensor3D;

const present = <X>(...list: (X | undefined)[]): X[] => list.filter((x): x is X => x !== undefined);
