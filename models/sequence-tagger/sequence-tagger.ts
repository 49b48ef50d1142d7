/**
 * Many-to-many, synchronous: a tag for every step of a sequence of words or frames.
 *
 *     front (words, frames) → recurrent layers, one or both directions → dense → emissions [B,T,K]
 *
 * and then each tag for itself (softmax over K), or all tags of a sequence as one chain (`crf`).
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { CRF } from '../../src/layers/crf/crf';
import { Dense } from '../../src/layers/dense';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { type FrameBatch, FrameFront } from '../embedders/frames';
import type { CallContext, Parameter, WeightedNetwork } from '../network';
import { RecurrentStack, type StackState } from '../recurrent-stack';
import { checkTagger, type FrameFrontConfig, type SequenceTaggerConfig, type WordFrontConfig } from './config';
import type { MaskedBatch, TaggerFront } from '../embedders/embedder';
import { TaggerStepper } from './stepper';
import { type WordBatch, WordFront } from '../embedders/words';

export class SequenceTagger<Batch extends MaskedBatch> implements WeightedNetwork {
  readonly name = 'sequence-tagger';
  readonly crf?: CRF;
  private readonly stack: RecurrentStack;
  private readonly dense: Dense;
  private readonly weights: Parameter[];
  private readonly given: Parameter[];

  /**
   * Builds all weights. Use `wordTagger` or `frameTagger`.
   * @param random their start.
   * @throws ConfigError for sizes or options that cannot be.
   */
  constructor(
    private readonly config: SequenceTaggerConfig,
    private readonly front: TaggerFront<Batch>,
    random: Random,
  ) {
    this.stack = new RecurrentStack(config, random);
    this.dense = new Dense({ name: 'emissions', units: config.tags, random: random.fork('emissions') });
    if (config.crf) this.crf = new CRF({ ...config.crf, name: 'crf' });
    this.weights = this.build();
    this.given = front.frozen();
  }

  parameters(): Parameter[] {
    return this.weights;
  }

  frozen(): Parameter[] {
    return this.given;
  }

  /** Scores of every tag at every step [B,T,K]; those of padding mean nothing. @throws ShapeError if the batch does not fit. */
  emissions(batch: Batch, context: CallContext): tf.Tensor3D {
    return tf.tidy(() => {
      const x = this.read(batch, context);
      return this.score(this.stack.run(x, batch.mask, context).outputs);
    });
  }

  /**
   * Goes on where a sequence was left: what it answers is what `emissions` does on the whole. The state given stays.
   * @param start zeros without it
   * @throws ConfigError for a model of both directions.
   */
  advance(batch: Batch, start?: StackState): { emissions: tf.Tensor3D; last: StackState } {
    if (this.config.bidirectional) throw needsOneDirection();
    return tf.tidy(() => {
      const context = { training: false };
      const { outputs, last } = this.stack.run(this.read(batch, context), batch.mask, context, start);
      return { emissions: this.score(outputs), last };
    });
  }

  /**
   * Frame by frame, with the weights of this moment.
   * @throws ConfigError for a model of both directions, of words, or with a CRF.
   */
  stepper(this: SequenceTagger<FrameBatch>): TaggerStepper {
    const { config, dense, front, stack } = this;
    if (config.bidirectional) throw needsOneDirection();
    if (config.front.kind !== 'frames' || config.crf) throw cannotStream();
    const [kernel, bias] = dense.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
    const { columns, image } = config.front;
    const look = (frame: Float32Array) =>
      tf.tidy(() => {
        const batch = { xs: tf.tensor3d(frame, [1, 1, columns]), mask: tf.ones<tf.Rank.R2>([1, 1]) };
        return front.read(batch, { training: false }).dataSync() as Float32Array;
      });
    return new TaggerStepper({ stack, kernel, bias, read: image ? look : (frame) => frame });
  }

  /** Of a model that stock layers can express; else of no use to stock TensorFlow.js, and empty. */
  topology(): object {
    const symbolic = this.crf ? undefined : this.front.symbolic();
    if (!symbolic) return {};
    const softmax = tf.layers.activation({ activation: 'softmax', name: 'probabilities' });
    const emissions = this.dense.apply(this.stack.symbolic(symbolic.vectors));
    const outputs = softmax.apply(emissions) as tf.SymbolicTensor;
    const model = tf.model({ name: 'sequence_tagger', inputs: symbolic.input, outputs });
    return model.toJSON(null, false) as object;
  }

  dispose(): void {
    for (const { variable } of [...this.weights, ...this.given]) if (!variable.isDisposed) variable.dispose();
  }

  private read(batch: Batch, context: CallContext): tf.Tensor3D {
    const x = this.front.read(batch, context);
    checkShape(this.name, 'mask', batch.mask.shape, x.shape.slice(0, 2));
    return x;
  }

  private score(outputs: tf.Tensor3D): tf.Tensor3D {
    return this.dense.apply(outputs) as tf.Tensor3D;
  }

  private build(): Parameter[] {
    tf.tidy(() => {
      const emissions = this.emissions(this.front.example(), { training: false });
      this.crf?.apply(emissions);
    });
    const layers = [...this.front.layers, ...this.stack.layers, this.dense, ...(this.crf ? [this.crf] : [])];
    return layers
      .flatMap((layer) => layer.trainableWeights)
      .map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable }));
  }
}

/** @throws ConfigError for sizes or options that cannot be. */
export function wordTagger(
  config: SequenceTaggerConfig & { front: WordFrontConfig },
  random: Random,
): SequenceTagger<WordBatch> {
  checkTagger(config);
  return new SequenceTagger(config, new WordFront(config.front, random), random);
}

/** @throws ConfigError for sizes or options that cannot be. */
export function frameTagger(
  config: SequenceTaggerConfig & { front: FrameFrontConfig },
  random: Random,
): SequenceTagger<FrameBatch> {
  checkTagger(config);
  return new SequenceTagger(config, new FrameFront(config.front, random), random);
}

const needsOneDirection = () =>
  new ConfigError({
    where: 'sequence-tagger',
    problem: 'a bidirectional model needs the end of a sequence before it can answer at its start',
    expected: 'a model of one direction',
    fix: 'Train one with bidirectional: false',
  });

const cannotStream = () =>
  new ConfigError({
    where: 'sequence-tagger',
    problem: 'words, or a chain of tags, cannot be answered step by step',
    expected: 'a model of frames without a CRF',
    fix: 'Give it whole sentences',
  });
