/**
 * Many-to-many, synchronous: a tag for every step of a sequence of words or frames.
 *
 *     embedder (words, frames) → recurrent layers, one or both directions → dense → emissions [B,T,K]
 *
 * and then each tag for itself (softmax over K), or all tags of a sequence as one chain (`crf`).
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import { ConfigError } from '../../src/errors';
import { CRF } from '../../src/layers/crf/crf';
import { Dense } from '../../src/layers/dense';
import type { Dropout } from '../../src/layers/dropout';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import type { Embedder, MaskedBatch } from '../embedders/embedder';
import { type FrameBatch, FrameEmbedder, type FrameEmbedderConfig } from '../embedders/frames';
import { type WordBatch, WordEmbedder, type WordEmbedderConfig } from '../embedders/words';
import { disposeVariables, layerGroupsOf, trainableVariables } from '../layer-variables';
import type { CallContext, WeightedNetwork } from '../network';
import { RecurrentStack, type StackState, variationalDropout } from '../recurrent-stack';
import { checkTagger, type SequenceTaggerConfig } from './config';
import { TaggerStepper } from './stepper';

export class SequenceTagger<Batch extends MaskedBatch> implements WeightedNetwork {
  readonly name = 'sequence-tagger';
  readonly crf?: CRF;
  private readonly stack: RecurrentStack;
  private readonly dropout: Dropout;
  private readonly dense: Dense;
  private readonly weights: NamedVariable[];
  private readonly given: NamedVariable[];

  /**
   * Creates all weights. `wordTagger` and `frameTagger` build the embedder too.
   * @param random their start.
   * @throws ConfigError for sizes or options that cannot be.
   */
  constructor(
    private readonly config: SequenceTaggerConfig,
    private readonly embedder: Embedder<Batch>,
    random: Random,
  ) {
    checkTagger(config);
    const { layers = 1, inputDropout, dropout, bidirectional } = config;
    const dropoutBefore = (i: number) => variationalDropout(`dropout_${i}`, i ? dropout : inputDropout, random);
    this.stack = new RecurrentStack(config, random, { returnState: !bidirectional, dropoutBefore });
    this.dropout = variationalDropout(`dropout_${layers}`, dropout, random);
    this.dense = new Dense({ name: 'emissions', units: config.tags, random: random.fork('emissions') });
    if (config.crf) this.crf = new CRF({ ...config.crf, name: 'crf' });
    this.weights = this.build();
    this.given = embedder.frozen();
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  frozen(): NamedVariable[] {
    return this.given;
  }

  layerGroups(): string[][] {
    return layerGroupsOf([this.embedder.layers, ...this.stack.layers.map((layer) => [layer]), []]);
  }

  /** Scores of every tag at every step [B,T,K]; those of padding are arbitrary. @throws ShapeError if the batch does not fit. */
  emissions(batch: Batch, context: CallContext): tf.Tensor3D {
    return tf.tidy(() => {
      const x = this.embed(batch, context);
      return this.score(this.stack.run(x, batch.mask, context).outputs, context);
    });
  }

  /**
   * Continues a sequence from its state: windows give what `emissions` gives on the whole. The state passed in stays.
   * @param start zeros without it
   * @throws ConfigError for a model of both directions.
   */
  advance(batch: Batch, start?: StackState): { emissions: tf.Tensor3D; last: StackState } {
    if (this.config.bidirectional) throw needsOneDirection();
    return tf.tidy(() => {
      const context = { training: false };
      const { outputs, last } = this.stack.run(this.embed(batch, context), batch.mask, context, start);
      return { emissions: this.score(outputs, context), last };
    });
  }

  /**
   * Frame by frame, with the weights of this moment.
   * @throws ConfigError for a model of both directions, of words, or with a CRF.
   */
  stepper(this: SequenceTagger<FrameBatch>): TaggerStepper {
    const { config, dense, embedder, stack } = this;
    if (config.bidirectional) throw needsOneDirection();
    if (!(embedder instanceof FrameEmbedder) || config.crf) throw cannotStream();
    const [kernel, bias] = dense.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
    return new TaggerStepper({ stack, kernel, bias, embed: (frame) => embedder.embedFrame(frame) });
  }

  /** Of a model that stock layers can express; else of no use to stock TensorFlow.js, and empty. */
  topology(): object {
    const symbolic = this.crf ? undefined : this.embedder.symbolic();
    if (!symbolic) return {};
    const { activation = 'softmax' } = this.config;
    const probabilities = tf.layers.activation({ activation, name: 'probabilities' });
    const states = this.dropout.apply(this.stack.symbolic(symbolic.vectors)) as tf.SymbolicTensor;
    const emissions = this.dense.apply(states);
    const outputs = probabilities.apply(emissions) as tf.SymbolicTensor;
    const model = tf.model({ name: 'sequence_tagger', inputs: symbolic.input, outputs });
    return model.toJSON(null, false) as object;
  }

  dispose(): void {
    disposeVariables([...this.weights, ...this.given]);
  }

  private embed(batch: Batch, context: CallContext): tf.Tensor3D {
    const x = this.embedder.embed(batch, context);
    checkShape(this.name, 'mask', batch.mask.shape, x.shape.slice(0, 2));
    return x;
  }

  private score(outputs: tf.Tensor, context: CallContext): tf.Tensor3D {
    return this.dense.apply(this.dropout.apply(outputs, { ...context })) as tf.Tensor3D; // [B,T,K]
  }

  private build(): NamedVariable[] {
    tf.tidy(() => {
      const emissions = this.emissions(this.embedder.example(), { training: false });
      this.crf?.apply(emissions);
    });
    const layers = [...this.embedder.layers, ...this.stack.layers, this.dense, ...(this.crf ? [this.crf] : [])];
    return trainableVariables(layers);
  }
}

/** @throws ConfigError for sizes or options that cannot be. */
export function wordTagger(
  { embedder, ...config }: SequenceTaggerConfig & { embedder: WordEmbedderConfig },
  random: Random,
): SequenceTagger<WordBatch> {
  return new SequenceTagger(config, new WordEmbedder(embedder, random), random);
}

/** @throws ConfigError for sizes or options that cannot be. */
export function frameTagger(
  { embedder, ...config }: SequenceTaggerConfig & { embedder: FrameEmbedderConfig },
  random: Random,
): SequenceTagger<FrameBatch> {
  return new SequenceTagger(config, new FrameEmbedder(embedder, random), random);
}

const needsOneDirection = () =>
  new ConfigError({
    where: 'sequence-tagger',
    problem: 'a bidirectional model needs the end of a sequence before it can score its start',
    expected: 'a model of one direction',
    fix: 'Train one with bidirectional: false',
  });

const cannotStream = () =>
  new ConfigError({
    where: 'sequence-tagger',
    problem: 'words, or a chain of tags, cannot be tagged step by step',
    expected: 'a model of frames without a CRF',
    fix: 'Tag whole sequences',
  });
