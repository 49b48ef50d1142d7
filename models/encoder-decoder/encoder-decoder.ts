/**
 * Many-to-many, asynchronous: source ids → target ids, by an encoder and a decoder with or without attention
 * (Sutskever et al. 2014; Cho et al. 2014; Luong et al. 2015). The layers belong to the network.
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import { Embedding } from '../../src/layers/embedding';
import type { PreparedDecoder } from '../../src/layers/recurrent/prepared-decoder';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkEncoderDecoder, type EncoderDecoderConfig } from './config';
import { Decoder, type DecoderState, type DecoderSteps } from './recurrent-decoder';
import { Encoder } from './recurrent-encoder';
import type { CallContext, TokenBatch, WeightedNetwork } from '../network';

export class EncoderDecoder implements WeightedNetwork {
  readonly name = 'encoder-decoder';
  private readonly encoder: Encoder;
  private readonly decoder: Decoder;
  private readonly embeddings: Embedding[];
  private readonly weights: NamedVariable[];

  /**
   * Builds all weights.
   * @param random their start.
   * @throws ConfigError for sizes or options that cannot be.
   */
  constructor(
    readonly config: EncoderDecoderConfig,
    random: Random,
  ) {
    checkEncoderDecoder(config);
    const { sourceVocabularySize, targetVocabularySize, embeddingSize: size, tying } = config;
    const embed = (name: string, vocabularySize: number) =>
      new Embedding({ name, vocabularySize, size, initializer: { uniform: 0.1 }, random: random.fork(name) });
    const isShared = tying === 'all';
    const target = embed(isShared ? 'embedding' : 'target_embedding', targetVocabularySize);
    const source = isShared ? target : embed('source_embedding', sourceVocabularySize);
    this.embeddings = isShared ? [target] : [source, target];
    this.encoder = new Encoder(config, source, random);
    this.decoder = new Decoder(config, target, random);
    this.weights = this.build();
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  /** Reads the sources; the state before the first step. @throws ShapeError if ids and mask do not fit. */
  start(source: TokenBatch, context: CallContext): DecoderState {
    const axes = checkShape(this.name, 'ids', source.ids.shape, ['B', 'S']);
    checkShape(this.name, 'mask', source.mask.shape, ['B', 'S'], axes);
    return tf.tidy(() => this.decoder.start(this.encoder.read(source, context), source.mask));
  }

  /**
   * Reads T tokens of every row, one with input feeding. The state given stays as it is.
   * @throws ShapeError for another number of rows than the state has.
   */
  advance(tokens: tf.Tensor2D, state: DecoderState, context: CallContext, prepared?: PreparedDecoder): DecoderSteps {
    const [B] = state.layers[0][0].shape;
    checkShape(this.name, 'tokens', tokens.shape, ['B', this.config.inputFeeding ? 1 : 'T'], { B });
    return tf.tidy(() => this.decoder.advance(tokens, state, context, prepared));
  }

  /** For `advance` in inference with T of 1, as Decoder.prepare says. */
  prepare(rows: number): PreparedDecoder | undefined {
    return this.decoder.prepare(rows);
  }

  /** Scores of the next token, [N,R] → [N,V]. */
  logits(readouts: tf.Tensor2D): tf.Tensor2D {
    return this.decoder.logits(readouts);
  }

  /** Stock layers have neither attention nor a decoder that waits for its own words, so that they cannot open it. */
  topology(): object {
    return {};
  }

  dispose(): void {
    this.decoder.dispose();
    for (const { variable } of this.weights) if (!variable.isDisposed) variable.dispose();
  }

  /** Layers get their weights with their first call. */
  private build(): NamedVariable[] {
    tf.tidy(() => {
      const ids = tf.zeros<tf.Rank.R2>([1, 1], 'int32');
      const state = this.start({ ids, mask: tf.ones([1, 1]) }, { training: false });
      const { readouts } = this.advance(ids, state, { training: false });
      this.logits(tf.squeeze(readouts, [1]));
    });
    const layers = [...this.embeddings, ...this.encoder.layers, ...this.decoder.layers];
    return layers
      .flatMap((layer) => layer.trainableWeights)
      .map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable }));
  }
}
