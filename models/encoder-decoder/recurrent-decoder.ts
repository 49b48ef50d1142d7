/**
 * The decoder: token ids → scores of the next one, for any number of steps at once. With an encoder it starts from its
 * last states and may attend to all of them; without one it is a language model.
 *
 *     e_t = embedding of token t
 *     h_t = recurrent layers over [e_t; feed]
 *     r_t = tanh([h_t; c_t] W + b)                with attention (Luong et al. 2015, eq. 5): c_t is what h_t attends to
 *     r_t = tanh([h_t; c; e_t] W + b)             with the encoder's context c at every step (Cho et al. 2014, §2.2)
 *     logits = r_t V + b                          else r_t = h_t
 *
 * `feed` is nothing, c, or with input feeding r_{t-1}. But for the last one, h does not depend on attention: all
 * steps of a known target are one run of the recurrent layers and one call of attention.
 */
import * as tf from '@tensorflow/tfjs';
import { Attention, type AttentionMemory } from '../../src/layers/attention';
import { Dense } from '../../src/layers/dense';
import type { Dropout } from '../../src/layers/dropout';
import { isWorthPreparing, PreparedDecoder } from '../../src/layers/recurrent/prepared-decoder';
import type { RecurrentLayer } from '../../src/layers/recurrent/recurrent-layer';
import { TokenLogits } from '../../src/layers/token-logits';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import type { TokenEmbedder } from '../embedders/tokens';
import type { CallContext } from '../network';
import { RecurrentStack, stateNamesOf, variationalDropout } from '../recurrent-stack';
import { checkDecoder, type RecurrentDecoderConfig } from './decoder-config';
import type { DecoderState, DecoderSteps } from './decoder-state';
import type { EncodedSource } from './encoder';

export class RecurrentDecoder {
  /** V */
  readonly vocabularySize: number;
  private readonly attention?: Attention;
  private readonly stack: RecurrentStack;
  private readonly readout?: Dense;
  private readonly output: TokenLogits;
  private readonly embeddingDropout: Dropout;
  private readonly readoutDropout: Dropout;
  /** R, size of r. */
  private readonly readoutSize: number;
  private prepared?: PreparedDecoder;

  /**
   * @param embedder of the tokens, V of them.
   * @throws ConfigError for a size that is no whole number above 0, or options that exclude each other.
   */
  constructor(
    private readonly config: RecurrentDecoderConfig,
    private readonly embedder: TokenEmbedder,
    random: Random,
  ) {
    checkDecoder(config);
    const {
      prefix = 'decoder_',
      attention = 'none',
      contextEveryStep,
      tied,
      hiddenSize,
      layers = 1,
      embeddingDropout,
      dropout,
    } = config;
    const { vocabularySize, embedding, size: embeddingSize } = embedder;
    const fork = (name: string) => ({ name, random: random.fork(name) });
    const drop = (i: number, rate?: number) => variationalDropout(`${prefix}dropout_${i + 1}`, rate, random);
    this.vocabularySize = vocabularySize;
    this.embeddingDropout = drop(0, embeddingDropout);
    this.stack = new RecurrentStack({ ...config, bidirectional: false }, random, {
      prefix,
      returnState: true,
      dropoutBefore: (i) => (i ? drop(i, dropout) : undefined),
    });
    this.readoutDropout = drop(layers, dropout);
    if (attention !== 'none') this.attention = new Attention({ ...fork('attention'), score: attention });
    this.readoutSize = tied ? embeddingSize : hiddenSize;
    if (this.attention || contextEveryStep || this.readoutSize !== hiddenSize) {
      this.readout = new Dense({ ...fork('readout'), units: this.readoutSize, activation: 'tanh' });
    }
    this.output = new TokenLogits({ ...fork('token_logits'), vocabularySize, ...(tied && { embedding }) });
  }

  get layers(): tf.layers.Layer[] {
    const { embedder, stack, attention, readout, output } = this;
    return [
      ...embedder.layers,
      ...stack.layers,
      ...(attention ? [attention] : []),
      ...(readout ? [readout] : []),
      output,
    ];
  }

  /** Whether a step needs the readout of the one before, so that `advance` takes one token at a time. */
  get isStepwise(): boolean {
    return this.config.inputFeeding === true;
  }

  /** The state before the first step of a decoder without an encoder, as in a language model. */
  zeroState(rows: number): DecoderState {
    const { cell, hiddenSize, layers = 1 } = this.config;
    const states = () => stateNamesOf(cell).map(() => tf.zeros([rows, hiddenSize]));
    return { layers: Array.from({ length: layers }, states) };
  }

  /** The state before the first step. */
  start({ states, mask, start }: EncodedSource): DecoderState {
    const { contextEveryStep } = this.config;
    const [B] = states.shape;
    const top = start.at(-1) as tf.Tensor[];
    return {
      layers: start,
      memory: this.attention && this.projectKeys(this.attention, states, mask),
      context: contextEveryStep ? tf.expandDims<tf.Tensor3D>(top[0], 1) : undefined,
      feed: this.isStepwise ? tf.zeros([B, 1, this.readoutSize]) : undefined,
    };
  }

  /**
   * The present weights, packed for inference over this many rows; undefined where the backend has no faster step. It
   * belongs to the decoder, is packed again after weights have changed, and is freed by `dispose`.
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

  /**
   * Reads T tokens of every row, one if `isStepwise`. The state given stays as it is.
   * @param prepared for inference with T of 1
   * @throws ShapeError for another number of rows than the state has.
   */
  advance(tokens: tf.Tensor2D, state: DecoderState, context: CallContext, prepared?: PreparedDecoder): DecoderSteps {
    const [B] = state.layers[0][0].shape;
    checkShape('decoder', 'tokens', tokens.shape, ['B', this.isStepwise ? 1 : 'T'], { B });
    return tf.tidy(() => this.run(tokens, state, context, prepared));
  }

  /** Scores of the next token, [N,R] → [N,V]. */
  logits(readouts: tf.Tensor2D): tf.Tensor2D {
    return this.output.apply(readouts) as tf.Tensor2D;
  }

  /** Frees what `prepare` packed; the weights belong to the network. */
  dispose(): void {
    this.prepared?.dispose();
    this.prepared = undefined;
  }

  private run(
    tokens: tf.Tensor2D,
    { layers, feed, ...source }: DecoderState,
    context: CallContext,
    prepared?: PreparedDecoder,
  ): DecoderSteps {
    const [, T] = tokens.shape;
    const { memory, context: c } = source;
    const embedded = dropped(this.embeddingDropout, this.embedder.embedIds(tokens), context); // [B,T,D]
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

  /** Keys need the layer's weights, which it creates when it is first called. */
  private projectKeys(attention: Attention, states: tf.Tensor3D, mask: tf.Tensor2D): AttentionMemory {
    if (!attention.built) attention.apply([tf.zeros([1, 1, this.config.hiddenSize]), states]);
    return attention.projectKeys(states, mask);
  }
}

const dropped = (layer: Dropout, x: ReturnType<Dropout['apply']>, context: CallContext) =>
  layer.apply(x, { ...context }) as tf.Tensor3D;

const present = <X>(...list: (X | undefined)[]): X[] => list.filter((x): x is X => x !== undefined);
